/** Whether a text is a date as specs write them: year-month-day, with a time of day or without. */
export function isDate(text: string): boolean {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})([T ](\d{2}):(\d{2})(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  if (!match) return false;
  const day = new Date(`${match[1]}-${match[2]}-${match[3]}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.getUTCDate() !== Number(match[3])) return false;
  return match[5] === undefined || (Number(match[5]) < 24 && Number(match[6]) < 60);
}

/** A stretch of a text. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The shortest stretch of the old text that the new one has otherwise. */
export function changedStretch(old: string, text: string): Stretch {
  const shorter = Math.min(old.length, text.length);
  let start = 0;
  while (start < shorter && old.charCodeAt(start) === text.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    old.charCodeAt(old.length - 1 - same) === text.charCodeAt(text.length - 1 - same)
  ) {
    same++;
  }
  return { start, end: old.length - same };
}

import type { Table } from './tables/section.js';

/** A number as we write it, alone in its cell: with a true minus, with thousands in groups. */
const ownNumber = /^[+\u2212]?\d{1,3}(,?\d{3})*(\.\d+)?(e\u2212?\d+)?$/;

/** What a spreadsheet would run as a formula, also behind blanks and in the wide forms of Chinese and Japanese. */
const formula = /^[\s\u00a0\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/;

/** Numbers as programs read them; an apostrophe before what a spreadsheet would run. */
function field(cell: string, numeric: boolean): string {
  if (numeric && ownNumber.test(cell)) return cell.replaceAll('\u2212', '-').replace(/[+,]/g, '');
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function lines({ columns, rows }: Table): string[] {
  const head = columns.map(({ title }) => field(title, false)).join(',');
  return [
    head,
    ...rows.map((row) => row.map((cell, i) => field(cell, columns[i]?.numeric ?? false)).join(',')),
  ];
}

/** Tables as CSV (RFC 4180). Several stand one below the other, each under its caption. */
export function csvOf(tables: readonly Table[]): string {
  const blocks = tables.map((table) =>
    [...(tables.length > 1 ? [field(table.caption, false)] : []), ...lines(table)].join('\r\n'),
  );
  return `${blocks.join('\r\n\r\n')}\r\n`;
}

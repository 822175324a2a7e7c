/** Tables for a terminal of a given width. */
import { inflected, say } from '../../../kernel/src/words/say.js';
import { listed, longestText, shorten, widthOf } from './names.js';
import type { Table } from './tables/section.js';

const mostRows = 20;
/** Longest cell of words: in a person's own data, and in tables of ours. */
const widestCell = { compact: 30, plain: 60 };
/** Words are cut no further than this to make a table fit; what is still too wide loses columns. */
const narrowestCell = 12;
/** A heading over figures still says something. */
const narrowestHead = 10;
const gap = 2;
const indent = 2;

/** Text over as many lines as its words need; a word wider than the line keeps a line of its own. */
export function wrapped(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(indent + longer) > width) {
      lines.push(indent + line);
      line = word;
    } else line = longer;
  }
  return [...lines, indent + line].join('\n');
}

/** The caption, the columns side by side, and sentences beneath the rows they belong to. */
export function textTable(table: Table, width: number): string {
  const columns = layOut(table, width - indent);
  const { cells } = columns;
  const row = (i: number): string =>
    columns.shown
      .map((c) => padded(cells[i][c], columns.widths[c], table.columns[c].numeric))
      .join(' '.repeat(gap))
      .trimEnd();
  const rule = '─'.repeat(totalWidth(columns.shown.map((c) => columns.widths[c])));
  const prose = table.columns.findIndex((column) => column.prose);
  const body = table.rows.slice(0, mostRows).flatMap((cellsOfRow, i) => {
    const below =
      prose < 0 ? [] : wrapped(shorten(cellsOfRow[prose], longestText), width - indent, '  ').split('\n');
    return [row(i + 1), ...below];
  });
  const lines = [
    ...wrapped(shorten(table.caption, longestText), width - indent).split('\n'),
    row(0),
    rule,
    ...body,
  ];
  const notes = notesOf(table, columns.hidden).flatMap((note) => wrapped(note, width - indent).split('\n'));
  return [...lines, ...notes].map((line) => ' '.repeat(indent) + line).join('\n');
}

interface Columns {
  /** Heads, then rows. */
  readonly cells: readonly (readonly string[])[];
  readonly widths: readonly number[];
  readonly shown: readonly number[];
  readonly hidden: readonly number[];
}

/**
 * Makes the columns fit: words and long headings give way first, the widest before the others; then whole columns go, from
 * the last on.
 */
function layOut(table: Table, width: number): Columns {
  const all = [...table.columns.keys()].filter((c) => !table.columns[c].prose);
  const most = table.compact ? widestCell.compact : widestCell.plain;
  const heads = table.columns.map(({ title }) => shorten(title, most));
  const body = table.rows.slice(0, mostRows).map((row) => row.map((cell) => shorten(cell, most)));
  const inBody = heads.map((_, c) => Math.max(0, ...body.map((row) => widthOf(row[c]))));
  const widths = heads.map((head, c) => Math.max(widthOf(head), inBody[c]));
  const least = heads.map((_, c) => {
    if (!table.columns[c].numeric) return Math.min(widths[c], narrowestCell);
    return table.compact ? widths[c] : Math.max(inBody[c], Math.min(widths[c], narrowestHead));
  });
  const shown = [...all];
  while (shown.length > 3 && totalWidth(shown.map((c) => least[c])) > width) {
    shown.pop();
  }
  for (let excess = totalWidth(shown.map((c) => widths[c])) - width; excess > 0; excess--) {
    const widest = shown.reduce((a, b) => (widths[b] - least[b] > widths[a] - least[a] ? b : a));
    if (widths[widest] <= least[widest]) break;
    widths[widest]--;
  }
  const cells = [heads, ...body].map((row) => row.map((cell, c) => shorten(cell, widths[c])));
  return { cells, widths, shown, hidden: all.filter((c) => !shown.includes(c)) };
}

function totalWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + gap, -gap);
}

function padded(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(cell)));
  return right ? space + cell : cell + space;
}

function notesOf(table: Table, hidden: readonly number[]): string[] {
  const rest = table.rows.length - mostRows;
  return [
    ...(rest > 0 ? [say`${rest} more ${inflected(rest, 'row is', 'rows are')} left out here.`] : []),
    ...(hidden.length > 0
      ? [
          say`Left out here: ${listed(
            hidden.map((c) => shorten(table.columns[c].title, 30)),
            8,
          )}.`,
        ]
      : []),
  ];
}

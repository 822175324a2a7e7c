import type { Table } from '../data/table.js';
import type { Problem } from '../problem.js';
import { counted } from '../words/phrases.js';

/** Rows whose value of a category training did not have, by column: how many, and the first. */
export type UnseenLevels = Readonly<
  Record<string, { readonly rows: number; readonly row: number; readonly value: string }>
>;

/** Counts the rows of a part with those of the parts before it. @param levels that categories had in training */
export function countUnseen(
  before: UnseenLevels,
  { columns, sourceRow }: Table,
  levels: ReadonlyMap<string, readonly string[]>,
): UnseenLevels {
  const found: Record<string, UnseenLevels[string]> = { ...before };
  for (const [name, known] of levels) {
    const column = columns.get(name);
    if (column?.kind !== 'category') continue;
    const had = new Set(known);
    const isNew = column.levels.map((level) => !had.has(level));
    if (!isNew.includes(true)) continue;
    for (const [i, code] of column.codes.entries()) {
      if (code < 0 || !isNew[code]) continue;
      const { rows, row, value } = found[name] ?? { rows: 0, row: sourceRow[i], value: column.levels[code] };
      found[name] = { rows: rows + 1, row, value };
    }
  }
  return found;
}

/** What there is to say of them. @param name of the effect or model */
export function unseenWarnings(unseen: UnseenLevels, name: string, file: string): Problem[] {
  return Object.entries(unseen).map(([column, { rows, row, value }]) => ({
    code: 'CS1143',
    severity: 'warning' as const,
    message: `Column "${column}" of "${file}" has values in ${counted(rows, 'row')} that ${name} was not trained on, first "${value.slice(0, 40)}" in row ${row}; they are scored as if it were not known.`,
    place: { file, column, row },
  }));
}

import type { Problem } from '../problem.js';
import { say } from '../words/say.js';
import type { Column } from './table.js';

/**
 * The first infinite value of every column that has one, with its row. Tables keep such values as they are; whoever would
 * compute with them refuses.
 */
export function infiniteValues(columns: Iterable<Column>, sourceRow: Int32Array, file: string): Problem[] {
  const found: Problem[] = [];
  for (const column of columns) {
    if (column.kind !== 'numeric') continue;
    const at = column.values.findIndex((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
    if (at < 0) continue;
    const row = sourceRow[at]!;
    const message = say`Column "${column.name}" of "${file}" is infinite in row ${row}; mend it or leave the row out with \`keep\`.`;
    found.push({ code: 'CS1124', severity: 'warning', message, place: { file, column: column.name, row } });
  }
  return found;
}

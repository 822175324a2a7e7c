import type { Table } from '../data/table.js';

/** Rows of a table by the rows of the data file that they come from. */
export function tableRows(table: Table, sourceRows: Int32Array): Int32Array {
  const places = new Map<number, number>();
  for (const [row, source] of table.sourceRow.entries()) places.set(source, row);
  return Int32Array.from(sourceRows, (source) => places.get(source) ?? 0);
}

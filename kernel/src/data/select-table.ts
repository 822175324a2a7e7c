import type { Column, Table } from './table.js';

/** Some rows of a table, in the order given; levels and distinct texts stay as they are. */
export function selectTable(table: Table, rows: Int32Array): Table {
  const pick = (column: Column): Column =>
    column.kind === 'numeric'
      ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) }
      : { ...column, codes: rows.map((row) => column.codes[row]!) };
  return {
    ...table,
    rows: rows.length,
    columns: new Map([...table.columns].map(([name, column]) => [name, pick(column)])),
    sourceRow: rows.map((row) => table.sourceRow[row]!),
    heldOut: table.heldOut && Uint8Array.from(rows, (row) => table.heldOut![row]!),
  };
}

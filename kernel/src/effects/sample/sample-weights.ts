import type { Column, Table } from '../../data/table.js';
import type { Problem } from '../../problem.js';

/** Column of sample weights, or what keeps it from being one. */
export function weightsColumn(
  table: Table,
  name: string | undefined,
  problems: Problem[],
): Float64Array | undefined {
  if (name === undefined) return undefined;
  const column: Column | undefined = table.columns.get(name);
  if (column?.kind === 'numeric' && column.type !== 'date') return column.values;
  const message = column
    ? `The weights "${name}" hold ${column.kind === 'numeric' ? 'dates' : 'words'}; weights are numbers, 0 or more.`
    : `The weights "${name}" are not a column of the data.`;
  problems.push({ code: 'CS6031', severity: 'error', message, place: { column: name } });
  return undefined;
}

/** Rows with a weight above 0; a weight that is missing or negative goes to `problems`, with its row of the file. */
export function weightyRows(
  { sourceRow }: Table,
  name: string,
  weights: Float64Array,
  rows: Int32Array,
  problems: Problem[],
): Int32Array {
  const report = (row: number | undefined, what: string, remedy: string): void => {
    if (row === undefined) return;
    problems.push({
      code: 'CS6032',
      severity: 'error',
      message: `The weights "${name}" ${what}, first in row ${sourceRow[row]}; ${remedy}`,
      place: { column: name, row: sourceRow[row] },
    });
  };
  report(
    rows.find((row) => Number.isNaN(weights[row])),
    'miss a value',
    'keep only rows that have one, or derive a column that is never missing.',
  );
  report(
    rows.find((row) => weights[row] < 0),
    'are negative',
    'weights are 0 or more.',
  );
  return rows.filter((row) => weights[row] > 0);
}

/** Weights scaled to a mean of 1; undefined where they are all the same, which is to have none. */
export function scaledWeights(weights: Float64Array, rows: Int32Array): Float64Array | undefined {
  const own = Float64Array.from(rows, (row) => weights[row]);
  if (own.every((weight) => weight === own[0])) return undefined;
  const mean = own.reduce((sum, weight) => sum + weight, 0) / own.length;
  return own.map((weight) => weight / mean);
}

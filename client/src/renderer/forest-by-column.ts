import { chartTitle, figure, labelsBeside } from './chart.js';
import { type ForestRow, forestDomain, forestPlot } from './forest.js';

/** Of a group of rows: the column whose groups are compared. */
export interface GroupRow extends ForestRow {
  readonly column: string;
}

/** Groups on one scale, a forest for each column that tells them apart. @param twinOf caption of the table of a column, where each has its own */
export function forestByColumn(
  document: Document,
  sentence: string,
  rows: readonly GroupRow[],
  {
    axis,
    zero,
    twinOf,
  }: { readonly axis: string; readonly zero: boolean; readonly twinOf?: (column: string) => string },
): Element {
  const { margin } = labelsBeside(rows.map(({ label }) => label));
  const options = { domain: forestDomain(rows, zero), margin, zero, axis };
  const columns = [...new Set(rows.map(({ column }) => column))];
  return figure(
    document,
    ...columns.flatMap((column) => [
      ...(columns.length > 1 ? [chartTitle(document, column)] : []),
      forestPlot(
        document,
        sentence,
        rows.filter((row) => row.column === column),
        { ...options, ...(twinOf && { twin: twinOf(column) }) },
      ),
    ]),
  );
}

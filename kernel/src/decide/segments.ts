import { featuresOf, selectRows } from '../data/features.js';
import type { Table } from '../data/table.js';
import { modifierGroups } from '../effects/conditional/modifier-groups.js';

/** Rows of one group of a column. */
export interface Segment {
  readonly column: string;
  readonly group: string;
  /** Places among the rows of the sample. */
  readonly rows: Int32Array;
}

/**
 * Groups by the values of columns, or by quarters of a number; empty ones are left out.
 *
 * @param rows of the table that the sample consists of
 */
export function segmentsOf(table: Table, rows: Int32Array, columns: readonly string[]): Segment[] {
  return columns.flatMap((column) => {
    const { list } = selectRows(featuresOf(table, [column]), rows);
    return modifierGroups(list)
      .filter((group) => group.rows.length > 0)
      .map(({ group, rows: members }) => ({ column, group, rows: members }));
  });
}

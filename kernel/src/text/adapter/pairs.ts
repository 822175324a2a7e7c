import type { Column } from '../../data/table.js';

/** Texts that belong together, such as those of one basket: distinct texts by group, two or more of them, each once. */
export type Groups = readonly Int32Array[];

/**
 * Texts that share a value of a column, in the order in which the values come first.
 *
 * @param codes row to distinct text, -1 where missing
 * @param column as many rows
 */
export function groupsBy(codes: Int32Array, column: Column): Groups {
  const found = new Map<number, Set<number>>();
  codes.forEach((text, row) => {
    const value = column.kind === 'numeric' ? column.values[row] : column.codes[row];
    if (text < 0 || Number.isNaN(value) || (column.kind !== 'numeric' && value < 0)) return;
    const group = found.get(value);
    if (group) group.add(text);
    else found.set(value, new Set([text]));
  });
  return [...found.values()].filter(({ size }) => size > 1).map((group) => Int32Array.from(group));
}

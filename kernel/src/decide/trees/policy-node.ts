import type { SplitColumn } from './split-columns.js';

/** What is gained by each arm on each row: `[arm][row]`, over no treatment. */
export type Gains = readonly Float64Array[];

/** A policy as a few questions. */
export type PolicyNode =
  | {
      readonly leaf: true;
      /** Place of the arm in {@link Gains}; -1 for no treatment. */
      readonly arm: number;
    }
  | {
      readonly leaf: false;
      /** Place of the column asked about. */
      readonly column: number;
      /** Rows of this rank and below go to `yes`. */
      readonly last: number;
      readonly yes: PolicyNode;
      readonly no: PolicyNode;
    };

/** A tree beside what it gains on the rows it was learned from. */
export interface GrownTree {
  readonly tree: PolicyNode;
  readonly gain: number;
}

/** The arm that a tree gives a row. */
export function armOf(tree: PolicyNode, columns: readonly SplitColumn[], row: number): number {
  let node = tree;
  while (!node.leaf) node = columns[node.column].rank[row] <= node.last ? node.yes : node.no;
  return node.arm;
}

/** A split whose sides agree says nothing and is taken back. */
export function parted(column: number, last: number, yes: PolicyNode, no: PolicyNode): PolicyNode {
  if (yes.leaf && no.leaf && yes.arm === no.arm) return yes;
  return { leaf: false, column, last, yes, no };
}

/** Rows on both sides of a split. */
export function partRows(
  { rank }: SplitColumn,
  last: number,
  rows: Int32Array,
): { yes: Int32Array; no: Int32Array } {
  return { yes: rows.filter((row) => rank[row] <= last), no: rows.filter((row) => rank[row] > last) };
}

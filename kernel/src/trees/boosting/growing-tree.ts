import type { TreeWriter } from '../model/tree-writer.js';

/** A split that was chosen; sums are those of the left side. */
export interface ChosenSplit {
  readonly gain: number;
  readonly feature: number;
  /** Numeric: the last bin that goes left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly rows: number;
  readonly gradient: number;
  readonly hessian: number;
  /** Categorical: the groups that go left, a bit each. */
  readonly set?: Uint32Array;
}

/** A leaf of a tree that grows: rows `from` to `to` of one of the two lists of rows. */
export interface GrowingLeaf {
  node: number;
  depth: number;
  from: number;
  to: number;
  /** Address of its list of rows. */
  list: number;
  gradient: number;
  hessian: number;
  /** Bounds of its value, from monotone splits above it. */
  low: number;
  high: number;
  /** Features that may meet those above it, 1 each; all where absent. */
  allowed?: Uint8Array;
  /** Number of its histogram, -1 where it has none since it cannot be split. */
  histogram: number;
  split?: ChosenSplit;
}

/** A tree as all threads know it: the splits in the order they were made, each with the node it is of, and the leaves. */
export interface GrownTree {
  readonly splits: readonly (ChosenSplit & { readonly node: number })[];
  readonly leaves: readonly GrowingLeaf[];
}

/** Writes a tree; leaf values in the order of its leaves. */
export function writeTree(writer: TreeWriter, tree: GrownTree, values: ArrayLike<number>): void {
  const root = writer.begin();
  for (const { node, feature, bin, missingLeft, set } of tree.splits) {
    if (set) writer.splitGroups(root + node, feature, set, missingLeft);
    else writer.splitNumbers(root + node, feature, bin - 1, missingLeft);
  }
  tree.leaves.forEach(({ node, from, to }, i) => {
    writer.setValue(writer.leaf(root + node, to - from), 0, values[i]);
  });
}

/** Fills a table of 256 bins: 1 for those that go left. */
export function fillGoesLeft(table: Uint8Array, { bin, missingLeft, set }: ChosenSplit): void {
  table[0] = missingLeft ? 1 : 0;
  for (let b = 1; b < 256; b++) table[b] = set ? (set[b >>> 5] >>> (b & 31)) & 1 : b <= bin ? 1 : 0;
}

import type { Task } from '../../task.js';
import { bestSplit } from './one-split.js';
import type { Gains, GrownTree } from './policy-node.js';
import type { SplitColumn } from './split-columns.js';
import { bestThreeSplits } from './three-splits.js';
import { bestTwoSplits } from './two-splits.js';

/** Levels of questions that a tree may have. */
export type Depth = 1 | 2 | 3;

/** The tree of a depth that gains most over rows (policy learning with exact trees: Athey and Wager 2021; Zhou, Athey and Wager 2023). */
export function growPolicyTree(
  depth: Depth,
  columns: readonly SplitColumn[],
  gains: Gains,
  rows: Int32Array,
  task: Task,
): GrownTree {
  switch (depth) {
    case 1:
      return bestSplit(columns, gains, rows);
    case 2:
      return bestTwoSplits(columns, gains, rows, task);
    case 3:
      return bestThreeSplits(columns, gains, rows, task);
  }
}

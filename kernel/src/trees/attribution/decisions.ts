import type { Bench } from '../engine/job.js';
import { cutOf, featureOf, missingGoesLeft, setWords, splitsGroups } from '../model/trees.js';
import type { MeasuredTree } from './measured-tree.js';
import type { StoredTrees } from './stored-trees.js';

/** Ranks of rows by feature: 16 bits a row, `stride` rows (a multiple of 8) a feature. */
export interface RankColumns {
  readonly address: number;
  readonly stride: number;
}

/** Rows of one block, a multiple of 8 of them from row `from` on. */
export interface RowBlock {
  readonly columns: RankColumns;
  readonly from: number;
  readonly rows: number;
}

/** Adds `bit` to the 16-bit words at `to` of the rows that go left at a node; to words of 0 where they are fresh. */
export function decide(
  { loops }: Bench,
  stored: StoredTrees,
  tree: MeasuredTree,
  node: number,
  { columns, from, rows }: RowBlock,
  bit: number,
  fresh: boolean,
  to: number,
): void {
  const keep = fresh ? 0 : -1;
  const { trees } = tree;
  const column = columns.address + 2 * (featureOf(trees, node) * columns.stride + from);
  const cut = cutOf(trees, node);
  const missingLeft = missingGoesLeft(trees, node);
  if (splitsGroups(trees, node)) {
    const set = stored.sets + 4 * setWords * (trees.setRoots[tree.number] + cut);
    loops.shapDecideGroups(column, rows, set, missingLeft ? 1 : 0, bit, keep, to);
  } else {
    // Ranks 0 (missing) to cut + 1 go left, or 1 to cut + 1: one less, 0 becomes the largest of 16 bits.
    const offset = missingLeft ? 0 : 1;
    loops.shapDecide(column, rows, offset, Math.min(cut + 1, 0xffff) - offset, bit, keep, to);
  }
}

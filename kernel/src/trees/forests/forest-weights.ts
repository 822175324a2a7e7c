import type { Ranks } from '../model/ranks.js';
import { leafOfRanks, treeCount } from '../model/trees.js';
import type { Forest } from './forest.js';

/** Training rows that speak for a point, with their weights alpha, which sum to 1. */
export interface ForestWeights {
  /** Rows of the training matrix, ascending. */
  readonly rows: Uint32Array;
  readonly weights: Float64Array;
}

/**
 * Weights alpha_i(x) that a forest gives its training rows at row `row` of a table (Athey, Tibshirani & Wager 2019, eq. 3): the
 * mean over trees of weight_i / (weight of the leaf) for the estimation rows in the leaf of x. The forest must keep its samples.
 *
 * @param weights sample weight per row of the training matrix, where it was grown with such
 * @param skip whether a tree is to be passed over, by its number: those that saw the row, for its out-of-bag weights
 */
export function forestWeights(
  forest: Forest,
  ranks: Ranks,
  row: number,
  weights?: Float64Array,
  skip: (tree: number) => boolean = () => false,
): ForestWeights {
  const { samples } = forest;
  if (!samples) throw new Error('The forest was grown without its samples.');
  const alpha = new Map<number, number>();
  let spoken = 0;
  let first = 0;
  forest.blocks.forEach((block, b) => {
    for (let tree = 0; tree < treeCount(block); tree++) {
      if (skip(first + tree)) continue;
      const leaf = leafOfRanks(block, tree, ranks.values, row * ranks.width);
      for (let i = samples[b].starts[leaf]; i < samples[b].starts[leaf + 1]; i++) {
        const member = samples[b].rows[i];
        const share = (weights ? weights[member] : 1) / block.cover[leaf];
        alpha.set(member, (alpha.get(member) ?? 0) + share);
      }
      spoken++;
    }
    first += treeCount(block);
  });
  const rows = Uint32Array.from(alpha.keys()).sort();
  return { rows, weights: Float64Array.from(rows, (member) => (alpha.get(member) ?? 0) / spoken) };
}

import type { Ranks } from '../../model/ranks.js';
import { leafOfRanks, treeCount } from '../../model/trees.js';
import type { Forest } from '../forest.js';
import { sawRow } from '../seen.js';

/**
 * Training rows that speak for one point after another: the weights alpha_i(x) of `forestWeights`, kept dense and cleared
 * by touch, for work that asks for many points. The forest must keep its samples.
 */
export class Neighbours {
  /** Weight of every training row at the point last looked at; these sum to 1 where a tree speaks. */
  readonly weight: Float64Array;
  /** Training rows of positive weight there, in no order; the first `count` entries hold. */
  readonly rows: Uint32Array;
  count = 0;
  /** Trees that spoke. */
  trees = 0;

  /**
   * @param size rows of the training matrix
   * @param sampleWeights weight of each of them, where the forest was grown with such
   */
  constructor(
    private readonly forest: Forest,
    size: number,
    private readonly sampleWeights?: Float64Array,
  ) {
    if (!forest.samples) throw new Error('The forest was grown without its samples.');
    this.weight = new Float64Array(size);
    this.rows = new Uint32Array(size);
  }

  /** Looks at row `row` of a table, passing over trees that may have seen the training row `without`. */
  look(ranks: Ranks, row: number, without = -1): void {
    this.clear();
    const { forest, weight, rows, sampleWeights } = this;
    for (let b = 0; b < forest.blocks.length; b++) {
      const block = forest.blocks[b];
      const { starts, rows: members } = forest.samples![b];
      const trees = treeCount(block);
      for (let tree = 0; tree < trees; tree++) {
        if (without >= 0 && sawRow(forest, b, tree, without)) continue;
        const leaf = leafOfRanks(block, tree, ranks.values, row * ranks.width);
        const share = 1 / block.cover[leaf];
        for (let i = starts[leaf]; i < starts[leaf + 1]; i++) {
          const member = members[i];
          if (weight[member] === 0) rows[this.count++] = member;
          weight[member] += sampleWeights ? sampleWeights[member] * share : share;
        }
        this.trees++;
      }
    }
    for (let i = 0; i < this.count; i++) weight[rows[i]] /= this.trees;
  }

  private clear(): void {
    for (let i = 0; i < this.count; i++) this.weight[this.rows[i]] = 0;
    this.count = 0;
    this.trees = 0;
  }
}

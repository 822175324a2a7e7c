import type { Arena } from '../engine/memory.js';
import type { BinnedMatrix } from '../matrix/binned-matrix.js';
import type { LinearMoment } from './moment.js';
import type { RelabelChoice } from './relabelling.js';

/** How a forest grows; see {@link growthDefaults}. */
export interface GrowthOptions {
  /** Trees; raised to a multiple of `groupSize`. */
  readonly trees?: number;
  /** Features tried at each split; by default sqrt(number of features) + 20, as in grf. */
  readonly mtry?: number;
  /** Splitting rows on each side of a split at least. */
  readonly minLeaf?: number;
  /** Share of the rows (or clusters) a tree is grown from; with groups of 2 or more at most .5, from its group's half. */
  readonly sampleShare?: number;
  /** Share of a tree's rows that choose its splits, the others estimate; 1: all do both, and the tree is not honest. */
  readonly honestyShare?: number;
  /** Each side of a split keeps at least this share of the node's size (see {@link ForestData.size}). */
  readonly balance?: number;
  /** Trees that share a half-sample. 1: every tree has its own sample, and there are no variances. */
  readonly groupSize?: number;
  readonly seed?: number;
  /** One per row of the matrix, 0 or more; a row of weight 2 counts as two, one of weight 0 is left out. */
  readonly weights?: Float64Array;
  /** Cluster of each row of the matrix, 0 or more: whole clusters go into a sample or stay out of it. */
  readonly clusters?: Int32Array;
  /** Whether the forest keeps the estimation rows of its leaves, as quantile and survival forests and `forestWeights` need. */
  readonly keepSamples?: boolean;
}

export const growthDefaults = {
  trees: 500,
  minLeaf: 5,
  sampleShare: 0.5,
  honestyShare: 0.5,
  balance: 0.05,
  groupSize: 2,
  seed: 1,
} as const;

/** What a forest is about. */
export interface ForestData {
  readonly matrix: BinnedMatrix;
  /** Rows of the matrix to learn from. */
  readonly rows: Int32Array;
  readonly moment: LinearMoment;
  /** a of every row of the matrix, rows x K, before weights. */
  readonly a: Float64Array;
  /** h of every row of the matrix, laid out as {@link LinearMoment} says, before weights. */
  readonly h: Float64Array;
  /** Of what the leaves hold; by default single, which halves the memory of large forests. */
  readonly precision?: 'single' | 'double';
  /** What `balance` is about, 0 or more per row of the matrix: squared treatment residuals, say; by default 1 each. */
  readonly size?: Float64Array;
  /**
   * Where splits do not follow from the moments: puts what the relabelling needs into the memory of the engine and names it.
   * Inside the grower rows are numbered anew: row `i` is row `rows[i]` of the matrix (rows of weight 0 are gone), and what is
   * put into memory goes by `i`. `bytes` is how much memory that takes at most.
   */
  readonly relabelling?: {
    /** Values per row, at most 30: the width of the Relabel that is chosen. */
    readonly values: number;
    readonly bytes: number;
    choose(arena: Arena, rows: Int32Array): RelabelChoice;
  };
}

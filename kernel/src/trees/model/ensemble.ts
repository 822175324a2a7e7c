import type { FeatureInfo } from './feature-info.js';
import { type Trees, treeCount } from './trees.js';

/** What a boosted model was fitted to, which says what its margin means. */
export type Objective =
  | 'squared'
  | 'huber'
  | 'quantile'
  | 'poisson'
  | 'logistic'
  | 'softmax'
  | 'pairwise'
  | 'lambdamart'
  | 'cox';

/**
 * A sum of trees. Tree `t`, counted through all blocks, adds its leaf's value to output `t % outputs`; each output starts at
 * its base. The sum is the margin: a mean (squared, huber), a quantile, the log of a rate (poisson), log odds (logistic),
 * a logit per class (softmax), a score to rank by, or a log hazard ratio (cox).
 */
export interface TreeEnsemble {
  readonly objective: Objective;
  /** 1, or the number of classes for softmax. */
  readonly outputs: number;
  /** One per output. */
  readonly base: readonly number[];
  /** Leaf values are of width 1 and include the learning rate; for a forest they are divided by the number of trees. */
  readonly blocks: readonly Trees[];
  readonly features: readonly FeatureInfo[];
}

/** Rounds of boosting, or trees of a forest. */
export function roundsOf({ blocks, outputs }: TreeEnsemble): number {
  return blocks.reduce((sum, block) => sum + treeCount(block), 0) / outputs;
}

/** Inverse of the log odds. */
export function toProbability(margin: number): number {
  return 1 / (1 + Math.exp(-margin));
}

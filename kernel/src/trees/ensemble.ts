import type { Features } from '../data/table.js';
import { type Task, unwatched } from '../task.js';
import { prepareColumns } from './prepare.js';
import { type FeatureInfo, leafOf, type Tree } from './tree.js';

export type { FeatureInfo, Tree } from './tree.js';

/** Trees whose leaf values, added to `base`, give the mean (squared) or the log odds (logistic) of the outcome. */
export interface TreeEnsemble {
  readonly objective: 'squared' | 'logistic';
  readonly base: number;
  readonly trees: readonly Tree[];
  readonly features: readonly FeatureInfo[];
}

/**
 * Sum of base and leaf values, one per row: the mean, or the log odds for the logistic objective.
 * Throws InputError where a feature of the ensemble is absent or of another kind.
 */
export function predictRaw(ensemble: TreeEnsemble, features: Features, task: Task = unwatched): Float64Array {
  const columns = prepareColumns(ensemble.features, features);
  const sums = new Float64Array(features.rows).fill(ensemble.base);
  for (const tree of ensemble.trees) {
    task.check();
    for (let row = 0; row < features.rows; row++) sums[row] += tree.value[leafOf(tree, columns, row)];
  }
  return sums;
}

/** Predicted mean (squared) or probability (logistic), one per row; throws as {@link predictRaw}. */
export function predict(ensemble: TreeEnsemble, features: Features, task: Task = unwatched): Float64Array {
  const raw = predictRaw(ensemble, features, task);
  return ensemble.objective === 'logistic' ? raw.map(toProbability) : raw;
}

/** Inverse of the log odds. */
export function toProbability(margin: number): number {
  return 1 / (1 + Math.exp(-margin));
}

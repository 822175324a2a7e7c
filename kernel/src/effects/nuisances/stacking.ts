import type { Folds } from '../../statistics/folds.js';
import type { FoldInputs, MeanProblem } from './learners.js';
import type { Remainder } from './text-remainder.js';

/** A conditional mean to be cross-fitted. */
export interface StackProblem extends Folds, MeanProblem {
  readonly inputs: (fold: number) => FoldInputs;
  /** 1 for rows that may be learned from, such as one arm. */
  readonly use: Uint8Array;
  /** What texts still explain of a mean once it is fitted; added to it. */
  readonly remainder?: Remainder;
}

/** What the learners say of rows that they were not fitted on. */
export interface Judged {
  readonly rows: Int32Array;
  readonly straight?: Float64Array;
  readonly trees?: Float64Array;
}

/** Whether one of the two learners is to be used. */
export function asks({ nuisances }: MeanProblem, kind: 'boosted trees' | 'linear'): boolean {
  return nuisances === undefined || nuisances.kind === 'stack' || nuisances.kind === kind;
}

/**
 * Weight of the trees in [0, 1] with the least loss over all trials. Squared error and log loss are convex in it, so
 * the sign of the slope is bisected.
 */
export function treesShare(problem: MeanProblem, trials: readonly Judged[]): number {
  if (!asks(problem, 'linear')) return 1;
  if (!asks(problem, 'boosted trees')) return 0;
  const slope = (share: number): number => {
    let sum = 0;
    for (const { rows, straight, trees } of trials) {
      if (!straight || !trees) continue;
      for (let i = 0; i < rows.length; i++) {
        const mean = straight[i] + share * (trees[i] - straight[i]);
        const spread = problem.family === 'binomial' ? Math.max(1e-9, mean * (1 - mean)) : 1;
        const weight = problem.weights ? problem.weights[rows[i]] : 1;
        sum -= ((weight * (problem.y[rows[i]] - mean)) / spread) * (trees[i] - straight[i]);
      }
    }
    return sum;
  };
  if (slope(0) >= 0) return 0;
  if (slope(1) <= 0) return 1;
  let low = 0;
  let high = 1;
  while (high - low > 1e-3) {
    const middle = (low + high) / 2;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Least and largest outcome of some rows. */
export function range(rows: Int32Array, y: Float64Array): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    low = Math.min(low, y[row]);
    high = Math.max(high, y[row]);
  }
  return [low, high];
}

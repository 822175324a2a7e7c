import type { Features } from '../../../data/table.js';
import { type Task, unwatched } from '../../../task.js';
import type { BinnedMatrix } from '../../matrix/binned-matrix.js';
import { predictEstimates } from '../estimates.js';
import type { Estimates, Forest } from '../forest.js';
import { growForest } from '../grow-forest.js';
import type { GrowthOptions } from '../growth.js';
import { Checks } from './checks.js';
import { oneParameter } from './effects.js';

/** Means of rows with the variance of each; NaN where the forest cannot tell. */
export interface Means {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** A forest of means and what it says of the rows it was grown on, each from the trees that did not see it. */
export interface RegressionForest {
  readonly forest: Forest;
  /** Mean outcome, which the forest's own estimates are less by: leaves hold single precision. */
  readonly centre: number;
  readonly outOfBag: Means;
}

/**
 * Honest regression forest: the mean of the outcome at x, sum alpha_i(x) y_i, with its sampling variance. Rows may have
 * weights, and clusters go into a tree's sample or stay out of it as a whole: see the options.
 *
 * @param y outcome, one per row of the matrix
 * @param rows rows to learn from
 * @throws InputError with all of: CS5003 for fewer than 8 rows, CS5050 where an outcome is missing
 */
export function fitRegressionForest(
  matrix: BinnedMatrix,
  y: Float64Array,
  rows: Int32Array,
  options: GrowthOptions,
  task: Task = unwatched,
): RegressionForest {
  const checks = new Checks();
  checks.rows(rows);
  checks.finite('outcome', y, rows);
  checks.done();
  const centre = weightedMean(y, rows, options.weights);
  const a = y.map((value) => value - centre);
  const h = new Float64Array(y.length).fill(1);
  const { forest, outOfBag } = growForest({ matrix, rows, moment: oneParameter, a, h }, options, task);
  return { forest, centre, outOfBag: meansOf(outOfBag, centre) };
}

/** Means for new rows, from all trees. Throws InputError where a feature of the forest is absent or of another kind. */
export function predictMeans(model: RegressionForest, features: Features, task: Task = unwatched): Means {
  return meansOf(predictEstimates(model.forest, features, task), model.centre);
}

function meansOf({ theta, covariance }: Estimates, centre: number): Means {
  return { mean: theta.map((value) => value + centre), variance: covariance };
}

function weightedMean(values: Float64Array, rows: Int32Array, weights?: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (const row of rows) {
    const weight = weights ? weights[row] : 1;
    sum += weight * values[row];
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}

import type { Features } from '../../data/table.js';
import { InputError, type Problem } from '../../problem.js';
import { type Task, unwatched } from '../../task.js';
import type { BinnedMatrix } from '../matrix/binned-matrix.js';
import { predictEstimates } from './estimates.js';
import type { Estimates, Forest } from './forest.js';
import { growForest } from './grow-forest.js';
import { type GrowthOptions, growthDefaults } from './growth.js';

/** Options of an honest causal forest; see {@link causalForestDefaults}. `balance` is about the treatment's variation. */
export type CausalForestOptions = GrowthOptions;

export const causalForestDefaults = growthDefaults;

/** Effects and their sampling variances, one per row. */
export interface Effects {
  readonly effect: Float64Array;
  /** NaN where the forest cannot tell. */
  readonly variance: Float64Array;
}

/** An honest causal forest: leaves hold the means of w y and w^2. */
export interface CausalForest extends Forest {
  /** Of the rows it was grown on, in their order (those of weight 0 left out). */
  readonly outOfBag: Effects;
}

/**
 * Honest causal forest on residuals (Wager & Athey 2018; Athey, Tibshirani & Wager 2019; the "R-learner" form of
 * Nie & Wager 2021): y - m(x) and w - e(x) with nuisances from cross-fitting, so that no intercept is needed.
 *
 * The effect at x solves sum alpha_i(x) w_i (y_i - effect w_i) = 0. Splits maximise the heterogeneity of the
 * pseudo-outcomes rho_i = w_i (y_i - effect_P w_i) of the node P: sum over the sides of (sum rho)^2 / rows.
 *
 * @param yResidual outcome less its conditional mean, one per row of the matrix
 * @param wResidual treatment less its propensity, one per row of the matrix
 * @param rows rows to learn from, at least 8
 * @throws InputError CS5003 for fewer rows, CS5004 where the treatment residuals are all 0, CS5012 where a number is not
 *   finite, CS5006 where memory would not do
 */
export function fitCausalForest(
  matrix: BinnedMatrix,
  yResidual: Float64Array,
  wResidual: Float64Array,
  rows: Int32Array,
  options: CausalForestOptions,
  task: Task = unwatched,
): CausalForest {
  const problems: Problem[] = [];
  const add = (code: string, message: string): void =>
    void problems.push({ code, severity: 'error', message });
  if (rows.some((row) => !Number.isFinite(yResidual[row])))
    add('CS5012', 'A row has no finite outcome; keep only rows that have one.');
  if (rows.some((row) => !Number.isFinite(wResidual[row])))
    add('CS5012', 'A row has no finite treatment; keep only rows that have one.');
  if (rows.length > 0 && rows.every((row) => wResidual[row] === 0))
    add('CS5004', 'The treatment does not vary given the confounders, so there is no effect to estimate.');
  if (problems.length > 0) throw new InputError(problems);
  const squares = wResidual.map((w) => w * w);
  const data = {
    matrix,
    rows,
    moment: { parameters: 1, symmetric: true },
    a: yResidual.map((y, row) => y * wResidual[row]),
    h: squares,
    size: squares,
  };
  const { forest, outOfBag } = growForest(data, options, task);
  return { ...forest, outOfBag: effectsOf(outOfBag) };
}

/** Effects of the rows the forest was grown on, one per entry of `rows`, each from trees that did not see the row. */
export function outOfBagEffects(forest: CausalForest): Effects {
  return forest.outOfBag;
}

/**
 * Effects of new rows from all trees, one per row of `features`; variances include the sampling of the training rows.
 * Throws InputError where a feature of the forest is absent or of another kind.
 */
export function predictEffects(forest: Forest, features: Features, task: Task = unwatched): Effects {
  return effectsOf(predictEstimates(forest, features, task));
}

function effectsOf({ theta, covariance }: Estimates): Effects {
  return { effect: theta, variance: covariance };
}

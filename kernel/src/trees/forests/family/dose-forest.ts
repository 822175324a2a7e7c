import type { Features } from '../../../data/table.js';
import { type Task, unwatched } from '../../../task.js';
import type { BinnedMatrix } from '../../matrix/binned-matrix.js';
import { predictEstimates } from '../estimates.js';
import type { Forest } from '../forest.js';
import { growForest } from '../grow-forest.js';
import type { GrowthOptions } from '../growth.js';
import { Checks } from './checks.js';
import {
  type EffectForest,
  type Effects,
  effectForest,
  effectsOf,
  oneParameter,
  product,
} from './effects.js';

/**
 * Honest forest of the average partial effect of a dose (Athey, Tibshirani & Wager 2019, section 6): what one more unit
 * of a continuous treatment does at x, Cov(dose, y | x) / Var(dose | x), where the dose is as good as random given x.
 * The moment is that of a causal forest: sum alpha_i(x) w_i (y_i - effect w_i) = 0 on residuals w and y.
 *
 * Where the outcome is not linear in the dose, this is the mean slope over the doses seen at x, those far from their mean
 * weighing more.
 *
 * @param yResidual outcome less its mean given x, one per row of the matrix, from cross-fitting
 * @param doseResidual dose less its mean given x, likewise
 * @param rows rows to learn from
 * @returns effects in units of the outcome per unit of the dose, out of bag one per entry of `rows`
 * @throws InputError with all of: CS5003 for fewer than 8 rows, CS5004 where the dose does not vary, CS5050 where a number
 *   is missing
 */
export function fitDoseForest(
  matrix: BinnedMatrix,
  yResidual: Float64Array,
  doseResidual: Float64Array,
  rows: Int32Array,
  options: GrowthOptions,
  task: Task = unwatched,
): EffectForest {
  const checks = new Checks();
  checks.rows(rows);
  checks.finite('outcome', yResidual, rows);
  checks.finite('dose', doseResidual, rows);
  checks.treatmentVaries(doseResidual, rows);
  checks.done();
  const h = product(doseResidual, doseResidual);
  const a = product(doseResidual, yResidual);
  return effectForest(growForest({ matrix, rows, moment: oneParameter, a, h, size: h }, options, task));
}

/** Effects of one more unit for new rows, from all trees. Throws InputError where a feature of the forest is absent. */
export function predictDoseEffects(forest: Forest, features: Features, task: Task = unwatched): Effects {
  return effectsOf(predictEstimates(forest, features, task));
}

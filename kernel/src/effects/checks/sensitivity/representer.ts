import type { Estimand } from '../../../plan.js';
import { estimandWeights } from '../../estimators/estimand-weights.js';
import type { Nuisances } from '../../nuisances/nuisances.js';

/**
 * Riesz representer of an average effect: the function whose mean product with the outcome is the effect. `treated` and
 * `untreated` are its sizes for each row had it been in the arm and in the baseline (where the sign is negative); `whom` is how much of
 * a row the average is about. All of them are scaled so that `whom` has mean 1.
 */
export interface Representer {
  readonly treated: Float64Array;
  readonly untreated: Float64Array;
  readonly whom: Float64Array;
}

export function representerOf(
  propensity: Nuisances['propensity'],
  contrast: number,
  estimand: Estimand,
): Representer {
  const everyoneIn = (own: number): Float64Array =>
    estimandWeights(new Int32Array(propensity[0].length).fill(own), own, contrast, propensity, estimand);
  const [treated, untreated] = [everyoneIn(contrast), everyoneIn(0)];
  const whom = treated.map((weight, row) => weight * propensity[contrast][row]);
  const mean = whom.reduce((sum, w) => sum + w, 0) / whom.length;
  const scaled = (values: Float64Array): Float64Array => values.map((value) => value / mean);
  return { treated: scaled(treated), untreated: scaled(untreated), whom: scaled(whom) };
}

/** Mean square of a representer over rows that were drawn into arms with these propensities. */
export function meanSquare({ treated, untreated, whom }: Representer): number {
  return whom.reduce((sum, w, row) => sum + w * (treated[row] + untreated[row]), 0) / whom.length;
}

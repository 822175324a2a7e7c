import type { Estimand } from '../../../plan.js';
import { estimandWeights } from '../../estimators/estimand-weights.js';
import type { Nuisances } from '../../nuisances/nuisances.js';

/**
 * Riesz representer of an average effect: the function whose mean product with the outcome is the effect. `treated` and
 * `untreated` are its sizes for each row had it been in the arm and in the baseline (where the sign is negative); `whom` is how much of
 * a row the average is about. All of them are scaled so that `whom` has mean 1; means count rows by `weights`.
 */
export interface Representer {
  readonly treated: Float64Array;
  readonly untreated: Float64Array;
  readonly whom: Float64Array;
  /** Sample weights, of mean 1; absent where all rows count the same. */
  readonly weights?: Float64Array;
}

export function representerOf(
  propensity: Nuisances['propensity'],
  contrast: number,
  estimand: Estimand,
  weights?: Float64Array,
): Representer {
  const everyoneIn = (own: number): Float64Array =>
    estimandWeights(new Int32Array(propensity[0].length).fill(own), own, contrast, propensity, estimand);
  const [treated, untreated] = [everyoneIn(contrast), everyoneIn(0)];
  const whom = treated.map((weight, row) => weight * propensity[contrast][row]);
  const mean = whom.reduce((sum, w, row) => sum + w * (weights?.[row] ?? 1), 0) / whom.length;
  const scaled = (values: Float64Array): Float64Array => values.map((value) => value / mean);
  return { treated: scaled(treated), untreated: scaled(untreated), whom: scaled(whom), weights };
}

/** Mean square of a representer over rows that were drawn into arms with these propensities. */
export function meanSquare({ treated, untreated, whom, weights }: Representer): number {
  const sum = whom.reduce(
    (sum, w, row) => sum + (weights?.[row] ?? 1) * w * (treated[row] + untreated[row]),
    0,
  );
  return sum / whom.length;
}

/**
 * `2 m(representer) - representer^2` of every row, of which the mean square is the mean and the influence function what is left less
 * that mean (Chernozhukov et al. 2022, section 5): an error of the propensities moves it by no more than its square. 0 in other arms but
 * for its first part.
 */
export function squaresOf(
  { treated, untreated, whom }: Representer,
  arm: Int32Array,
  contrast: number,
): Float64Array {
  return whom.map((w, row) => {
    const own = arm[row] === contrast ? treated[row] : arm[row] === 0 ? untreated[row] : 0;
    return 2 * w * (treated[row] + untreated[row]) - own * own;
  });
}

import type { Estimand } from '../../plan.js';
import type { Nuisances } from '../nuisances/nuisances.js';

/** Propensities are kept from 0 and 1 by this much wherever they are divided by. */
export const clip = 0.01;

/** Probability of the arm among the arm and the baseline. */
export function pairPropensity(propensity: Nuisances['propensity'], contrast: number, row: number): number {
  return propensity[contrast][row] / (propensity[contrast][row] + propensity[0][row]);
}

/** Whether a row of arm `arm` is among those that a contrast averages over. */
export function isAbout(estimand: Estimand, contrast: number, arm: number): boolean {
  switch (estimand) {
    case 'ate':
      return true;
    case 'att':
      return arm === contrast;
    case 'atc':
      return arm === 0;
    case 'overlap':
      return arm === contrast || arm === 0;
  }
}

/**
 * Weight of each row in whom the estimand is about: 1 for everyone (ATE), for the rows of the arm (ATT) or of the baseline
 * (ATC); for the overlap population of the two arms `(W - e)^2`, `e` being the propensity of the arm among the two: its mean
 * given the covariates is `e (1 - e)` (Li, Morgan and Zaslavsky 2018), and it makes the scores insensitive to small errors of `e`.
 */
export function estimandPopulation(
  arm: Int32Array,
  contrast: number,
  propensity: Nuisances['propensity'],
  estimand: Estimand,
): Float64Array {
  return Float64Array.from(arm, (a, row) => {
    if (!isAbout(estimand, contrast, a)) return 0;
    if (estimand !== 'overlap') return 1;
    const e = pairPropensity(propensity, contrast, row);
    return a === contrast ? (1 - e) ** 2 : e ** 2;
  });
}

/**
 * Weights of the rows of arm `own` (the contrast's or the baseline) that make it stand for the population of the estimand, 0
 * for other rows; see {@link weightOf}.
 */
export function estimandWeights(
  arm: Int32Array,
  own: number,
  contrast: number,
  propensity: Nuisances['propensity'],
  estimand: Estimand,
): Float64Array {
  const other = own === 0 ? contrast : 0;
  return Float64Array.from(arm, (a, row) =>
    a === own ? weightOf(estimand, own !== 0, propensity[own][row], propensity[other][row]) : 0,
  );
}

/**
 * Weight of a row of one arm of a pair under an estimand: `1 / own` for the ATE; for the ATT 1 in the arm and the odds
 * `other / own` in the baseline, for the ATC the other way round; `other / (own + other)` for the overlap population. Weights that
 * divide have their propensity clipped.
 *
 * @param treated whether the row is in the arm, not in the baseline
 * @param own propensity of the row's own arm
 * @param other propensity of the other arm of the pair
 */
export function weightOf(estimand: Estimand, treated: boolean, own: number, other: number): number {
  if (estimand === 'ate') return 1 / Math.max(clip, own);
  const away = other / (own + other);
  if (estimand === 'overlap') return away;
  if (treated === (estimand === 'att')) return 1;
  const bounded = Math.min(1 - clip, Math.max(clip, away));
  return bounded / (1 - bounded);
}

/** Share of the rows that a contrast is about whose weight had to be clipped. */
export function shareClipped(
  arm: Int32Array,
  propensity: Nuisances['propensity'],
  contrast: number,
  estimand: Estimand,
): number {
  let count = 0;
  let clipped = 0;
  for (let row = 0; row < arm.length; row++) {
    if (!isAbout(estimand, contrast, arm[row])) continue;
    count++;
    if (isClipped(propensity, contrast, row, estimand)) clipped++;
  }
  return clipped / count;
}

function isClipped(
  propensity: Nuisances['propensity'],
  contrast: number,
  row: number,
  estimand: Estimand,
): boolean {
  switch (estimand) {
    case 'ate':
      return Math.min(propensity[contrast][row], propensity[0][row]) < clip;
    case 'att':
      return pairPropensity(propensity, contrast, row) > 1 - clip;
    case 'atc':
      return pairPropensity(propensity, contrast, row) < clip;
    case 'overlap':
      return false;
  }
}

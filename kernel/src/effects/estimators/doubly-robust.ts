import type { Estimand } from '../../plan.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Scores } from './scores.js';

/** Propensities are kept from 0 and 1 by this much wherever they are divided by. */
export const clip = 0.01;

/** Who was in which arm and what came of it. */
export interface Assignment {
  /** Index of the arm per row. */
  readonly arm: Int32Array;
  readonly outcome: Float64Array;
  /** Sample weights, where rows do not all count the same. */
  readonly weights?: Float64Array;
}

/**
 * Weights of the rows of one arm under an estimand, 0 for other rows: `1 / p` for the ATE; for the ATT of arm `a`,
 * 1 for its own rows and the odds `p_a / p_0` for the baseline's. Propensities are clipped.
 */
export function estimandWeights(
  arm: Int32Array,
  own: number,
  contrast: number,
  propensity: Nuisances['propensity'],
  estimand: Estimand,
): Float64Array {
  return Float64Array.from(arm, (a, row) => {
    if (a !== own) return 0;
    if (estimand === 'ate') return 1 / Math.max(clip, propensity[own][row]);
    if (own === contrast) return 1;
    const pair = pairPropensity(propensity, contrast, row);
    const bounded = Math.min(1 - clip, Math.max(clip, pair));
    return bounded / (1 - bounded);
  });
}

/** Probability of the arm among the arm and the baseline. */
export function pairPropensity(propensity: Nuisances['propensity'], contrast: number, row: number): number {
  return propensity[contrast][row] / (propensity[contrast][row] + propensity[0][row]);
}

/**
 * Augmented inverse propensity weighting of arm `contrast` against the baseline (Robins, Rotnitzky and Zhao 1994; for
 * the ATT: Hahn 1998, Mercatanti and Li 2014), with weights scaled to add up to the size of the population (Hajek), which
 * tames single large weights (Robins et al. 2007). Consistent where either the propensities or the regressions are. Sample
 * weights multiply all parts: the population is then the one that the weighted rows stand for.
 */
export function doublyRobustScores(
  { arm, outcome, weights: given }: Assignment,
  nuisances: Nuisances,
  contrast: number,
  estimand: Estimand,
): Scores {
  const weight = given ?? new Float64Array(arm.length).fill(1);
  const population = weight.map((w, row) => (estimand === 'ate' || arm[row] === contrast ? w : 0));
  const size = population.reduce((sum, one) => sum + one, 0);
  const potential = (own: number): Float64Array => {
    const weights = estimandWeights(arm, own, contrast, nuisances.propensity, estimand).map(
      (w, row) => w * weight[row],
    );
    const mean = nuisances.outcome[own];
    let total = 0;
    let residual = 0;
    for (let row = 0; row < arm.length; row++) {
      total += weights[row];
      residual += weights[row] > 0 ? weights[row] * (outcome[row] - mean[row]) : 0;
    }
    const left = total > 0 ? residual / total : 0;
    const scale = total > 0 ? size / total : 0;
    return Float64Array.from(arm, (_, row) => {
      const regressed = mean[row] + left;
      const correction = weights[row] > 0 ? scale * weights[row] * (outcome[row] - regressed) : 0;
      return population[row] * regressed + correction;
    });
  };
  const baseline = potential(0);
  // The treated had their own outcome: for the ATT it needs no model.
  const treated =
    estimand === 'ate' ? potential(contrast) : outcome.map((value, row) => population[row] * value);
  return { effect: treated.map((value, row) => value - baseline[row]), baseline, population };
}

/** Share of the rows that matter to a contrast whose propensity had to be clipped. */
export function shareClipped(
  arm: Int32Array,
  propensity: Nuisances['propensity'],
  contrast: number,
  estimand: Estimand,
): number {
  let count = 0;
  let clipped = 0;
  for (let row = 0; row < arm.length; row++) {
    if (estimand === 'ate') {
      count++;
      if (Math.min(propensity[contrast][row], propensity[0][row]) < clip) clipped++;
    } else if (arm[row] === contrast) {
      count++;
      if (pairPropensity(propensity, contrast, row) > 1 - clip) clipped++;
    }
  }
  return clipped / count;
}

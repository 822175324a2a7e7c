import type { Estimand } from '../../plan.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import { estimandPopulation, estimandWeights } from './estimand-weights.js';
import type { Scores } from './scores.js';

/** Who was in which arm and what came of it. */
export interface Assignment {
  /** Index of the arm per row. */
  readonly arm: Int32Array;
  readonly outcome: Float64Array;
  /** Sample weights, where rows do not all count the same. */
  readonly weights?: Float64Array;
}

/**
 * Augmented inverse propensity weighting of arm `contrast` against the baseline (Robins, Rotnitzky and Zhao 1994; for
 * the ATT: Hahn 1998, Mercatanti and Li 2014; for the overlap population: Crump et al. 2006, Li, Morgan and Zaslavsky 2018).
 * With the population `h` and the weights `w` of the estimand, each arm's part is `h mu(x) + w (y - mu(x))`; weights are scaled
 * to add up to the size of the population (Hajek), which tames single large weights (Robins et al. 2007). Consistent where either
 * the propensities or the regressions are; the overlap population itself is that of the propensities. Sample weights
 * multiply all parts: the population is then the one that the weighted rows stand for.
 *
 * The treated (ATT) and the untreated (ATC) had their own outcome: their part is `w y`, which needs no model.
 */
export function doublyRobustScores(
  { arm, outcome, weights: given }: Assignment,
  nuisances: Nuisances,
  contrast: number,
  estimand: Estimand,
): Scores {
  const { propensity } = nuisances;
  const counting = (values: Float64Array): Float64Array =>
    given ? values.map((value, row) => value * given[row]) : values;
  const population = counting(estimandPopulation(arm, contrast, propensity, estimand));
  const [treated, baseline] = [contrast, 0].map((own) => {
    const weights = counting(estimandWeights(arm, own, contrast, propensity, estimand));
    return weightedPart(outcome, nuisances.outcome[own], weights, population);
  });
  return { effect: treated.map((value, row) => value - baseline[row]), baseline, population };
}

/** One arm's part of the scores, its weights scaled to the size of the population and what is left of the outcome added to the mean. */
function weightedPart(
  outcome: Float64Array,
  mean: Float64Array,
  weights: Float64Array,
  population: Float64Array,
): Float64Array {
  let size = 0;
  let total = 0;
  let residual = 0;
  for (let row = 0; row < weights.length; row++) {
    size += population[row];
    total += weights[row];
    residual += weights[row] > 0 ? weights[row] * (outcome[row] - mean[row]) : 0;
  }
  const left = total > 0 ? residual / total : 0;
  const scale = total > 0 ? size / total : 0;
  return weights.map((weight, row) => {
    const regressed = mean[row] + left;
    const correction = weight > 0 ? scale * weight * (outcome[row] - regressed) : 0;
    return population[row] * regressed + correction;
  });
}

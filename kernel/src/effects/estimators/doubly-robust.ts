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

export interface WeightedScores extends Scores {
  /** What the rows of both arms were weighted by, additions and sample weights included; 0 for rows of other arms. */
  readonly weights: Float64Array;
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
 *
 * @param balance what is to be added to the weights of an arm, given population less weights per row
 */
export function doublyRobustScores(
  { arm, outcome, weights: given }: Assignment,
  nuisances: Nuisances,
  contrast: number,
  estimand: Estimand,
  balance?: (own: number, excess: Float64Array) => Float64Array,
): WeightedScores {
  const { propensity } = nuisances;
  const counting = (values: Float64Array): Float64Array =>
    given ? values.map((value, row) => value * given[row]) : values;
  const population = counting(estimandPopulation(arm, contrast, propensity, estimand));
  const [treated, baseline] = [contrast, 0].map((own) => {
    const plain = counting(estimandWeights(arm, own, contrast, propensity, estimand));
    const scaled = scaledTo(population, plain);
    const additions = balance?.(
      own,
      population.map((h, row) => h - scaled[row]),
    );
    const weights = additions ? scaled.map((w, row) => (w > 0 ? w + additions[row] : 0)) : scaled;
    return { weights, part: weightedPart(outcome, nuisances.outcome[own], scaled, weights, population) };
  });
  return {
    effect: treated.part.map((value, row) => value - baseline.part[row]),
    baseline: baseline.part,
    population,
    weights: treated.weights.map((weight, row) => weight + baseline.weights[row]),
  };
}

/** Weights scaled to add up to the size of the population. */
function scaledTo(population: Float64Array, weights: Float64Array): Float64Array {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const total = sum(weights);
  const scale = total > 0 ? sum(population) / total : 0;
  return weights.map((weight) => scale * weight);
}

/**
 * One arm's part of the scores, what is left of the outcome on average added to the mean.
 * @param scaled weights before additions, which that average is taken with
 */
function weightedPart(
  outcome: Float64Array,
  mean: Float64Array,
  scaled: Float64Array,
  weights: Float64Array,
  population: Float64Array,
): Float64Array {
  let total = 0;
  let residual = 0;
  for (let row = 0; row < scaled.length; row++) {
    total += scaled[row];
    residual += scaled[row] > 0 ? scaled[row] * (outcome[row] - mean[row]) : 0;
  }
  const left = total > 0 ? residual / total : 0;
  return weights.map((weight, row) => {
    const regressed = mean[row] + left;
    const correction = weight !== 0 ? weight * (outcome[row] - regressed) : 0;
    return population[row] * regressed + correction;
  });
}

import type { Units } from '../../models/units.js';
import type { Scores } from '../estimators/scores.js';
import { errorFreedom, type KnownVariance } from '../inference/error-freedom.js';
import { ratioEstimate } from '../inference/ratio-estimate.js';

/** Two estimates from the same rows, whose nuisances were learned otherwise. */
export interface MovedEstimate {
  readonly before: number;
  readonly after: number;
  /** `after - before`, row by row: it is their mean. */
  readonly differences: Float64Array;
  /** Of the mean difference, as the spread over rows has it. */
  readonly error: KnownVariance;
}

/**
 * What other nuisances do to an estimate. Estimates are means of scores per row, so the move is the mean of the differences of both scores
 * of a row; what the rows themselves say of the effect is in both and cancels. Nuisances that saw nothing of a row's own fold, and err a
 * little otherwise, move its score up as often as down.
 */
export function movedEstimate(before: Scores, after: Scores, clusters?: Units): MovedEstimate {
  const [one, other] = [centred(before), centred(after)];
  const differences = one.influence.map((value, row) => other.influence[row] - value);
  const variance = meanVariance(differences, clusters);
  const error = { variance, freedom: errorFreedom(differences, clusters) };
  return { before: one.estimate, after: other.estimate, differences, error };
}

/** Variance of the mean of values, whose units are independent. */
export function meanVariance(values: Float64Array, units?: Units): number {
  // The level asked for does not matter: only the error is used.
  return ratioEstimate(values, new Float64Array(values.length).fill(1), 0.95, undefined, units).stdError ** 2;
}

function centred({ effect, population }: Scores): { estimate: number; influence: Float64Array } {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const estimate = sum(effect) / sum(population);
  const mean = sum(population) / population.length;
  return { estimate, influence: effect.map((value, row) => (value - estimate * population[row]) / mean) };
}

import type { Sample } from '../sample/sample.js';
import type { Estimated } from './estimator.js';
import { partialledScores } from './partialled.js';

/** Least squares slope of the outcome on a dose, with nothing adjusted for. */
export function slopeOf({ outcome, weights }: Sample, dose: Float64Array): Estimated {
  const [score] = partialledScores(centred(outcome, weights), [centred(dose, weights)], { weights }).scores;
  return { scores: score };
}

function centred(values: Float64Array, weights?: Float64Array): Float64Array {
  const size = weights ? weights.reduce((sum, w) => sum + w, 0) : values.length;
  const mean = values.reduce((sum, value, row) => sum + value * (weights ? weights[row] : 1), 0) / size;
  return values.map((value) => value - mean);
}

import type { Estimate } from '../../result.js';
import type { Average, Estimated } from '../estimators/estimator.js';
import type { Scores } from '../estimators/scores.js';
import type { Sample } from '../sample/sample.js';
import { withInterval } from './interval.js';
import { ratioEstimate } from './ratio-estimate.js';

/** An estimate over the rows of a sample, with the scores that it came from. */
export interface Paired {
  readonly average: Average;
  readonly scores: Estimated['scores'];
}

/**
 * One estimate less another over the same rows. Its error is that of the difference of their influence functions, row by row, so what chance
 * did to both alike does not count.
 */
export function pairedDifference(
  { clusters }: Pick<Sample, 'clusters'>,
  one: Paired,
  other: Paired,
  level: number,
): Estimate {
  const [a, b] = [influenceOf(one.scores), influenceOf(other.scores)];
  const apart = a.map((value, row) => value - b[row]);
  const everyone = new Float64Array(apart.length).fill(1);
  const { stdError, freedom } = ratioEstimate(apart, everyone, level, undefined, clusters);
  return withInterval(one.average.estimate - other.average.estimate, stdError, level, freedom);
}

/** Of each row on the average of the scores; its mean is 0. */
function influenceOf({ effect, population }: Scores): Float64Array {
  const total = effect.reduce((sum, value) => sum + value, 0);
  const size = population.reduce((sum, value) => sum + value, 0);
  return effect.map((value, row) => (effect.length / size) * (value - (total / size) * population[row]));
}

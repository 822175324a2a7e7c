import type { Check } from '../../result.js';
import { studentQuantile } from '../../statistics/normal.js';
import type { Task } from '../../task.js';
import { counted, figure } from '../../words/phrases.js';
import type { Scores } from '../estimators/scores.js';
import { errorFreedom, sumOfVariances } from '../inference/error-freedom.js';
import { narrowSample } from '../sample/narrow-sample.js';
import type { Finding } from './check.js';
import { meanVariance, movedEstimate } from './moved-estimate.js';
import { type PartOfRows, partsOfRows } from './part-of-rows.js';

/** How often a sound analysis fails this check. */
const falseAlarms = 0.05;

/** Parts the rows are dealt into: the smaller they are, the more an estimate shows that depends on how many rows there are. */
const parts = 3;

/**
 * Subsets: random thirds of the rows are estimated from scratch, and the mean of their estimates is held against what the estimate of all
 * rows says of the same rows. The parts have no row in common, so that each row has one score of either kind, and the chance
 * of who is in which part cancels: what moves is the nuisances, which had a third of the rows, or less, to learn from. The error is that of
 * the mean difference of the scores and that of the estimate from these rows, as of two independent estimates: nuisances of fewer rows
 * always err more, and a move within the estimate's own error is one that its interval allows for. The quantile is Student's, with the
 * degrees of freedom that the scores leave both variances.
 *
 * Null hypothesis: the estimate would be the same with nuisances of a third of the rows, but for its own error. The check fails where it moves
 * by more than 1 in 20 would by chance (Bonferroni over contrasts): the estimate then depends on how many rows the nuisances had.
 */
export function subsetsCheck({ study, estimated }: Pick<Finding, 'study' | 'estimated'>, task: Task): Check {
  const { sample } = study;
  const found = partsOfRows(study, { parts }, task);
  const probability = 1 - falseAlarms / 2 / estimated.length;
  if (found.length === 0) {
    const sentence = 'Subsets were not looked at: there are too few rows to be parted.';
    const threshold = studentQuantile(probability, Number.POSITIVE_INFINITY);
    return { name: 'subsets', passed: true, value: 0, threshold, sentence };
  }
  const places = Int32Array.from(found.flatMap((part) => [...part.places]));
  const { clusters } = narrowSample(sample, places);
  const judged = estimated.map(({ scores }, i) => {
    const own = scoresAt(scores, places);
    const { before, after, error } = movedEstimate(own, joined(found, i), clusters);
    const influence = influenceOf(own, before);
    const { variance, freedom } = sumOfVariances([
      error,
      { variance: meanVariance(influence, clusters), freedom: errorFreedom(influence, clusters) },
    ]);
    const distance = variance > 0 ? Math.abs(after - before) / Math.sqrt(variance) : 0;
    return {
      arm: sample.arms[i + 1],
      before,
      after,
      distance,
      allowed: studentQuantile(probability, freedom),
    };
  });
  const worst = judged.reduce((a, b) => (b.distance / b.allowed > a.distance / a.allowed ? b : a));
  const passed = worst.distance <= worst.allowed;
  const verdict = passed
    ? 'so they agree.'
    : 'so the estimate depends on how many rows there are to learn from: doubt it, or find more rows.';
  const sizes = counted(Math.round(places.length / parts), 'row');
  return {
    name: 'subsets',
    passed,
    value: worst.distance,
    threshold: worst.allowed,
    sentence: `Random parts of the rows must give the effect of all rows but for their joint error: parts of ${sizes}, learned from alone, give ${figure(worst.after)} for "${worst.arm}" where all together give ${figure(worst.before)}, ${figure(worst.distance)} standard errors away where chance allows for ${figure(worst.allowed)}, ${verdict}`,
  };
}

function scoresAt({ effect, population }: Scores, places: Int32Array): Scores {
  const at = (values: Float64Array): Float64Array => Float64Array.from(places, (place) => values[place]);
  return { effect: at(effect), population: at(population) };
}

/** Scores of all parts, one after the other. */
function joined(found: readonly PartOfRows[], contrast: number): Scores {
  const all = (values: (scores: Scores) => Float64Array): Float64Array =>
    Float64Array.from(found.flatMap(({ estimated }) => [...values(estimated[contrast].scores)]));
  return { effect: all(({ effect }) => effect), population: all(({ population }) => population) };
}

function influenceOf({ effect, population }: Scores, estimate: number): Float64Array {
  const mean = population.reduce((sum, one) => sum + one, 0) / population.length;
  return effect.map((value, row) => (value - estimate * population[row]) / mean);
}

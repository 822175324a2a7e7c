import type { Contrast } from '../../result.js';
import type { Average, Estimated } from '../estimators/estimator.js';
import type { Sample } from '../sample/sample.js';
import type { Study } from '../study.js';
import { withInterval } from './interval.js';
import { ratioEstimate } from './ratio-estimate.js';

/** A relative effect is not given where the baseline mean is within this many of its standard errors of 0. */
const nearZero = 2;

/** What an estimator found as a contrast: its average with the interval, beside the mean under the baseline. */
export function contrastOf({ sample, parameters }: Study, estimated: Estimated, contrast: number): Contrast {
  const { level } = parameters;
  const { estimate, stdError, freedom, baseline } = averageOf(sample, estimated, level);
  const comparable =
    baseline !== null && baseline.mean !== 0 && Math.abs(baseline.mean) > nearZero * baseline.stdError;
  return {
    ...withInterval(estimate, stdError, level, freedom),
    arm: sample.arms[contrast],
    n: sample.counts[contrast],
    baselineMean: baseline?.mean ?? null,
    relative: comparable ? estimate / baseline.mean : null,
  };
}

/**
 * The estimator's own average, or that of its scores. Errors of an average's own suppose that rows are independent: with
 * clusters the scores tell the error.
 */
export function averageOf({ clusters }: Sample, { scores, average }: Estimated, level: number): Average {
  if (average && !clusters) return average;
  const { effect, baseline, population } = scores;
  const { estimate, stdError, freedom } = ratioEstimate(effect, population, level, undefined, clusters);
  const under = baseline && ratioEstimate(baseline, population, level, undefined, clusters);
  const mean = under ? { mean: under.estimate, stdError: under.stdError } : null;
  return { estimate: average?.estimate ?? estimate, stdError, freedom, baseline: average?.baseline ?? mean };
}

import type { Contrast } from '../../result.js';
import type { Average, Estimated } from '../estimators/estimator.js';
import type { Sample } from '../sample/sample.js';
import type { Study } from '../study.js';
import { withInterval } from './interval.js';
import { numberNeeded } from './number-needed.js';
import { ratioEstimate } from './ratio-estimate.js';
import { relativeInterval } from './relative-interval.js';

/** A relative effect is not given where the baseline mean is within this many of its standard errors of 0. */
const nearZero = 2;

/** What an estimator found as a contrast: its average with the interval, beside the mean under the baseline. */
export function contrastOf({ sample, parameters }: Study, estimated: Estimated, contrast: number): Contrast {
  const { level } = parameters;
  const { estimate, stdError, freedom, baseline } = averageOf(sample, estimated, level);
  const comparable =
    baseline !== null && baseline.mean !== 0 && Math.abs(baseline.mean) > nearZero * baseline.stdError;
  const found = withInterval(estimate, stdError, level, freedom);
  const covariance = baseline && correlation(sample, estimated, level) * stdError * baseline.stdError;
  return {
    ...found,
    arm: sample.arms[contrast],
    n: sample.dose ? sample.rows.length : sample.counts[contrast],
    baselineMean: baseline?.mean ?? null,
    relative: comparable ? estimate / baseline.mean : null,
    relativeInterval:
      comparable && covariance !== null ? relativeInterval(found, baseline, covariance) : null,
    ...(sample.binary && !sample.dose && { numberNeeded: numberNeeded(estimate, found.interval) }),
  };
}

/** Of the effect with the mean under the baseline, by their influences; 0 where nothing is known of that mean's. */
function correlation({ clusters }: Sample, { scores }: Estimated, level: number): number {
  const { effect, baseline, population } = scores;
  if (!baseline) return 0;
  const both = effect.map((value, row) => value + baseline[row]);
  const errors = [both, effect, baseline].map(
    (part) => ratioEstimate(part, population, level, undefined, clusters).stdError,
  );
  const [sum, one, other] = errors;
  return one > 0 && other > 0 ? (sum ** 2 - one ** 2 - other ** 2) / (2 * one * other) : 0;
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

import type { Contrast } from '../../result.js';
import type { Average, Estimated } from '../estimators/estimator.js';
import type { Scores } from '../estimators/scores.js';
import type { Study } from '../study.js';
import { withInterval } from './interval.js';
import { ratioEstimate } from './ratio-estimate.js';

/** A relative effect is not given where the baseline mean is within this many of its standard errors of 0. */
const nearZero = 2;

/** What an estimator found as a contrast: its average with the interval, beside the mean under the baseline. */
export function contrastOf(
  { sample, parameters }: Study,
  { scores, average }: Estimated,
  contrast: number,
): Contrast {
  const { level } = parameters;
  const { estimate, stdError, freedom, baseline } = average ?? averageOf(scores, level);
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

function averageOf({ effect, baseline, population }: Scores, level: number): Average {
  const { estimate, stdError } = ratioEstimate(effect, population, level);
  const under = baseline && ratioEstimate(baseline, population, level);
  return {
    estimate,
    stdError,
    baseline: under ? { mean: under.estimate, stdError: under.stdError } : null,
  };
}

import type { Contrast, Interval } from '../../../result.js';
import type { Exposure } from './exposure.js';

/** An effect with the bias that it is exposed to. */
export interface Exposed extends Exposure {
  readonly contrast: Contrast;
}

/**
 * Interval of an effect that so many times the bias may have pushed either way: from the lower limit of the estimate less the bias to
 * the upper limit of the estimate plus the bias, each with the error of that sum. Without a bias it is the effect's own.
 *
 * @param leverage of a confounder, where the bias is that of a leverage of 1; 1 for a bias that is known as such
 */
export function intervalUnder(
  { contrast, scale, variance, covariance }: Exposed,
  leverage: number,
): Interval {
  const { estimate, stdError, interval } = contrast;
  // Normal or Student's, as the estimator had it.
  const quantile = stdError > 0 ? (interval[1] - interval[0]) / 2 / stdError : 0;
  const limit = (side: 1 | -1): number => {
    const spread = stdError ** 2 + side * 2 * leverage * covariance + leverage ** 2 * variance;
    return estimate + side * (leverage * scale + quantile * Math.sqrt(Math.max(0, spread)));
  };
  return [limit(-1), limit(1)];
}

/** Leverage that brings the estimate to 0. */
export function leverageToZero({ contrast, scale }: Exposed): number {
  if (contrast.estimate === 0) return 0;
  return scale > 0 ? Math.abs(contrast.estimate) / scale : Number.POSITIVE_INFINITY;
}

/** Least leverage whose interval holds 0; 0 where it does so without any. */
export function leverageToInterval(exposed: Exposed): number {
  const holds = (leverage: number): boolean => {
    const [low, high] = intervalUnder(exposed, leverage);
    return low <= 0 && high >= 0;
  };
  if (holds(0)) return 0;
  let high = leverageToZero(exposed);
  if (!Number.isFinite(high)) return high;
  let low = 0;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

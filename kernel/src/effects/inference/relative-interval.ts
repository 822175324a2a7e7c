import type { Estimate, Interval } from '../../result.js';

/**
 * Interval of `effect / baseline` by Fieller (1954): all `r` with `|effect - r baseline| <= q stdError(effect - r baseline)`, at the quantile
 * `q` of the effect's own interval. Unlike the delta method it stays right where the baseline is uncertain; null where the
 * baseline could be 0, since the ratio could then be anything.
 */
export function relativeInterval(
  { estimate, stdError, interval }: Estimate,
  baseline: { readonly mean: number; readonly stdError: number },
  covariance: number,
): Interval | null {
  if (stdError === 0) return [estimate / baseline.mean, estimate / baseline.mean];
  const square = ((interval[1] - estimate) / stdError) ** 2;
  const a = baseline.mean ** 2 - square * baseline.stdError ** 2;
  if (a <= 0) return null;
  const b = estimate * baseline.mean - square * covariance;
  const c = estimate ** 2 - square * stdError ** 2;
  const root = Math.sqrt(Math.max(0, b ** 2 - a * c));
  return [(b - root) / a, (b + root) / a];
}

import type { Estimate } from '../../result.js';
import { normalQuantile, studentQuantile } from '../../statistics/normal.js';

/** An estimate with its two-sided interval: normal, or Student's t where degrees of freedom are given. */
export function withInterval(estimate: number, stdError: number, level: number, freedom?: number): Estimate {
  const probability = 0.5 + level / 2;
  // Without any spread there is nothing to be uncertain about, and no degrees of freedom.
  const quantile =
    freedom === undefined || stdError === 0
      ? normalQuantile(probability)
      : studentQuantile(probability, freedom);
  const margin = quantile * stdError;
  return { estimate, stdError, interval: [estimate - margin, estimate + margin] };
}

import type { Units } from '../../models/units.js';
import { power } from '../../statistics/power.js';

/** Variance of an estimate, and how well it is known: as well as that of so many normal numbers. */
export interface KnownVariance {
  readonly variance: number;
  readonly freedom: number;
}

/**
 * Degrees of freedom of a variance that was measured as the mean square of n influences (sums of them within clusters): that measure varies by
 * `(kurtosis - 1) / n` of its square, as one of normal numbers does with `2 n / (kurtosis - 1)` degrees (Satterthwaite 1946). A few
 * rows of large weight leave few of them.
 */
export function errorFreedom(influence: Float64Array, clusters?: Units): number {
  const sums = clusters ? new Float64Array(clusters.count) : influence;
  if (clusters) {
    influence.forEach((value, row) => {
      sums[clusters.of[row]] += value;
    });
  }
  let [squares, fourths] = [0, 0];
  for (const value of sums) {
    squares += value ** 2;
    fourths += power(value, 4);
  }
  const spread = (sums.length * fourths) / squares ** 2 - 1;
  return spread > 0 ? Math.min(sums.length - 1, (2 * sums.length) / spread) : sums.length - 1;
}

/** Variance of a sum of independent parts, and its degrees of freedom (Welch 1947). */
export function sumOfVariances(parts: readonly KnownVariance[]): KnownVariance {
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const spread = parts.reduce((sum, part) => sum + part.variance ** 2 / part.freedom, 0);
  return { variance, freedom: spread > 0 ? variance ** 2 / spread : Number.POSITIVE_INFINITY };
}

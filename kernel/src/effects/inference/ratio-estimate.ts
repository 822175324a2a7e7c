import type { Units } from '../../models/units.js';
import type { Estimate } from '../../result.js';
import { withInterval } from './interval.js';

/** An estimate, and the degrees of freedom of its error where that comes from few independent parts. */
export interface RatioEstimate extends Estimate {
  /** Clusters less one; absent without clusters. */
  readonly freedom?: number;
}

/**
 * `sum(part) / sum(population)` over `rows` (all by default), with the standard error of its influence function
 * `(part - estimate * population) / mean(population)` and the normal interval. With clusters the influences are summed within
 * them first (Liang and Zeger 1986), the variance is scaled by `G / (G - 1)`, and the interval is Student's with `G - 1`
 * degrees of freedom, G being the clusters among the rows.
 */
export function ratioEstimate(
  part: Float64Array,
  population: Float64Array,
  level: number,
  rows?: Int32Array,
  clusters?: Units,
): RatioEstimate {
  const n = rows ? rows.length : part.length;
  let top = 0;
  let bottom = 0;
  for (let i = 0; i < n; i++) {
    const row = rows ? rows[i] : i;
    top += part[row];
    bottom += population[row];
  }
  const estimate = top / bottom;
  const sums = new Float64Array(clusters ? clusters.count : n);
  const met = clusters && new Uint8Array(clusters.count);
  for (let i = 0; i < n; i++) {
    const row = rows ? rows[i] : i;
    const at = clusters ? clusters.of[row] : i;
    sums[at] += part[row] - estimate * population[row];
    if (met) met[at] = 1;
  }
  const count = met ? met.reduce((sum, one) => sum + one, 0) : n;
  const squares = sums.reduce((sum, value) => sum + value * value, 0);
  const stdError = Math.sqrt((squares * count) / (count - 1)) / bottom;
  const freedom = clusters ? { freedom: count - 1 } : {};
  return { ...withInterval(estimate, stdError, level, clusters && count - 1), ...freedom };
}

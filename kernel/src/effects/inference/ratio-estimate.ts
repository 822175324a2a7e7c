import type { Estimate } from '../../result.js';
import { withInterval } from './interval.js';

/**
 * `sum(part) / sum(population)` over `rows` (all by default), with the standard error of its influence function
 * `(part - estimate * population) / mean(population)` and the normal interval.
 */
export function ratioEstimate(
  part: Float64Array,
  population: Float64Array,
  level: number,
  rows?: Int32Array,
): Estimate {
  const n = rows ? rows.length : part.length;
  let top = 0;
  let bottom = 0;
  for (let i = 0; i < n; i++) {
    const row = rows ? rows[i] : i;
    top += part[row];
    bottom += population[row];
  }
  const estimate = top / bottom;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const row = rows ? rows[i] : i;
    squares += (part[row] - estimate * population[row]) ** 2;
  }
  const stdError = Math.sqrt((squares * n) / (n - 1)) / bottom;
  return withInterval(estimate, stdError, level);
}

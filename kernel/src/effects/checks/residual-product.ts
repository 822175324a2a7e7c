import type { Units } from '../../models/units.js';
import { normalCdf } from '../../statistics/normal.js';

/** What is left of a variable once its cross-fitted mean given others is taken away; NaN where it is missing. */
export type Residual = Float64Array;

/** One test of zero covariance. */
export interface Product {
  /** Mean product of the residuals, in standard errors. */
  readonly distance: number;
  /** Two-sided. */
  readonly p: number;
  /** Rows where both are known. */
  readonly rows: number;
}

/**
 * Generalised covariance measure (Shah and Peters 2020): the mean product of two residuals, over its standard error, is standard normal where
 * the two variables are independent given what their means were conditioned on and the product of the errors of both means vanishes
 * faster than `1 / sqrt(n)`. Rows of a cluster count as one.
 */
export function residualProduct(a: Residual, b: Residual, clusters?: Units): Product {
  const sums = new Map<number, number>();
  let rows = 0;
  for (let row = 0; row < a.length; row++) {
    const product = a[row] * b[row];
    if (Number.isNaN(product)) continue;
    rows++;
    const unit = clusters ? clusters.of[row] : row;
    sums.set(unit, (sums.get(unit) ?? 0) + product);
  }
  const parts = [...sums.values()];
  const mean = parts.reduce((sum, part) => sum + part, 0) / Math.max(1, parts.length);
  const squares = parts.reduce((sum, part) => sum + (part - mean) ** 2, 0);
  const distance = squares > 0 ? (mean * parts.length) / Math.sqrt(squares) : 0;
  return { distance, p: 2 * normalCdf(-Math.abs(distance)), rows };
}

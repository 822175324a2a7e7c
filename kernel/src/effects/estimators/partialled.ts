import { inverse, Matrix } from 'ml-matrix';
import type { Scores } from './scores.js';

/** Coefficients of several treatments at once, with the scores of each. */
export interface Coefficients {
  readonly coefficients: readonly number[];
  readonly scores: readonly Scores[];
}

export interface PartialledOptions {
  /** The part of each treatment that may be used, such as its projection on instruments; all of it where absent. */
  readonly driven?: readonly Float64Array[];
  /** Sample weights. */
  readonly weights?: Float64Array;
  /** Factor on the errors, as `sqrt(n / (n - k))` after a regression with `k` coefficients. */
  readonly inflation?: number;
}

/**
 * Solves `sum_i d_i (y_i - t_i' theta) = 0` for one coefficient per treatment. Scores of coefficient `j` weigh a row by `r_j^2`, where
 * `r_j` is what is left of `d_j` given the other treatments (Frisch and Waugh 1933), so that the influence of a row on it is
 * `r_j (y - t' theta) / mean(r_j^2)`: errors are those of White (1980), and groups of rows have coefficients of their own.
 *
 * @param y outcome less its mean given the covariates
 * @param treatments each less its mean given the covariates
 */
export function partialledScores(
  y: Float64Array,
  treatments: readonly Float64Array[],
  { driven = treatments, weights, inflation = 1 }: PartialledOptions = {},
): Coefficients {
  const inverted = inverse(new Matrix(driven.map((d) => treatments.map((t) => inner(d, t, weights)))));
  const moments = Matrix.columnVector(driven.map((d) => inner(d, y, weights)));
  const coefficients = inverted.mmul(moments).to1DArray();
  const left = remaining(y, treatments, coefficients);
  const scores = coefficients.map((coefficient, j): Scores => {
    const share = driven.map((_, k) => inverted.get(j, k) / inverted.get(j, j));
    const own = y.map((_, row) => driven.reduce((sum, d, k) => sum + share[k] * d[row], 0));
    const population = own.map((r, row) => r * r * (weights ? weights[row] : 1));
    const effect = own.map(
      (r, row) => r * (coefficient * r + inflation * left[row]) * (weights ? weights[row] : 1),
    );
    return { effect, population };
  });
  return { coefficients, scores };
}

/** Outcome less what the treatments explain of it. */
export function remaining(
  y: Float64Array,
  treatments: readonly Float64Array[],
  coefficients: readonly number[],
): Float64Array {
  return y.map((value, row) => treatments.reduce((rest, t, j) => rest - coefficients[j] * t[row], value));
}

/** `sum w a b`. */
export function inner(a: Float64Array, b: Float64Array, weights?: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i] * (weights ? weights[i] : 1);
  return sum;
}

import { Matrix } from 'ml-matrix';
import type { Task } from '../task.js';
import { crossProducts } from '../trees/products/products.js';

/** Keeps systems solvable where columns repeat each other or classes are separated. */
export const smallestPenalty = 1e-8;
/** Candidate penalties for `l2: 'cv'`, per unit of mean loss on standardised columns, largest first. */
export const penalties = [3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0001, 0.00001];

/** The rows a fit sees: standardised design, response and weights (mean 1), all in the order of `rows`. */
export interface Problem {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly w: Float64Array;
  readonly n: number;
  readonly p: number;
}

export interface Solution {
  readonly intercept: number;
  readonly coefficients: Float64Array;
}

/** Weights of the rows, with mean 1. */
export function meanOneWeights(rows: Int32Array, weights?: Float64Array): Float64Array {
  if (!weights) return new Float64Array(rows.length).fill(1);
  const own = Float64Array.from(rows, (row) => weights[row]);
  const mean = own.reduce((sum, w) => sum + w, 0) / own.length;
  return own.map((w) => w / mean);
}

/** Intercept and `x` times the coefficients, for every row. */
export function linearPredictor(
  x: Float64Array,
  n: number,
  intercept: number,
  coefficients: ArrayLike<number>,
): Float64Array {
  const p = coefficients.length;
  const eta = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = intercept;
    for (let a = 0; a < p; a++) sum += coefficients[a] * x[i * p + a];
    eta[i] = sum;
  }
  return eta;
}

/**
 * `X' diag(weights) X / n` of a design of `n` rows and `p` columns, row-major. Throws InputError CS5006 (memory).
 */
export function weightedGram(
  { x, n, p }: { readonly x: Float64Array; readonly n: number; readonly p: number },
  weights: Float64Array,
  task: Task,
): Matrix {
  const sums = crossProducts({ x, n, p }, weights, task);
  return new Matrix(
    Array.from({ length: p }, (_, a) => Array.from(sums.subarray(a * p, (a + 1) * p), (sum) => sum / n)),
  );
}

/** `X' v / n`. */
export function weightedMoment({ x, n, p }: Problem, v: Float64Array): number[] {
  const sums = new Array<number>(p).fill(0);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < p; a++) sums[a] += v[i] * x[i * p + a];
  }
  return sums.map((sum) => sum / n);
}

export function weightedMean(values: Float64Array, w: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += w[i] * values[i];
    total += w[i];
  }
  return sum / total;
}

export const logistic = (eta: number): number => 1 / (1 + Math.exp(-eta));

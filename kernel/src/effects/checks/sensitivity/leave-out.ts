import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Features } from '../../../data/table.js';
import { fitLinear } from '../../../models/linear.js';
import { designMatrix, designTerms } from '../../../models/linear-design.js';
import { weightedGram } from '../../../models/linear-problem.js';
import type { Task } from '../../../task.js';
import { ofMeanOne, worthOf } from './row-weights.js';

/** Keeps systems solvable where columns repeat each other, on standardised columns. */
const ridge = 1e-6;
/** Newton steps that settle two coefficients of a logistic regression. */
const calibrationSteps = 25;

/** By source (a column, or a text). */
type BySource<Value> = ReadonlyMap<string, Value>;

/** What a source adds to a fit beside all others, relative to what they leave open together. */
export interface Gain {
  /** Less what a source without meaning would add; 0 at least. */
  readonly gain: number;
  /** As the fit has it. */
  readonly measured: number;
  /** Influence of every row of the fit on it, in their order: its error is their mean. */
  readonly influence: Float64Array;
}

/**
 * What each source adds to the R2 of `y` among `rows` beside all others, relative to what they leave open together: `(RSS without - RSS) / RSS` of
 * least squares, less what a source without meaning would add. One fit gives them all, as in an F test:
 * `RSS without - RSS = n b' (H^-1)^-1 b` over the source's own coefficients b and its block of the inverse of the moments H. A row's
 * influence is that of the ratio of two means of squares; coefficients, being the best, have none to first order.
 *
 * @param weights sample weights, one per row of the features
 */
export function outcomeGains(
  features: Features,
  y: Float64Array,
  rows: Int32Array,
  task: Task,
  weights?: Float64Array,
): BySource<Gain> {
  const n = rows.length;
  const w = weightsOf(rows, weights);
  const terms = designTerms(features, rows, w);
  const p = terms.length;
  const x = designMatrix(terms, features, rows);
  const mean = rows.reduce((sum, row, i) => sum + w[i] * y[row], 0) / n;
  const centred = Float64Array.from(rows, (row) => y[row] - mean);
  const inverse = inverseOf(weightedGram({ x, n, p }, w, task));
  const moment = new Float64Array(p);
  for (let i = 0; i < n; i++) for (let t = 0; t < p; t++) moment[t] += (w[i] * x[i * p + t] * centred[i]) / n;
  const b = inverse.mmul(Matrix.columnVector(moment)).to1DArray();
  const fitted = times(x, n, b);
  const left = centred.map((value, i) => value - fitted[i]);
  const open = left.reduce((sum, value, i) => sum + w[i] * value * value, 0) / n;
  const worth = worthOf(w);
  const noise = (open * worth) / Math.max(1, worth - p - 1);
  return new Map(
    [...blocksOf(features, terms)].map(([source, block]) => {
      task.check();
      const own = block.map((t) => b[t]);
      const pull = solveBlock(inverse, block, own);
      const lost = dot(own, pull);
      const measured = open > 0 ? lost / open : 0;
      const moved = times(x, n, shiftOf(inverse, block, pull));
      return [
        source,
        {
          gain: noise > 0 ? Math.max(0, lost - (block.length * noise) / worth) / noise : 0,
          measured,
          influence: left.map((value, i) =>
            open > 0 ? (w[i] * ((value + moved[i]) ** 2 - (1 + measured) * value * value)) / open : 0,
          ),
        },
      ];
    }),
  );
}

/** Propensities of `rows` given all features, and given all but each source. */
export interface Propensities {
  readonly all: Float64Array;
  readonly without: BySource<{
    readonly propensity: Float64Array;
    /** Degrees of freedom that the source's coefficients had, penalised as they were. */
    readonly freedom: number;
  }>;
}

/**
 * Logistic regression of `y` among `rows`, and what is left of it without each source: one step of Newton's method sets the source's
 * coefficients to 0 and lets the others take over what they can, and the log odds are then calibrated again, since leaving out a cause
 * pulls the coefficients of all others towards 0.
 *
 * @param weights sample weights, one per row of the features
 */
export function propensitiesWithout(
  features: Features,
  y: Float64Array,
  rows: Int32Array,
  task: Task,
  weights?: Float64Array,
): Propensities {
  const model = fitLinear(features, y, rows, { family: 'binomial', weights }, task);
  const w = weightsOf(rows, weights);
  const { terms, coefficients, intercept, l2 } = model;
  const [n, p] = [rows.length, terms.length];
  const plain = designMatrix(terms, features, rows);
  // The intercept is the first column: it is free to move with the others.
  const x = new Float64Array(n * (p + 1));
  for (let i = 0; i < n; i++) {
    x[i * (p + 1)] = 1;
    x.set(plain.subarray(i * p, (i + 1) * p), i * (p + 1) + 1);
  }
  const beta = [intercept, ...coefficients];
  const odds = times(x, n, beta);
  const all = odds.map(logistic);
  const curvature = all.map((mean, i) => w[i] * Math.max(mean * (1 - mean), 1e-10));
  const hessian = weightedGram({ x, n, p: p + 1 }, curvature, task);
  for (let t = 1; t <= p; t++) hessian.set(t, t, hessian.get(t, t) + l2);
  const inverse = inverseOf(hessian);
  const response = Float64Array.from(rows, (row) => y[row]);
  const without = new Map<string, { propensity: Float64Array; freedom: number }>();
  for (const [source, places] of blocksOf(features, terms)) {
    task.check();
    const block = places.map((t) => t + 1);
    const pull = solveBlock(
      inverse,
      block,
      block.map((t) => beta[t]),
    );
    const shift = shiftOf(inverse, block, pull);
    const moved = beta.map((value, t) => (block.includes(t) ? 0 : value - shift[t]));
    const freedom = block.reduce((sum, t) => sum + 1 - l2 * inverse.get(t, t), 0);
    without.set(source, { propensity: calibrated(times(x, n, moved), response, w), freedom });
  }
  return { all, without };
}

/** Places of the terms of every source; a source without any term has an empty place. */
function blocksOf(features: Features, terms: readonly { readonly feature: string }[]): Map<string, number[]> {
  const sourceOf = new Map(features.list.map(({ name, source }) => [name, source]));
  const blocks = new Map<string, number[]>(features.list.map(({ source }) => [source, []]));
  terms.forEach(({ feature }, t) => {
    blocks.get(sourceOf.get(feature) ?? feature)?.push(t);
  });
  return blocks;
}

function inverseOf(matrix: Matrix): Matrix {
  const size = matrix.rows;
  if (size === 0) return matrix;
  const held = matrix.clone();
  for (let t = 0; t < size; t++) held.set(t, t, held.get(t, t) + ridge);
  const inverse = new CholeskyDecomposition(held).solve(Matrix.eye(size, size));
  // Rounding leaves the halves a little apart.
  return Matrix.add(inverse, inverse.transpose()).mul(0.5);
}

/** What coefficients lose when a block of them, being pulled so, is set to 0. */
function shiftOf(inverse: Matrix, block: readonly number[], pull: readonly number[]): number[] {
  return Array.from({ length: inverse.rows }, (_, t) =>
    block.reduce((sum, own, j) => sum + inverse.get(t, own) * pull[j], 0),
  );
}

/** `(block of inverse)^-1 values`. */
function solveBlock(inverse: Matrix, block: readonly number[], values: readonly number[]): number[] {
  if (block.length === 0) return [];
  const own = inverse.selection([...block], [...block]);
  return new CholeskyDecomposition(own).solve(Matrix.columnVector([...values])).to1DArray();
}

/** Probabilities `logistic(a + b * odds)` with the likeliest `a` and `b`. */
function calibrated(odds: Float64Array, y: Float64Array, w: Float64Array): Float64Array {
  let [a, b] = [0, 1];
  for (let step = 0; step < calibrationSteps; step++) {
    const [gradient, hessian] = [
      [0, 0],
      [0, 0, 0],
    ];
    for (let i = 0; i < odds.length; i++) {
      const mean = logistic(a + b * odds[i]);
      const curvature = w[i] * mean * (1 - mean);
      gradient[0] += w[i] * (y[i] - mean);
      gradient[1] += w[i] * (y[i] - mean) * odds[i];
      hessian[0] += curvature;
      hessian[1] += curvature * odds[i];
      hessian[2] += curvature * odds[i] ** 2;
    }
    const determinant = hessian[0] * hessian[2] - hessian[1] ** 2;
    // Log odds all alike have no slope: the mean decides.
    if (!(determinant > 1e-12 * hessian[0] * hessian[2])) return odds.map(() => dot(y, w) / y.length);
    const [stepA, stepB] = [
      (hessian[2] * gradient[0] - hessian[1] * gradient[1]) / determinant,
      (hessian[0] * gradient[1] - hessian[1] * gradient[0]) / determinant,
    ];
    a += stepA;
    b += stepB;
    if (Math.abs(stepA) + Math.abs(stepB) < 1e-8) break;
  }
  return odds.map((value) => logistic(a + b * value));
}

function times(x: Float64Array, n: number, beta: readonly number[]): Float64Array {
  const p = beta.length;
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let t = 0; t < p; t++) values[i] += x[i * p + t] * beta[t];
  return values;
}

/** Weights of the rows of a fit, scaled to a mean of 1. */
function weightsOf(rows: Int32Array, weights?: Float64Array): Float64Array {
  return ofMeanOne(weights && Float64Array.from(rows, (row) => weights[row]), rows.length);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
const logistic = (odds: number): number => 1 / (1 + Math.exp(-odds));

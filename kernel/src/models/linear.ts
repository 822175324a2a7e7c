import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Features } from '../data/table.js';
import type { Shares } from '../explain/attributions.js';
import type { Task } from '../task.js';
import { type DesignTerm, designMatrix, designTerms } from './linear-design.js';
import { weightedGram } from './weighted-gram.js';

/** Candidate penalties for `l2: 'cv'`, per unit of mean loss on standardised columns, largest first. */
const penalties = [3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0001, 0.00001];
/** Keeps systems solvable where columns repeat each other or classes are separated. */
const smallestPenalty = 1e-8;
const maxNewtonSteps = 50;
/** Newton stops once a step gains no more of the log likelihood than this: along the path, and for the fit itself. */
const pathTolerance = 1e-2;
const fitTolerance = 1e-5;
/** Rows that the penalty of a logistic fit is chosen on: evenly spaced ones, where there are more. */
const mostRowsForPath = 4000;
/** Rows that tell the curvature of a logistic fit well enough to step by, and how many for each column. */
const rowsForCurvature = { least: 4000, perColumn: 20 };
/** A step by the curvature of a part has to shrink what is left to gain by this much, or all rows are asked. */
const enoughProgress = 0.5;

/** A fitted linear model: plain data, safe to store as JSON. */
export interface LinearModel {
  readonly family: 'gaussian' | 'binomial';
  /** Linear predictor of the average training row. */
  readonly intercept: number;
  readonly terms: readonly DesignTerm[];
  /** One per term, on its standardised scale. */
  readonly coefficients: readonly number[];
  /** The penalty used. */
  readonly l2: number;
}

export interface LinearOptions {
  readonly family: 'gaussian' | 'binomial';
  /**
   * Ridge penalty `l2 / 2 * sum(coefficients^2)` added to the mean loss (half squared error, or log loss) on
   * standardised columns; the intercept is free. `cv` (the default) chooses it without refitting on folds:
   * generalised cross-validation for gaussian, its counterpart for a known scale (UBRE, Wood 2017, 6.2) for binomial.
   */
  readonly l2?: number | 'cv';
  /** One per row of the features, not negative. */
  readonly weights?: Float64Array;
  /** Taken for symmetry with other learners; nothing here is random. */
  readonly seed?: number;
}

/** The rows a fit sees: standardised design, response and weights (mean 1), all in the order of `rows`. */
interface Problem {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly w: Float64Array;
  readonly n: number;
  readonly p: number;
}

interface Solution {
  readonly intercept: number;
  readonly coefficients: Float64Array;
}

/**
 * Ridge regression, or ridge-penalised logistic regression by Newton's method (IRLS) with step halving, on `rows` of
 * the features. `y` has one entry per row of the features; 0 or 1 (or a share between) for binomial.
 * Never fails for want of rank: repeated columns and separated classes are held by the penalty.
 */
export function fitLinear(
  features: Features,
  y: Float64Array,
  rows: Int32Array,
  options: LinearOptions,
  task: Task,
): LinearModel {
  const { family, l2 = 'cv' } = options;
  const w = meanOneWeights(rows, options.weights);
  const terms = designTerms(features, rows, w);
  const problem: Problem = {
    x: designMatrix(terms, features, rows),
    y: Float64Array.from(rows, (row) => y[row]),
    w,
    n: rows.length,
    p: terms.length,
  };
  const fitted = family === 'gaussian' ? fitRidge(problem, l2, task) : fitLogistic(problem, l2, task);
  return {
    family,
    terms,
    intercept: fitted.intercept,
    coefficients: [...fitted.coefficients],
    l2: fitted.l2,
  };
}

/** Mean of the outcome, or its probability, for every row of `features`. */
export function predictLinear(model: LinearModel, features: Features): Float64Array {
  const rows = Int32Array.from({ length: features.rows }, (_, i) => i);
  const x = designMatrix(model.terms, features, rows);
  const eta = linearPredictor(x, features.rows, model.intercept, model.coefficients);
  return model.family === 'gaussian' ? eta : eta.map(logistic);
}

/**
 * Exact attributions on the linear predictor (log odds for binomial), `rows.length` x features, row-major: with
 * centred columns the Shapley value of a feature is the sum of its own terms, and the base is the intercept.
 */
export function linearAttributions(model: LinearModel, features: Features, rows: Int32Array): Shares {
  const place = new Map(features.list.map((feature, i) => [feature.name, i]));
  const x = designMatrix(model.terms, features, rows);
  const p = model.terms.length;
  const d = features.list.length;
  const values = new Float64Array(rows.length * d);
  model.terms.forEach((term, t) => {
    const column = place.get(term.feature);
    if (column === undefined) return;
    for (let i = 0; i < rows.length; i++) values[i * d + column] += model.coefficients[t] * x[i * p + t];
  });
  return { base: model.intercept, values };
}

function meanOneWeights(rows: Int32Array, weights?: Float64Array): Float64Array {
  if (!weights) return new Float64Array(rows.length).fill(1);
  const own = Float64Array.from(rows, (row) => weights[row]);
  const mean = own.reduce((sum, w) => sum + w, 0) / own.length;
  return own.map((w) => w / mean);
}

function fitRidge(problem: Problem, l2: number | 'cv', task: Task): Solution & { l2: number } {
  const { y, w, p } = problem;
  const intercept = weightedMean(y, w);
  if (p === 0) return { intercept, coefficients: new Float64Array(0), l2: 0 };
  const centred = y.map((value) => value - intercept);
  const gram = weightedGram(problem, w, task);
  const moment = weightedMoment(
    problem,
    centred.map((value, i) => value * w[i]),
  );
  if (l2 === 'cv') return { intercept, ...ridgePath(problem, gram, moment, centred) };
  const penalty = Math.max(l2, smallestPenalty);
  const factor = new CholeskyDecomposition(gram.add(Matrix.eye(p, p, penalty)));
  return { intercept, coefficients: Float64Array.from(solved(factor, moment)), l2: penalty };
}

/** Penalty of the least generalised cross-validation error, through one eigendecomposition, so that all penalties cost one. */
function ridgePath(
  { w, n, p }: Problem,
  gram: Matrix,
  moment: number[],
  centred: Float64Array,
): { coefficients: Float64Array; l2: number } {
  const eigen = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  const values = eigen.realEigenvalues.map((v) => Math.max(0, v));
  const rotated = eigen.eigenvectorMatrix.transpose().mmul(Matrix.columnVector(moment)).to1DArray();
  const variance = weightedMean(
    centred.map((value) => value * value),
    w,
  );

  const score = (penalty: number): number => {
    let loss = variance;
    let freedom = 1;
    for (let j = 0; j < p; j++) {
      const b = rotated[j] / (values[j] + penalty);
      loss += b * (values[j] * b - 2 * rotated[j]);
      freedom += values[j] / (values[j] + penalty);
    }
    return Math.max(0, loss) / Math.max(1e-3, 1 - freedom / n) ** 2;
  };
  const penalty = smallest(penalties, score);
  const b = Matrix.columnVector(rotated.map((r, j) => r / (values[j] + penalty)));
  return { coefficients: Float64Array.from(eigen.eigenvectorMatrix.mmul(b).to1DArray()), l2: penalty };
}

/** Newton's method at the given penalty, or at the one the path chooses. */
function fitLogistic(problem: Problem, l2: number | 'cv', task: Task): Solution & { l2: number } {
  const { y, w, n, p } = problem;
  const mean = weightedMean(y, w);
  // Half a row of each class keeps the log odds of a class nobody is in finite.
  const start = Math.log((mean * n + 0.5) / ((1 - mean) * n + 0.5));
  const flat: Solution = { intercept: start, coefficients: new Float64Array(p) };
  if (p === 0 || mean <= 0 || mean >= 1) return { ...flat, l2: 0 };
  const chosen = l2 === 'cv' ? choosePenalty(problem, flat, task) : { ...flat, l2 };
  const penalty = Math.max(chosen.l2, smallestPenalty);
  return { ...newton(problem, penalty, chosen, fitTolerance, task).solution, l2: penalty };
}

/**
 * The path from the largest penalty down, each fit started at the last, judged by UBRE. The best penalty falls as
 * 1 / n, so what a part of the rows says is scaled to all of them.
 */
function choosePenalty(problem: Problem, start: Solution, task: Task): Solution & { l2: number } {
  const { problem: part } = partOf(problem, mostRowsForPath);
  let current = start;
  let best = { ...start, l2: penalties[0] };
  let bestScore = Number.POSITIVE_INFINITY;
  for (const penalty of penalties) {
    const { solution, freedom } = newton(part, penalty, current, pathTolerance, task);
    const eta = linearPredictor(part.x, part.n, solution.intercept, solution.coefficients);
    const score = logLoss(part, eta) + freedom() / part.n;
    // Past its minimum the criterion only rises: smaller penalties need not be tried.
    if (score > bestScore + 1 / part.n) break;
    if (score < bestScore) {
      bestScore = score;
      best = { ...solution, l2: (penalty * part.n) / problem.n };
    }
    current = solution;
  }
  return best;
}

/**
 * Newton's method on the penalised mean log loss, with the effective degrees of freedom at its end. Of many rows a part tells
 * the curvature (subsampled Newton: Erdogdu and Montanari 2015); the gradient, and with it the solution, is that of all rows.
 */
function newton(
  problem: Problem,
  penalty: number,
  start: Solution,
  tolerance: number,
  task: Task,
): { solution: Solution; freedom: () => number } {
  const { w, n, p } = problem;
  let bending = partOf(problem, Math.max(rowsForCurvature.least, rowsForCurvature.perColumn * p));
  let solution = start;
  let eta = linearPredictor(problem.x, n, solution.intercept, solution.coefficients);
  let objective = penalised(problem, eta, solution, penalty);
  let factor: CholeskyDecomposition | undefined;
  let promised = Number.POSITIVE_INFINITY;
  for (let step = 0; step < maxNewtonSteps; step++) {
    task.check();
    const mu = eta.map(logistic);
    const residual = mu.map((m, i) => w[i] * (problem.y[i] - m));
    const gradient = gradientOf(problem, residual, solution, penalty);
    factor = new CholeskyDecomposition(hessianOf(bending, mu, penalty, task));
    const direction = solved(factor, gradient);
    const next = lineSearch(problem, solution, eta, direction, penalty, objective);
    if (!next) break;
    ({ solution, eta, objective } = next);
    // Half of this is the gain a Newton step promises; the step just taken leaves far less than it.
    const decrement = direction.reduce((sum, d, a) => sum + d * gradient[a], 0);
    if (decrement < tolerance / n) break;
    if (decrement > enoughProgress * promised) bending = { problem };
    promised = decrement;
  }
  return { solution, freedom: () => (factor ? effectiveFreedom(factor, penalty, p) : 1) };
}

/** Rows that stand for a problem: row `i` of this one is row `rows[i]` of the whole, or the same where there are none named. */
interface Part {
  readonly problem: Problem;
  readonly rows?: Int32Array;
}

function partOf(problem: Problem, most: number): Part {
  if (problem.n <= most) return { problem };
  const { n } = problem;
  const rows = Int32Array.from({ length: most }, (_, i) => Math.floor((i * n) / most));
  return { problem: pickRows(problem, rows), rows };
}

function pickRows({ x, y, w, p }: Problem, rows: Int32Array): Problem {
  const part = new Float64Array(rows.length * p);
  rows.forEach((row, i) => {
    part.set(x.subarray(row * p, (row + 1) * p), i * p);
  });
  return {
    x: part,
    y: Float64Array.from(rows, (row) => y[row]),
    w: Float64Array.from(rows, (row) => w[row]),
    n: rows.length,
    p,
  };
}

/** Gradient of the mean log likelihood less the penalty, the intercept first. */
function gradientOf(
  problem: Problem,
  residual: Float64Array,
  { coefficients }: Solution,
  penalty: number,
): number[] {
  const slopes = weightedMoment(problem, residual).map((g, a) => g - penalty * coefficients[a]);
  return [residual.reduce((sum, r) => sum + r, 0) / problem.n, ...slopes];
}

/** Hessian of the penalised mean loss with the intercept as the first row; `mu` is that of the whole. */
function hessianOf({ problem, rows }: Part, mu: Float64Array, penalty: number, task: Task): Matrix {
  const { w, n, p } = problem;
  const curvature = w.map((weight, i) => {
    const m = mu[rows ? rows[i] : i];
    return weight * Math.max(m * (1 - m), 1e-10);
  });
  const gram = weightedGram(problem, curvature, task);
  const border = weightedMoment(problem, curvature);
  const hessian = Matrix.zeros(p + 1, p + 1);
  hessian.set(0, 0, curvature.reduce((sum, c) => sum + c, 0) / n);
  for (let a = 0; a < p; a++) {
    hessian.set(a + 1, 0, border[a]);
    hessian.set(0, a + 1, border[a]);
    for (let b = 0; b < p; b++) hessian.set(a + 1, b + 1, gram.get(a, b) + (a === b ? penalty : 0));
  }
  return hessian;
}

function solved(factor: CholeskyDecomposition, right: number[]): number[] {
  return factor.solve(Matrix.columnVector(right)).to1DArray();
}

/** `trace(H (H + penalty)^-1)`, which is `p + 1 - penalty * trace((H + penalty)^-1)` over the penalised part. */
function effectiveFreedom(factor: CholeskyDecomposition, penalty: number, p: number): number {
  const inverse = factor.solve(Matrix.eye(p + 1, p + 1));
  let trace = 0;
  for (let a = 1; a <= p; a++) trace += inverse.get(a, a);
  return p + 1 - penalty * trace;
}

function lineSearch(
  problem: Problem,
  from: Solution,
  eta: Float64Array,
  direction: readonly number[],
  penalty: number,
  objective: number,
): { solution: Solution; eta: Float64Array; objective: number } | undefined {
  const along = linearPredictor(problem.x, problem.n, direction[0], direction.slice(1));
  for (let size = 1; size > 1e-6; size /= 2) {
    const solution = {
      intercept: from.intercept + size * direction[0],
      coefficients: from.coefficients.map((b, a) => b + size * direction[a + 1]),
    };
    const there = eta.map((value, i) => value + size * along[i]);
    const value = penalised(problem, there, solution, penalty);
    if (value < objective) return { solution, eta: there, objective: value };
  }
  return undefined;
}

function penalised(problem: Problem, eta: Float64Array, solution: Solution, penalty: number): number {
  let squares = 0;
  for (const b of solution.coefficients) squares += b * b;
  return logLoss(problem, eta) + (penalty / 2) * squares;
}

/** Weighted mean log loss of a linear predictor, in a form that neither overflows nor loses digits. */
function logLoss({ y, w, n }: Problem, eta: Float64Array): number {
  let loss = 0;
  for (let i = 0; i < n; i++) {
    loss += w[i] * (Math.max(eta[i], 0) - y[i] * eta[i] + Math.log1p(Math.exp(-Math.abs(eta[i]))));
  }
  return loss / n;
}

function linearPredictor(
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

/** `X' v / n`. */
function weightedMoment({ x, n, p }: Problem, v: Float64Array): number[] {
  const sums = new Array<number>(p).fill(0);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < p; a++) sums[a] += v[i] * x[i * p + a];
  }
  return sums.map((sum) => sum / n);
}

function weightedMean(values: Float64Array, w: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += w[i] * values[i];
    total += w[i];
  }
  return sum / total;
}

function smallest(candidates: readonly number[], score: (candidate: number) => number): number {
  const scores = candidates.map(score);
  return candidates[scores.indexOf(Math.min(...scores))];
}

const logistic = (eta: number): number => 1 / (1 + Math.exp(-eta));

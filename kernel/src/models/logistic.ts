import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Task } from '../task.js';
import {
  linearPredictor,
  logistic,
  type Problem,
  penalties,
  type Solution,
  smallestPenalty,
  weightedGram,
  weightedMean,
  weightedMoment,
} from './linear-problem.js';

const maxNewtonSteps = 50;
/** Newton stops once a step gains no more of the log likelihood than this: along the path, and for the fit itself. */
const pathTolerance = 1e-2;
export const fitTolerance = 1e-5;
/** Rows that the penalty of a logistic fit is chosen on: evenly spaced ones, where there are more. */
export const mostRowsForPath = 4000;
/** Rows that tell the curvature of a logistic fit well enough to step by, and how many for each column. */
const rowsForCurvature = { least: 4000, perColumn: 20 };
/** A step by the curvature of a part has to shrink what is left to gain by this much, or all rows are asked. */
const enoughProgress = 0.5;

/** Newton's method at the given penalty, or at the one the path chooses. */
export function fitLogistic(problem: Problem, l2: number | 'cv', task: Task): Solution & { l2: number } {
  const mean = weightedMean(problem.y, problem.w);
  const flat = flatSolution(problem);
  if (problem.p === 0 || mean <= 0 || mean >= 1) return { ...flat, l2: 0 };
  const chosen = l2 === 'cv' ? choosePenalty(problem, flat, task) : { ...flat, l2 };
  const penalty = Math.max(chosen.l2, smallestPenalty);
  return { ...newton(problem, penalty, chosen, fitTolerance, task).solution, l2: penalty };
}

/** The same probability for all rows. */
export function flatSolution({ y, w, n, p }: Problem): Solution {
  const mean = weightedMean(y, w);
  // Half a row of each class keeps the log odds of a class nobody is in finite.
  const intercept = Math.log((mean * n + 0.5) / ((1 - mean) * n + 0.5));
  return { intercept, coefficients: new Float64Array(p) };
}

/**
 * The path from the largest penalty down, each fit started at the last, judged by UBRE. The best penalty falls as
 * 1 / n, so what a part of the rows says is scaled to all of them.
 */
export function choosePenalty(problem: Problem, start: Solution, task: Task): Solution & { l2: number } {
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
    const direction = factor.solve(Matrix.columnVector(gradient)).to1DArray();
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

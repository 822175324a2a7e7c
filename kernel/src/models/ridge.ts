import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Task } from '../task.js';
import {
  type Problem,
  penalties,
  type Solution,
  smallestPenalty,
  weightedGram,
  weightedMean,
  weightedMoment,
} from './linear-problem.js';

/** All that a ridge regression needs to know of its rows: weighted means of products of centred columns and outcome. */
export interface Moments {
  /** Of the columns with each other. */
  readonly gram: Matrix;
  /** Of the columns with the outcome. */
  readonly moment: readonly number[];
  /** Of the outcome with itself. */
  readonly variance: number;
  /** Number of rows. */
  readonly n: number;
}

/** Ridge regression of the rows of a problem. */
export function fitRidge(problem: Problem, l2: number | 'cv', task: Task): Solution & { l2: number } {
  const { y, w, n, p } = problem;
  const intercept = weightedMean(y, w);
  if (p === 0) return { intercept, coefficients: new Float64Array(0), l2: 0 };
  const centred = y.map((value) => value - intercept);
  const gram = weightedGram(problem, w, task);
  const moment = weightedMoment(
    problem,
    centred.map((value, i) => value * w[i]),
  );
  const variance = weightedMean(
    centred.map((value) => value * value),
    w,
  );
  return { intercept, ...ridgeOf({ gram, moment, variance, n }, l2) };
}

/** Coefficients at a penalty, or at the one of least generalised cross-validation error. */
export function ridgeOf(
  moments: Moments,
  l2: number | 'cv',
): Pick<Solution, 'coefficients'> & { l2: number } {
  if (l2 === 'cv') return ridgePath(moments);
  return { coefficients: ridgeAt(moments, l2), l2: Math.max(l2, smallestPenalty) };
}

/** Through one eigendecomposition, so that all penalties cost one. */
function ridgePath({ gram, moment, variance, n }: Moments): Pick<Solution, 'coefficients'> & { l2: number } {
  const eigen = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  const values = eigen.realEigenvalues.map((v) => Math.max(0, v));
  const rotated = eigen.eigenvectorMatrix.transpose().mmul(Matrix.columnVector(moment)).to1DArray();
  const score = (penalty: number): number => {
    let loss = variance;
    let freedom = 1;
    for (let j = 0; j < values.length; j++) {
      const b = rotated[j] / (values[j] + penalty);
      loss += b * (values[j] * b - 2 * rotated[j]);
      freedom += values[j] / (values[j] + penalty);
    }
    return Math.max(0, loss) / Math.max(1e-3, 1 - freedom / n) ** 2;
  };
  const penalty = smallest(penalties, score);
  const b = Matrix.columnVector(rotated.map((r, j) => r / (values[j] + penalty)));
  const coefficients = Float64Array.from(eigen.eigenvectorMatrix.mmul(b).to1DArray());
  return { coefficients, l2: penalty };
}

/** Coefficients at a penalty that is known. */
export function ridgeAt({ gram, moment }: Moments, l2: number): Float64Array {
  const p = moment.length;
  const factor = new CholeskyDecomposition(
    Matrix.add(gram, Matrix.eye(p, p).mul(Math.max(l2, smallestPenalty))),
  );
  return Float64Array.from(factor.solve(Matrix.columnVector(moment)).to1DArray());
}

function smallest(candidates: readonly number[], score: (candidate: number) => number): number {
  const scores = candidates.map(score);
  return candidates[scores.indexOf(Math.min(...scores))];
}

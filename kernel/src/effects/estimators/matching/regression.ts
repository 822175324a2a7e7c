import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Features } from '../../../data/table.js';
import { fitLinear, predictLinear } from '../../../models/linear.js';
import { designMatrix, designTerms } from '../../../models/linear-design.js';
import { weightedGram } from '../../../models/linear-problem.js';
import { rowsWhere } from '../../../statistics/folds.js';
import type { Task } from '../../../task.js';

/** With fewer rows for every column a least-squares fit is mostly noise: it gets a penalty then. */
const rowsPerColumn = 5;
/** Keeps the squares of columns that repeat each other invertible. */
const ridge = 1e-8;

/** Least squares on part of the rows, which says something of every row. */
export interface Regression {
  readonly fitted: Float64Array;
  /**
   * What the outcome of each row counts for in the sum `sum of[i] fitted[i]`: `w_j (sum of[i] + x_j' (X'WX + penalty)^-1 sum of[i] x_i)`, with
   * centred columns and weights that sum to 1; 0 for rows that the fit did not see.
   */
  countsIn(of: Float64Array): Float64Array;
}

/**
 * Least squares of the outcome on features, over the rows with a weight above 0 and by it. Where columns are many for the rows they
 * are shrunk, as much as generalised cross-validation says.
 */
export function regressed(
  features: Features,
  outcome: Float64Array,
  weights: Float64Array,
  task: Task,
): Regression {
  const rows = rowsWhere(
    Uint8Array.from(weights, (weight) => (weight > 0 ? 1 : 0)),
    (one) => one === 1,
  );
  const few = rows.length < rowsPerColumn * designTerms(features, rows).length;
  const model = fitLinear(features, outcome, rows, { family: 'gaussian', l2: few ? 'cv' : 0, weights }, task);
  return {
    fitted: predictLinear(model, features),
    countsIn(of) {
      const n = weights.length;
      const p = model.terms.length;
      const x = designMatrix(model.terms, features, Int32Array.from(weights.keys()));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const share = weights.map((weight) => weight / total);
      const gram = weightedGram({ x, n, p }, share, task).mul(n);
      const factor = new CholeskyDecomposition(gram.add(Matrix.eye(p, p).mul(Math.max(model.l2, ridge))));
      const along = p === 0 ? [] : factor.solve(Matrix.columnVector(momentOf(x, of, p))).to1DArray();
      const size = of.reduce((sum, value) => sum + value, 0);
      return share.map((weight, row) => {
        let sum = size;
        for (let a = 0; a < p; a++) sum += along[a] * x[row * p + a];
        return weight * sum;
      });
    },
  };
}

/** `X' v`. */
function momentOf(x: Float64Array, v: Float64Array, p: number): number[] {
  const sums = new Array<number>(p).fill(0);
  for (let row = 0; row < v.length; row++) {
    for (let a = 0; a < p; a++) sums[a] += v[row] * x[row * p + a];
  }
  return sums;
}

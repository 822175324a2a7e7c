import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Features } from '../../data/table.js';
import { designMatrix, designTerms } from '../../models/linear-design.js';
import type { Task } from '../../task.js';

/** Columns of numbers of some features: standardised numbers, levels, and indicators of missing values. */
export function designColumns(features: Features): Float64Array[] {
  const rows = Int32Array.from({ length: features.rows }, (_, row) => row);
  const terms = designTerms(features, rows);
  const values = designMatrix(terms, features, rows);
  return terms.map((_, t) => Float64Array.from(rows, (row) => values[row * terms.length + t]));
}

/** Least squares on the features and a constant; columns that repeat others change nothing. */
export interface LinearFit {
  /** What is left of a column once the features have explained what they can. */
  readonly residual: (values: Float64Array) => Float64Array;
  /** Coefficients fitted, the constant among them. */
  readonly fitted: number;
}

export function fitLeastSquares(features: Features, task: Task): LinearFit {
  const columns = designColumns(features);
  if (columns.length === 0) return { residual: centred, fitted: 1 };
  const gram = columns.map((a, j) => {
    task.report(j / columns.length);
    return columns.map((b) => product(a, b));
  });
  const eigen = new EigenvalueDecomposition(new Matrix(gram), { assumeSymmetric: true });
  const values = eigen.realEigenvalues;
  const smallest = 1e-9 * Math.max(...values);
  const basis = eigen.eigenvectorMatrix;
  const residual = (given: Float64Array): Float64Array => {
    const left = centred(given);
    const rotated = basis
      .transpose()
      .mmul(Matrix.columnVector(columns.map((column) => product(column, left))));
    const scaled = values.map((value, k) => (value > smallest ? rotated.get(k, 0) / value : 0));
    const slopes = basis.mmul(Matrix.columnVector(scaled)).to1DArray();
    columns.forEach((column, j) => {
      for (let row = 0; row < left.length; row++) left[row] -= slopes[j] * column[row];
    });
    return left;
  };
  return { residual, fitted: 1 + values.filter((value) => value > smallest).length };
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

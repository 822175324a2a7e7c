import { EigenvalueDecomposition } from 'ml-matrix';
import type { Features } from '../../../data/table.js';
import { designMatrix, designTerms } from '../../../models/linear-design.js';
import { weightedGram } from '../../../models/linear-problem.js';
import type { Task } from '../../../task.js';

/** Directions with less than this share of the largest variance repeat what the others say. */
const smallestVariance = 1e-10;

/** How far apart rows are in their covariates. */
export type Metric = 'mahalanobis' | 'standardised';

/** A space that rows are matched in, row-major. */
export interface Space {
  readonly dimensions: number;
  readonly coordinates: Float64Array;
}

/**
 * Covariates as coordinates whose Euclidean distance is the metric's. Numbers enter by their standard deviations, a category
 * with one column per level, a gap as the mean and a column of its own. `standardised` leaves it at that; `mahalanobis` divides
 * by the covariance of all rows, so that columns that say the same do not count twice (Rubin 1980).
 */
export function covariateSpace(features: Features, metric: Metric, task: Task): Space {
  const rows = Int32Array.from({ length: features.rows }, (_, row) => row);
  const terms = designTerms(features, rows);
  const matrix = designMatrix(terms, features, rows);
  const standard = { dimensions: terms.length, coordinates: matrix };
  return metric === 'standardised' || terms.length === 0 ? standard : whitened(standard, features.rows, task);
}

/** The same rows, whose columns have mean 0, along the eigenvectors of their covariance, each with variance 1. */
function whitened({ dimensions: p, coordinates: x }: Space, n: number, task: Task): Space {
  const eigen = new EigenvalueDecomposition(weightedGram({ x, n, p }, new Float64Array(n).fill(1), task), {
    assumeSymmetric: true,
  });
  const values = eigen.realEigenvalues;
  const largest = Math.max(...values);
  const kept = [...values.keys()].filter((k) => values[k] > smallestVariance * largest);
  const vectors = eigen.eigenvectorMatrix;
  const d = kept.length;
  const transform = new Float64Array(p * d);
  kept.forEach((k, at) => {
    for (let a = 0; a < p; a++) transform[a * d + at] = vectors.get(a, k) / Math.sqrt(values[k]);
  });
  const coordinates = new Float64Array(n * d);
  for (let row = 0; row < n; row++) {
    if (row % 4096 === 0) task.check();
    for (let a = 0; a < p; a++) {
      const value = x[row * p + a];
      for (let at = 0; at < d; at++) coordinates[row * d + at] += value * transform[a * d + at];
    }
  }
  return { dimensions: d, coordinates };
}

/** Cells of rows with the same values of the features; a gap is a value like any other. */
export function cellsOf(features: Features): Int32Array {
  const cell = new Int32Array(features.rows);
  for (const { values } of features.list) {
    const numbers = new Map<string, number>();
    for (let row = 0; row < cell.length; row++) {
      const key = `${cell[row]} ${values[row]}`;
      const known = numbers.get(key);
      cell[row] = known ?? numbers.size;
      if (known === undefined) numbers.set(key, numbers.size);
    }
  }
  return cell;
}

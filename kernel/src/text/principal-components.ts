import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Task } from '../task.js';
import { combine, extendKrylov, type SymmetricProduct, startKrylov } from './lanczos.js';
import type { TextDesign } from './text-design.js';

/** Lanczos steps beyond the components asked for: leading directions of a covariance settle fast. */
const moreSteps = 20;

/**
 * Scores of the rows on the leading principal components of their embeddings; NaN where the row has no text. It sees neither
 * treatment nor outcome. The directions are those of a Krylov space (Lanczos 1950) from a fixed start.
 */
export function principalScores(design: TextDesign, count: number, task: Task): Float64Array[] {
  const { codes, embedding, dimensions, distinct } = design;
  const weight = new Float64Array(distinct);
  for (const text of codes) if (text >= 0) weight[text]++;
  const total = weight.reduce((sum, w) => sum + w, 0);
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < embedding.length; i++) {
    mean[i % dimensions] += (weight[Math.floor(i / dimensions)] * embedding[i]) / total;
  }
  const project = (text: number, v: ArrayLike<number>): number => {
    let sum = 0;
    for (let j = 0; j < dimensions; j++) sum += (embedding[text * dimensions + j] - mean[j]) * v[j];
    return sum;
  };
  const product: SymmetricProduct = (v, into) => {
    into.fill(0);
    for (let text = 0; text < distinct; text++) {
      if (weight[text] === 0) continue;
      const along = (weight[text] * project(text, v)) / total;
      for (let j = 0; j < dimensions; j++) into[j] += along * (embedding[text * dimensions + j] - mean[j]);
    }
  };
  return leadingDirections(product, dimensions, count, task).map((direction) => {
    const byText = Float64Array.from({ length: distinct }, (_, text) => project(text, direction));
    return Float64Array.from(codes, (text) => (text < 0 ? Number.NaN : byText[text]));
  });
}

/** Eigenvectors of the largest eigenvalues; fewer where the matrix has no more. */
export function leadingDirections(
  product: SymmetricProduct,
  dimensions: number,
  count: number,
  task: Task,
): Float64Array[] {
  const space = startKrylov(Float64Array.from({ length: dimensions }, (_, j) => Math.cos(j + 1)));
  extendKrylov(space, product, Math.min(dimensions, count + moreSteps), task);
  const steps = space.diagonal.length;
  const small = Matrix.zeros(steps, steps);
  space.diagonal.forEach((value, i) => {
    small.set(i, i, value);
    if (i + 1 < steps) {
      small.set(i, i + 1, space.offDiagonal[i]);
      small.set(i + 1, i, space.offDiagonal[i]);
    }
  });
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(small, {
    assumeSymmetric: true,
  });
  const largest = Math.max(...realEigenvalues);
  return [...realEigenvalues.keys()]
    .filter((i) => realEigenvalues[i] > 1e-9 * largest)
    .sort((a, b) => realEigenvalues[b] - realEigenvalues[a])
    .slice(0, count)
    .map((i) => combine(space, Float64Array.from(eigenvectorMatrix.getColumn(i)), dimensions));
}

import type { SymmetricProduct } from './lanczos.js';
import type { SparseMatrix } from './sparse-matrix.js';
import type { TextDesign } from './text-design.js';

/**
 * Embedding and n-grams side by side, each block centred over the distinct texts and divided by one number so that
 * its rows have mean squared length 1: neither drowns the other, and no rotation of the embedding matters. None of it
 * depends on treatment or outcome.
 */
export interface TextFeatures {
  readonly texts: number;
  readonly dimensions: number;
  /** Embedding dimensions plus n-gram columns. */
  readonly width: number;
  /** Centred and scaled; `texts` x `dimensions`. */
  readonly dense: Float32Array;
  /** Not centred: {@link weightedGram} takes the mean out on the fly, so that zeros stay zeros. */
  readonly sparse: SparseMatrix;
  readonly denseMean: Float64Array;
  readonly denseScale: number;
  readonly sparseScale: number;
}

export function textFeatures(design: TextDesign): TextFeatures {
  const { distinct: texts, dimensions, embedding, ngrams } = design;
  const denseMean = new Float64Array(dimensions);
  for (let i = 0; i < embedding.length; i++) denseMean[i % dimensions] += embedding[i] / texts;
  let squares = 0;
  for (let i = 0; i < embedding.length; i++) squares += (embedding[i] - denseMean[i % dimensions]) ** 2;
  const denseScale = scaleFor(squares, texts);
  const dense = embedding.map((x, i) => (x - denseMean[i % dimensions]) / denseScale);

  const sparseMean = new Float64Array(ngrams.columns);
  let total = 0;
  ngrams.value.forEach((x, i) => {
    sparseMean[ngrams.column[i]] += x / texts;
    total += x * x;
  });
  const sparseScale = scaleFor(total - texts * sparseMean.reduce((sum, x) => sum + x * x, 0), texts);
  const sparse = { ...ngrams, value: ngrams.value.map((x) => x / sparseScale) };
  const width = dimensions + ngrams.columns;
  return { texts, dimensions, width, dense, sparse, denseMean, denseScale, sparseScale };
}

/** Root mean squared length of the rows; 1 where all rows are the same, so that they become zeros. */
function scaleFor(squares: number, texts: number): number {
  const scale = Math.sqrt(Math.max(0, squares) / Math.max(1, texts));
  return scale > 1e-6 ? scale : 1;
}

/** `x_text · v` of one text. */
export function dotRow(features: TextFeatures, text: number, v: Float64Array): number {
  const { dense, dimensions, sparse } = features;
  const at = text * dimensions;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let j = 0;
  for (; j + 3 < dimensions; j += 4) {
    a += dense[at + j] * v[j];
    b += dense[at + j + 1] * v[j + 1];
    c += dense[at + j + 2] * v[j + 2];
    d += dense[at + j + 3] * v[j + 3];
  }
  for (; j < dimensions; j++) a += dense[at + j] * v[j];
  for (let k = sparse.start[text]; k < sparse.start[text + 1]; k++) {
    a += sparse.value[k] * v[dimensions + sparse.column[k]];
  }
  return a + b + (c + d);
}

/** `into += times * x_text`. */
export function addRow(features: TextFeatures, text: number, times: number, into: Float64Array): void {
  const { dense, dimensions, sparse } = features;
  const at = text * dimensions;
  for (let j = 0; j < dimensions; j++) into[j] += times * dense[at + j];
  for (let k = sparse.start[text]; k < sparse.start[text + 1]; k++) {
    into[dimensions + sparse.column[k]] += times * sparse.value[k];
  }
}

/** `X'W(I - 1w'/n)X`: second moments about the weighted mean, per pass over the texts with a weight. */
export function weightedGram(features: TextFeatures, weights: Float64Array): SymmetricProduct {
  const mean = weightedMean(features, weights);
  return (v, into) => {
    into.fill(0);
    let centre = 0;
    for (let j = 0; j < v.length; j++) centre += mean[j] * v[j];
    let rest = 0;
    for (let text = 0; text < weights.length; text++) {
      if (weights[text] === 0) continue;
      const u = weights[text] * (dotRow(features, text, v) - centre);
      rest += u;
      addRow(features, text, u, into);
    }
    for (let j = 0; j < v.length; j++) into[j] -= rest * mean[j];
  };
}

/** Mean feature row under weights per text. */
export function weightedMean(features: TextFeatures, weights: Float64Array): Float64Array {
  const mean = new Float64Array(features.width);
  const total = weights.reduce((sum, w) => sum + w, 0);
  for (let text = 0; text < weights.length; text++) {
    if (weights[text] > 0) addRow(features, text, weights[text] / total, mean);
  }
  return mean;
}

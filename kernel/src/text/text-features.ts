import type { SymmetricProduct } from './lanczos.js';
import { addTerms, dotTerms, type SparseMatrix } from './sparse-matrix.js';
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

/** Features by the n-grams they hold: a design and its selections of rows share them. */
const known = new WeakMap<SparseMatrix, { readonly of: Float32Array; readonly features: TextFeatures }>();

/** The features of a design's distinct texts; made once for a design and all selections of its rows. */
export function textFeatures(design: TextDesign): TextFeatures {
  const { embedding, ngrams } = design;
  const made = known.get(ngrams);
  if (made?.of === embedding) return made.features;
  const features = makeFeatures(design);
  known.set(ngrams, { of: embedding, features });
  return features;
}

function makeFeatures({ distinct: texts, dimensions, embedding, ngrams }: TextDesign): TextFeatures {
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
  let sum = dotTerms(sparse, text, v, dimensions);
  for (let j = 0; j < dimensions; j++) sum += dense[text * dimensions + j] * v[j];
  return sum;
}

/** `into += times * x_text`. */
export function addRow(features: TextFeatures, text: number, times: number, into: Float64Array): void {
  const { dense, dimensions, sparse } = features;
  for (let j = 0; j < dimensions; j++) into[j] += times * dense[text * dimensions + j];
  addTerms(sparse, text, times, into, dimensions);
}

/**
 * `X'W(I - 1w'/n)X`: second moments about the weighted mean. Four texts are taken at a time, so that a number loaded
 * from the vector is used four times: twice as fast as one by one.
 */
export function weightedGram(features: TextFeatures, weights: Float64Array): SymmetricProduct {
  const mean = weightedMean(features, weights);
  const texts = [...weights.keys()].filter((text) => weights[text] > 0);
  const quads = Array.from({ length: Math.ceil(texts.length / 4) }, (_, q) => texts.slice(4 * q, 4 * q + 4));
  const u = new Float64Array(4);
  return (v, into) => {
    into.fill(0);
    let centre = 0;
    for (let j = 0; j < v.length; j++) centre += mean[j] * v[j];
    let rest = 0;
    for (const quad of quads) {
      dotRows(features, quad, v, u);
      for (let i = 0; i < 4; i++) {
        u[i] = i < quad.length ? weights[quad[i]] * (u[i] - centre) : 0;
        rest += u[i];
      }
      addRows(features, quad, u, into);
    }
    for (let j = 0; j < v.length; j++) into[j] -= rest * mean[j];
  };
}

/** `x_text · v` of up to four texts; a missing fourth repeats the last. */
function dotRows(features: TextFeatures, quad: readonly number[], v: Float64Array, into: Float64Array): void {
  const { dense, dimensions } = features;
  const [at0, at1, at2, at3] = starts(quad, dimensions);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let j = 0; j < dimensions; j++) {
    const x = v[j];
    a += dense[at0 + j] * x;
    b += dense[at1 + j] * x;
    c += dense[at2 + j] * x;
    d += dense[at3 + j] * x;
  }
  into[0] = a;
  into[1] = b;
  into[2] = c;
  into[3] = d;
  quad.forEach((text, i) => {
    into[i] += dotTerms(features.sparse, text, v, dimensions);
  });
}

/** `into += times[i] * x_i` of up to four texts. */
function addRows(
  features: TextFeatures,
  quad: readonly number[],
  times: Float64Array,
  into: Float64Array,
): void {
  const { dense, dimensions } = features;
  const [at0, at1, at2, at3] = starts(quad, dimensions);
  const [a, b, c, d] = times;
  for (let j = 0; j < dimensions; j++) {
    into[j] += a * dense[at0 + j] + b * dense[at1 + j] + c * dense[at2 + j] + d * dense[at3 + j];
  }
  quad.forEach((text, i) => {
    addTerms(features.sparse, text, times[i], into, dimensions);
  });
}

function starts(quad: readonly number[], dimensions: number): readonly [number, number, number, number] {
  const last = quad.length - 1;
  return [
    quad[0] * dimensions,
    quad[Math.min(1, last)] * dimensions,
    quad[Math.min(2, last)] * dimensions,
    quad[last] * dimensions,
  ];
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

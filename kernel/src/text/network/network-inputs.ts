import type { Task } from '../../task.js';
import { leadingDirections } from '../principal-components.js';
import type { TextDesign } from '../text-design.js';
import { textFeatures, weightedGram } from '../text-features.js';
import { termDirections, termsAlong } from './network.js';

/**
 * Texts as a network is trained on them: embedding and n-grams along the directions in which they vary most side by side, each number less its mean over the texts, each block divided by one
 * number so that its numbers have variance 1 on average, and a 1 behind them that the offsets of the hidden units are weights of.
 */
export interface NetworkInputs {
  readonly design: TextDesign;
  /** Directions of the n-grams: {@link termDirections} numbers per term. */
  readonly loadings: readonly number[];
  /** Distinct texts and behind them their changed copies, x `width`, row-major. */
  readonly values: Float32Array;
  /** Row of a text's changed copy; -1 where it has none. */
  readonly copyOf: Int32Array;
  readonly width: number;
  /** What was taken out and divided by, per number but the 1. */
  readonly mean: Float64Array;
  readonly scale: Float64Array;
}

export function networkInputs(design: TextDesign, task: Task): NetworkInputs {
  const { dimensions, distinct, embedding, copies } = design;
  const width = dimensions + termDirections + 1;
  const texts = distinct + (copies?.of.length ?? 0);
  const values = new Float32Array(texts * width);
  const mean = new Float64Array(width - 1);
  const scale = new Float64Array(width - 1);
  const place = (block: ArrayLike<number>, length: number, offset: number, first: number): void => {
    for (let i = 0; i < block.length; i++) {
      const j = offset + (i % length);
      values[(first + Math.floor(i / length)) * width + j] = (block[i] - mean[j]) / scale[j];
    }
  };
  const measure = (block: ArrayLike<number>, length: number, offset: number): void => {
    for (let i = 0; i < block.length; i++) mean[offset + (i % length)] += block[i] / distinct;
    let squares = 0;
    for (let i = 0; i < block.length; i++) squares += (block[i] - mean[offset + (i % length)]) ** 2;
    const spread = Math.sqrt(squares / Math.max(1, block.length));
    scale.fill(spread > 1e-6 ? spread : 1, offset, offset + length);
  };
  const loadings = directionsOfTerms(design, task);
  const terms = termsAlong(design.ngrams, loadings);
  measure(embedding, dimensions, 0);
  measure(terms, termDirections, dimensions);
  place(embedding, dimensions, 0, 0);
  place(terms, termDirections, dimensions, 0);
  const copyOf = new Int32Array(distinct).fill(-1);
  if (copies) {
    place(copies.embedding, dimensions, 0, distinct);
    place(termsAlong(copies.ngrams, loadings), termDirections, dimensions, distinct);
    copies.of.forEach((text, i) => {
      copyOf[text] = distinct + i;
    });
  }
  for (let text = 0; text < texts; text++) values[text * width + width - 1] = 1;
  return { design, loadings, values, copyOf, width, mean, scale };
}

/** Zeros where terms vary in fewer directions. */
function directionsOfTerms(design: TextDesign, task: Task): number[] {
  const { columns } = design.ngrams;
  const loadings = new Array<number>(columns * termDirections).fill(0);
  if (columns === 0) return loadings;
  const words = textFeatures({ ...design, embedding: new Float32Array(0), dimensions: 0 });
  const product = weightedGram(words, new Float64Array(design.distinct).fill(1));
  leadingDirections(product, columns, termDirections, task).forEach((direction, j) => {
    direction.forEach((x, term) => {
      loadings[term * termDirections + j] = x;
    });
  });
  return loadings;
}

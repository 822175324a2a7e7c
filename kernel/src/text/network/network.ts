import { type Task, unwatched } from '../../task.js';
import type { Vectorizer } from '../ngrams.js';
import type { SparseMatrix } from '../sparse-matrix.js';
import { type TextDesign, termsOf } from '../text-design.js';

/** Directions that a network reads n-grams in: those in which texts vary most. */
export const termDirections = 32;
/** Texts scored between two looks at whether to stop. */
const checkedEvery = 256;

/**
 * A score of a text by a network with one hidden layer: `bias + output · relu(W [embedding; n-grams along their directions] + offsets)`. Plain
 * values, and all it needs for new texts. Of a yes or no the score is log odds.
 */
export interface NetworkHead {
  readonly version: 1;
  readonly kind: 'network';
  readonly dimensions: number;
  readonly vectorizer: Vectorizer;
  /** {@link termDirections} numbers per term of the vectorizer. */
  readonly loadings: readonly number[];
  /** Per hidden unit `dimensions` + {@link termDirections} weights, one unit after another. */
  readonly weights: readonly number[];
  /** One per hidden unit. */
  readonly offsets: readonly number[];
  readonly output: readonly number[];
  readonly bias: number;
}

/** Scores of the distinct texts of a design, which may be another than the network was trained on. */
export function scoreNetwork(design: TextDesign, head: NetworkHead, task: Task = unwatched): Float64Array {
  const { dimensions, vectorizer, loadings, weights, offsets, output, bias } = head;
  if (dimensions !== design.dimensions) {
    throw new RangeError(`A network of ${dimensions} dimensions cannot score ${design.dimensions}.`);
  }
  const same = design.vectorizer.id === vectorizer.id;
  const terms = termsAlong(same ? design.ngrams : termsOf(design, vectorizer, task), loadings);
  const width = dimensions + termDirections;
  const matrix = Float64Array.from(weights);
  return Float64Array.from({ length: design.distinct }, (_, text) => {
    if (text % checkedEvery === 0) task.check();
    let score = bias;
    for (let unit = 0; unit < offsets.length; unit++) {
      const at = unit * width;
      let sum = offsets[unit];
      for (let j = 0; j < dimensions; j++) sum += matrix[at + j] * design.embedding[text * dimensions + j];
      for (let j = 0; j < termDirections; j++) {
        sum += matrix[at + dimensions + j] * terms[text * termDirections + j];
      }
      if (sum > 0) score += output[unit] * sum;
    }
    return score;
  });
}

/** Rows of n-grams along the directions that a network reads them in, row-major. */
export function termsAlong(
  { rows, start, column, value }: SparseMatrix,
  loadings: ArrayLike<number>,
): Float64Array {
  const result = new Float64Array(rows * termDirections);
  for (let row = 0; row < rows; row++) {
    for (let k = start[row]; k < start[row + 1]; k++) {
      const from = column[k] * termDirections;
      for (let j = 0; j < termDirections; j++)
        result[row * termDirections + j] += value[k] * loadings[from + j];
    }
  }
  return result;
}

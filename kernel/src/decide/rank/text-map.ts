import { factorise, solveFactorised } from '../../trees/forests/family/cholesky.js';

/** Embeddings of the items' texts, `items x dimensions`, row-major, each of length 1; zeros where an item has no text. */
export interface ItemTexts {
  readonly dimensions: number;
  readonly vectors: Float32Array;
}

/** Penalty of the regressions, for texts of length 1 around their mean. */
const penalty = 1;
/** Items that the regressions learn from at most: those with most rows. */
const mostItems = 1500;

/**
 * Regressions of what is known of items on their texts, for those of which nothing is known yet (attribute-to-factor mapping: Gantner et al.
 * 2010): ridge, in its dual form, with the mean left free. `known` are the items learned from, most rows first.
 *
 * @returns a function that says, for one y per known item, what the texts of all items make expect
 */
export function textMap(
  { dimensions, vectors }: ItemTexts,
  known: readonly number[],
): ((y: (item: number) => number) => Float64Array) | undefined {
  const learned = known.filter((item) => hasText(vectors, dimensions, item)).slice(0, mostItems);
  const n = learned.length;
  if (n < 2) return undefined;
  const items = vectors.length / dimensions;
  const middle = new Float64Array(dimensions);
  for (const item of learned)
    for (let d = 0; d < dimensions; d++) middle[d] += vectors[item * dimensions + d] / n;
  const centred = Float64Array.from(vectors, (value, i) => value - middle[i % dimensions]);
  const dot = (a: number, b: number): number => {
    let sum = 0;
    for (let d = 0; d < dimensions; d++) sum += centred[a * dimensions + d] * centred[b * dimensions + d];
    return sum;
  };
  const kernel = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) kernel[i * n + j] = kernel[j * n + i] = dot(learned[i], learned[j]);
    kernel[i * n + i] += penalty;
  }
  factorise(kernel, n);
  return (y) => {
    const values = Float64Array.from(learned, y);
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const dual = values.map((value) => value - mean);
    solveFactorised(kernel, n, dual);
    const slope = new Float64Array(dimensions);
    for (let i = 0; i < n; i++)
      for (let d = 0; d < dimensions; d++) slope[d] += dual[i] * centred[learned[i] * dimensions + d];
    return Float64Array.from({ length: items }, (_, item) => {
      if (!hasText(vectors, dimensions, item)) return mean;
      let sum = mean;
      for (let d = 0; d < dimensions; d++) sum += slope[d] * centred[item * dimensions + d];
      return sum;
    });
  };
}

function hasText(vectors: Float32Array, dimensions: number, item: number): boolean {
  for (let d = 0; d < dimensions; d++) if (vectors[item * dimensions + d] !== 0) return true;
  return false;
}

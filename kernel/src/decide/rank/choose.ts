import type { Pairs } from './pairs.js';

/** How many items a user may be shown, and what each has to add at least. */
export interface Limits {
  readonly top?: number;
  readonly above?: number;
}

/** Mean of the rows of every pair. */
export function meanOfPairs({ count, of, rows }: Pairs, values: Float64Array): Float64Array {
  const sums = new Float64Array(count);
  for (const [row, pair] of of.entries()) sums[pair] += values[row] / rows[pair];
  return sums;
}

/**
 * Places of the largest scores in falling order, at most `top` of them and only those above the threshold; equal scores in the order of `tie`, so that
 * the order of the file decides nothing.
 */
export function best(scores: ArrayLike<number>, tie: ArrayLike<number>, { top, above }: Limits): Int32Array {
  const kept: number[] = [];
  for (let i = 0; i < scores.length; i++) if (above === undefined || scores[i] > above) kept.push(i);
  kept.sort((a, b) => scores[b] - scores[a] || tie[a] - tie[b]);
  return Int32Array.from(top === undefined ? kept : kept.slice(0, top));
}

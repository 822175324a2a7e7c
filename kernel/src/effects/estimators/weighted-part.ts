import { clip } from './estimand-weights.js';

/** A probability kept from 0, to be divided by. */
export function clipped(probability: number): number {
  return Math.max(clip, probability);
}

/**
 * A mean with what is left of the values, weighted: `mean + w (y - mean)`, the weights scaled to a mean of 1 (Hajek), which tames single
 * large ones.
 */
export function scaledPart(y: Float64Array, mean: Float64Array, weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const scale = total > 0 ? weights.length / total : 0;
  return mean.map((value, row) => value + scale * weights[row] * (y[row] - value));
}

import { createHash } from 'node:crypto';
import { lsa } from '../encoder-list.js';
import { buckets as allBuckets } from './hash-terms.js';

/** Terms that a basis knows at most: it takes 7 MB then. */
export const mostTerms = 32_768;

/**
 * What latent semantic analysis learnt from the texts of a column: weights of terms, and the directions that texts differ along. A text is
 * the sum of the rows of its terms, each times its weight.
 */
export interface LsaBasis {
  readonly dimensions: number;
  /** Buckets of the terms it knows, ascending. */
  readonly buckets: Int32Array;
  /** `ln((1 + texts) / (1 + texts with the term))` squared, by term. */
  readonly weights: Float32Array;
  /** Terms x dimensions, row-major, each dimension in steps of its own. */
  readonly directions: Int16Array;
  /** By dimension: what one step is. */
  readonly steps: Float32Array;
}

const ids = new WeakMap<LsaBasis, string>();

/** sha256 of all of it: two bases with one id make the same vectors of the same texts. */
export function basisId(basis: LsaBasis): string {
  const known = ids.get(basis);
  if (known !== undefined) return known;
  const hash = createHash('sha256').update(`lsa ${basis.dimensions} ${basis.buckets.length}`);
  for (const { buffer, byteOffset, byteLength } of [
    basis.buckets,
    basis.weights,
    basis.directions,
    basis.steps,
  ]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  const id = hash.digest('hex');
  ids.set(basis, id);
  return id;
}

/** Whether a value that may come from anyone is a basis. */
export function isBasis(value: unknown): value is LsaBasis {
  const basis = value as LsaBasis | null;
  if (typeof basis !== 'object' || basis === null) return false;
  const { dimensions, buckets, weights, directions, steps } = basis;
  return (
    Number.isInteger(dimensions) &&
    dimensions >= 1 &&
    dimensions <= lsa.dimensions &&
    buckets instanceof Int32Array &&
    buckets.length <= mostTerms &&
    buckets.every((bucket, i) => bucket > (i === 0 ? -1 : buckets[i - 1]) && bucket < allBuckets) &&
    weights instanceof Float32Array &&
    weights.length === buckets.length &&
    weights.every(Number.isFinite) &&
    directions instanceof Int16Array &&
    directions.length === buckets.length * dimensions &&
    steps instanceof Float32Array &&
    steps.length === dimensions &&
    steps.every(Number.isFinite)
  );
}

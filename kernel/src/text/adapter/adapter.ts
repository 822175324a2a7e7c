import { createHash } from 'node:crypto';
import { type Task, unwatched } from '../../task.js';

/** Most units that bend an embedding. */
export const mostUnits = 128;
/** Vectors adapted between two looks at whether to stop. */
const checkedEvery = 256;

/**
 * A small map beside a frozen encoder: a vector `z` becomes `z + outward' tanh(inward z + offsets)`, scaled back to the length it had.
 * So a vector of zeros stays one, and what the encoder can tell apart is moved and never thrown away.
 */
export interface Adapter {
  readonly version: 1;
  readonly dimensions: number;
  readonly units: number;
  /** `units` x `dimensions`, row-major. */
  readonly inward: Float32Array;
  /** One per unit. */
  readonly offsets: Float32Array;
  /** `units` x `dimensions`, row-major. */
  readonly outward: Float32Array;
}

/**
 * Vectors of texts through an adapter.
 *
 * @param vectors row-major
 * @throws RangeError where the adapter is of other dimensions
 */
export function adaptVectors(
  { dimensions, units, inward, offsets, outward }: Adapter,
  vectors: Float32Array,
  task: Task = unwatched,
): Float32Array {
  if (vectors.length % dimensions !== 0) {
    throw new RangeError(`${vectors.length} numbers are no vectors of ${dimensions} dimensions.`);
  }
  const adapted = new Float32Array(vectors.length);
  const moved = new Float64Array(dimensions);
  for (let at = 0; at < vectors.length; at += dimensions) {
    if (at % (checkedEvery * dimensions) === 0) task.check();
    const vector = vectors.subarray(at, at + dimensions);
    moved.set(vector);
    for (let unit = 0; unit < units; unit++) {
      const from = unit * dimensions;
      let sum = offsets[unit];
      for (let j = 0; j < dimensions; j++) sum += inward[from + j] * vector[j];
      const bent = Math.tanh(sum);
      for (let j = 0; j < dimensions; j++) moved[j] += bent * outward[from + j];
    }
    const length = lengthOf(vector);
    if (length === 0) continue;
    const scale = length / (lengthOf(moved) || 1);
    for (let j = 0; j < dimensions; j++) adapted[at + j] = scale * moved[j];
  }
  return adapted;
}

function lengthOf(vector: ArrayLike<number>): number {
  let squares = 0;
  for (let j = 0; j < vector.length; j++) squares += vector[j] * vector[j];
  return Math.sqrt(squares);
}

/** sha256 of all of it: two adapters with one id make the same vectors. */
export function adapterId({ dimensions, units, inward, offsets, outward }: Adapter): string {
  const hash = createHash('sha256').update(`adapter ${dimensions} ${units}`);
  for (const { buffer, byteOffset, byteLength } of [inward, offsets, outward]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}

/** Whether a value that may come from anyone is an adapter. */
export function isAdapter(value: unknown): value is Adapter {
  const adapter = value as Adapter | null;
  if (typeof adapter !== 'object' || adapter === null) return false;
  const { version, dimensions, units, inward, offsets, outward } = adapter;
  return (
    version === 1 &&
    Number.isInteger(dimensions) &&
    dimensions >= 1 &&
    Number.isInteger(units) &&
    units >= 1 &&
    units <= mostUnits &&
    isBlock(inward, units * dimensions) &&
    isBlock(offsets, units) &&
    isBlock(outward, units * dimensions)
  );
}

function isBlock(value: unknown, length: number): boolean {
  return value instanceof Float32Array && value.length === length && value.every(Number.isFinite);
}

import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Random } from '../../statistics/random.js';
import { normal } from '../network/draws.js';
import type { Tensors } from '../network/tensors.js';
import type { Adapter } from './adapter.js';

/** Keeps lengths from being zero. */
const tiny = 1e-12;

/** Vectors as an adapter is trained on them. */
export interface AdapterInputs {
  /** Divided by one number, so that theirs have variance 1 on average about their mean; row-major. */
  readonly values: Float32Array;
  readonly dimensions: number;
  readonly mean: Float32Array;
  readonly scale: number;
}

export function adapterInputs(vectors: Float32Array, dimensions: number): AdapterInputs {
  const rows = vectors.length / dimensions;
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < vectors.length; i++) mean[i % dimensions] += vectors[i] / Math.max(1, rows);
  let squares = 0;
  for (let i = 0; i < vectors.length; i++) squares += (vectors[i] - mean[i % dimensions]) ** 2;
  const spread = Math.sqrt(squares / Math.max(1, vectors.length));
  const scale = spread > 1e-6 ? spread : 1;
  return {
    values: vectors.map((x) => x / scale),
    dimensions,
    mean: Float32Array.from(mean, (x) => x / scale),
    scale,
  };
}

/** Weights in training. */
export interface LayerWeights {
  /** `dimensions` x `units`, row-major. */
  readonly inward: Float32Array;
  readonly offsets: Float32Array;
  /** `units` x `dimensions`, row-major. */
  readonly outward: Float32Array;
}

/** Where training starts: the adapter that changes nothing. */
export function startOf(dimensions: number, units: number, random: Random): LayerWeights {
  const spread = 1 / Math.sqrt(dimensions);
  return {
    inward: Float32Array.from({ length: dimensions * units }, () => spread * normal(random)),
    offsets: Float32Array.from({ length: units }, () => normal(random)),
    outward: new Float32Array(units * dimensions),
  };
}

/** The adapter of vectors as they are. */
export function adapterOf(
  { dimensions, mean, scale }: AdapterInputs,
  { inward, offsets, outward }: LayerWeights,
): Adapter {
  const units = offsets.length;
  const turned = new Float32Array(units * dimensions);
  const shifted = new Float32Array(units);
  for (let unit = 0; unit < units; unit++) {
    let shift = 0;
    for (let j = 0; j < dimensions; j++) {
      turned[unit * dimensions + j] = inward[j * units + unit] / scale;
      shift += inward[j * units + unit] * mean[j];
    }
    shifted[unit] = offsets[unit] - shift;
  }
  return {
    version: 1,
    dimensions,
    units,
    inward: turned,
    offsets: shifted,
    outward: outward.map((x) => x * scale),
  };
}

/** Weights as tensors, and the mean that is taken out before they bend. */
export interface Layer {
  readonly mean: Tensor2D;
  readonly inward: Tensor2D;
  readonly offsets: Tensor2D;
  readonly outward: Tensor2D;
}

export function layerOf(tf: Tensors, { mean }: AdapterInputs, weights: LayerWeights): Layer {
  const [dimensions, units] = [mean.length, weights.offsets.length];
  // Copies, since a tensor may keep the array it was given.
  return {
    mean: tf.tensor2d(mean.slice(), [1, dimensions]),
    inward: tf.tensor2d(weights.inward.slice(), [dimensions, units]),
    offsets: tf.tensor2d(weights.offsets.slice(), [1, units]),
    outward: tf.tensor2d(weights.outward.slice(), [units, dimensions]),
  };
}

/** Rows on their way through. */
export interface LayerPass {
  readonly centred: Tensor2D;
  readonly bent: Tensor2D;
  /** Rows as they come out, with length 1; and the length they had, one per row. */
  readonly unit: Tensor2D;
  readonly length: Tensor2D;
}

export function passThrough(tf: Tensors, layer: Layer, x: Tensor2D): LayerPass {
  const centred = tf.sub<Tensor2D>(x, layer.mean);
  const bent = tf.tanh(tf.add<Tensor2D>(tf.matMul(centred, layer.inward), layer.offsets));
  const moved = tf.add<Tensor2D>(x, tf.matMul(bent, layer.outward));
  const length = lengths(tf, moved);
  return { centred, bent, unit: tf.div(moved, length), length };
}

export function lengths(tf: Tensors, x: Tensor2D): Tensor2D {
  return tf.sqrt(tf.add<Tensor2D>(tf.sum(tf.square(x), 1, true), tiny));
}

/**
 * Gradients by inward, offsets and outward, from those by the rows of length 1 that came out. Matrices are turned before they are multiplied: tfjs takes ten times as long
 * to do both at once.
 */
export function passBack(
  tf: Tensors,
  layer: Layer,
  { centred, bent, unit, length }: LayerPass,
  byUnit: Tensor2D,
): readonly [inward: Tensor2D, offsets: Tensor2D, outward: Tensor2D] {
  const along: Tensor = tf.sum(tf.mul(unit, byUnit), 1, true);
  const byMoved = tf.div<Tensor2D>(tf.sub(byUnit, tf.mul(unit, along)), length);
  const byBent = tf.matMul<Tensor2D>(byMoved, tf.transpose(layer.outward));
  const bySum = tf.mul<Tensor2D>(byBent, tf.sub(1, tf.square(bent)));
  return [
    tf.matMul<Tensor2D>(tf.transpose(centred), bySum),
    tf.sum<Tensor2D>(bySum, 0, true),
    tf.matMul<Tensor2D>(tf.transpose(bent), byMoved),
  ];
}

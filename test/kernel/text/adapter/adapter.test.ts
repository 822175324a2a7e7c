import { beforeAll, describe, expect, it } from 'vitest';
import { decodeValue, encodeValue } from '../../../../kernel/src/artifacts/codec.js';
import { createRandom } from '../../../../kernel/src/statistics/random.js';
import {
  type Adapter,
  adapterId,
  adaptVectors,
  isAdapter,
} from '../../../../kernel/src/text/adapter/adapter.js';
import {
  adapterInputs,
  adapterOf,
  layerOf,
  passBack,
  passThrough,
  startOf,
} from '../../../../kernel/src/text/adapter/adapter-layer.js';
import { normal } from '../../../../kernel/src/text/network/draws.js';
import { openTensors, tensors } from '../../../../kernel/src/text/network/tensors.js';

const random = createRandom(3);
const draw = (length: number, spread = 1) => Float32Array.from({ length }, () => spread * normal(random));
const [dimensions, units, rows] = [5, 3, 7];
const vectors = draw(rows * dimensions).map((x, i) => x + (i % dimensions));
const weights = {
  inward: draw(dimensions * units, 0.5),
  offsets: draw(units),
  outward: draw(units * dimensions, 0.5),
};
const inputs = adapterInputs(vectors, dimensions);
const adapter: Adapter = adapterOf(inputs, weights);

beforeAll(openTensors);

describe('an adapter', () => {
  it('changes nothing at its start', () => {
    const start = adapterOf(inputs, startOf(dimensions, units, random));
    adaptVectors(start, vectors).forEach((x, i) => {
      expect(x).toBeCloseTo(vectors[i], 5);
    });
  });

  it('moves vectors, keeps their lengths, and leaves one of zeros as it is', () => {
    const adapted = adaptVectors(adapter, vectors);
    const length = (of: Float32Array, row: number) =>
      Math.hypot(...of.subarray(row * dimensions, (row + 1) * dimensions));
    for (let row = 0; row < rows; row++) expect(length(adapted, row)).toBeCloseTo(length(vectors, row), 4);
    expect(Math.max(...adapted.map((x, i) => Math.abs(x - vectors[i])))).toBeGreaterThan(0.1);
    expect(adaptVectors(adapter, new Float32Array(dimensions))).toEqual(new Float32Array(dimensions));
    expect(() => adaptVectors(adapter, new Float32Array(dimensions + 1))).toThrow('5 dimensions');
  });

  it('says the same as the layer it was trained in, whose gradients are those of differences', () => {
    const tf = tensors();
    const before = tf.memory().numTensors;
    const along = draw(rows * dimensions);
    const value = (changed: typeof weights): number => {
      const { values, mean, scale } = inputs;
      const made = adapterOf({ values, dimensions, mean, scale }, changed);
      const adapted = adaptVectors(made, vectors);
      let total = 0;
      for (let row = 0; row < rows; row++) {
        const own = adapted.subarray(row * dimensions, (row + 1) * dimensions);
        const length = Math.hypot(...own);
        own.forEach((x, j) => {
          total += (along[row * dimensions + j] * x) / length;
        });
      }
      return total;
    };
    const gradients = tf.tidy(() => {
      const layer = layerOf(tf, inputs, weights);
      const pass = passThrough(tf, layer, tf.tensor2d(inputs.values.slice(), [rows, dimensions]));
      return passBack(tf, layer, pass, tf.tensor2d(along.slice(), [rows, dimensions])).map((each) =>
        Float32Array.from(each.dataSync()),
      );
    });
    (['inward', 'offsets', 'outward'] as const).forEach((block, b) => {
      weights[block].forEach((_, i) => {
        const step = 1e-2;
        const moved = (by: number) => ({
          ...weights,
          [block]: weights[block].map((x, at) => (at === i ? x + by : x)),
        });
        const slope = (value(moved(step)) - value(moved(-step))) / (2 * step);
        expect(gradients[b][i]).toBeCloseTo(slope, 2);
      });
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is known again as bytes, and refused where it is damaged', () => {
    const again = decodeValue(encodeValue(adapter)) as Adapter;
    expect(isAdapter(again)).toBe(true);
    expect(adapterId(again)).toBe(adapterId(adapter));
    for (const damage of [
      null,
      { ...adapter, version: 2 },
      { ...adapter, units: 4 },
      { ...adapter, dimensions: 6 },
      { ...adapter, offsets: new Float32Array(units).fill(Number.NaN) },
      { ...adapter, inward: [...adapter.inward] },
    ]) {
      expect(isAdapter(damage)).toBe(false);
    }
  });
});

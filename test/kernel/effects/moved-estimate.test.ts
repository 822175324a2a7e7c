import { describe, expect, it } from 'vitest';
import { movedEstimate } from '../../../kernel/src/effects/checks/moved-estimate.js';
import { errorFreedom, sumOfVariances } from '../../../kernel/src/effects/inference/error-freedom.js';
import { noise } from './tables.js';

const standardDeviation = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
};

describe('degrees of freedom of an error', () => {
  it('are about the rows of normal influences, and few where a row outweighs all others', () => {
    const { normal } = noise(1);
    const plain = Float64Array.from({ length: 5000 }, normal);
    expect(errorFreedom(plain) / 5000).toBeGreaterThan(0.85);
    expect(errorFreedom(plain) / 5000).toBeLessThanOrEqual(1);
    const heavy = plain.map((value, row) => (row === 0 ? 1000 : value));
    expect(errorFreedom(heavy)).toBeLessThan(2.2);
  });

  it('tell how much a variance varies from sample to sample: by 2 / freedom of its square', () => {
    const { normal } = noise(2);
    // Cubes of normals: heavy tails, so that the freedom is far below the rows.
    const draws = Array.from({ length: 400 }, () =>
      Float64Array.from({ length: 400 }, () => normal() * Math.abs(normal())),
    );
    const logs = draws.map((values) => Math.log(values.reduce((sum, value) => sum + value * value, 0)));
    const told = draws.map((values) => errorFreedom(values)).sort((a, b) => a - b)[200];
    expect(told).toBeLessThan(200);
    const actual = 2 / standardDeviation(logs) ** 2;
    expect(told / actual).toBeGreaterThan(0.6);
    expect(told / actual).toBeLessThan(1.7);
  });

  it('count clusters, not rows', () => {
    const { normal } = noise(3);
    const values = Float64Array.from({ length: 300 }, normal);
    const twice = Float64Array.from({ length: 600 }, (_, row) => values[row >> 1] / 2);
    const clusters = { of: Int32Array.from(twice, (_, row) => row >> 1), count: 300 };
    expect(errorFreedom(twice, clusters)).toBeCloseTo(errorFreedom(values), 8);
  });

  it('of a sum are those of Welch', () => {
    const joint = sumOfVariances([
      { variance: 4, freedom: 10 },
      { variance: 1, freedom: 20 },
    ]);
    expect(joint.variance).toBe(5);
    expect(joint.freedom).toBeCloseTo(25 / (16 / 10 + 1 / 20), 10);
  });
});

describe('a moved estimate', () => {
  it('errs by the spread of the differences, whatever the scores have in common', () => {
    const { normal } = noise(4);
    const distances = Array.from({ length: 400 }, () => {
      const common = Float64Array.from({ length: 100 }, () => 5 + 10 * normal());
      const population = new Float64Array(100).fill(1);
      const after = common.map((value) => value + 0.3 * normal());
      const {
        before,
        after: moved,
        error,
      } = movedEstimate({ effect: common, population }, { effect: after, population });
      expect(error.variance).toBeLessThan(0.01);
      return (moved - before) / Math.sqrt(error.variance);
    });
    expect(standardDeviation(distances)).toBeGreaterThan(0.9);
    expect(standardDeviation(distances)).toBeLessThan(1.1);
  });

  it('is a difference of averages over whom the estimand is about', () => {
    const population = Float64Array.of(1, 0, 1, 2);
    const { before, after } = movedEstimate(
      { effect: Float64Array.of(1, 0, 2, 5), population },
      { effect: Float64Array.of(2, 0, 2, 6), population },
    );
    expect(before).toBe(2);
    expect(after).toBe(2.5);
  });
});

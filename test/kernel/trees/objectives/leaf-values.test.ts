import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLoss, lossOptions } from '../../../../kernel/src/trees/boosting/objectives/create-loss.js';
import { weightedQuantile } from '../../../../kernel/src/trees/boosting/objectives/weighted-quantile.js';
import { normals, uniforms } from '../data.js';
import { examples } from './examples.js';

/** The definition at its slowest: sort, add up, and take the middle of the numbers that are right. */
function slowQuantile(values: number[], quantile: number): number {
  const sorted = values.slice().sort((a, b) => a - b);
  const place = quantile * sorted.length;
  const near = Math.round(place);
  if (Math.abs(place - near) < 1e-9 && near > 0 && near < sorted.length)
    return (sorted[near - 1] + sorted[near]) / 2;
  return sorted[Math.min(sorted.length - 1, Math.floor(place))];
}

describe('the weighted quantile', () => {
  test('is that of rows repeated as often as they weigh', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 4 })), { minLength: 1 }),
        fc.constantFrom(0.01, 0.1, 0.25, 0.3, 0.5, 0.7, 0.9, 0.999),
        (pairs, quantile) => {
          const repeated = pairs.flatMap(([value, weight]) => new Array<number>(weight).fill(value));
          const [values, weights] = [0, 1].map((k) => Float64Array.from(pairs, (pair) => pair[k]));
          expect(weightedQuantile(values, weights, pairs.length, quantile)).toBe(
            slowQuantile(repeated, quantile),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  test('of a hundred thousand values takes no quadratic time, also when they come sorted', () => {
    const n = 100_000;
    const values = Float64Array.from({ length: n }, (_, i) => i);
    expect(weightedQuantile(values, new Float64Array(n).fill(0.1), n, 0.9)).toBeCloseTo(0.9 * n - 0.5, 6);
    expect(weightedQuantile(new Float64Array(n).fill(3), new Float64Array(n).fill(1), n, 0.9)).toBe(3);
  });
});

describe.each(['quantile', 'huber'] as const)('the leaf value of %s', (objective) => {
  test('is the best addition to the rows of the leaf', () => {
    fc.assert(
      fc.property(examples(objective), ({ data, margin }) => {
        const n = data.y.length;
        const rows = Int32Array.from({ length: n }, (_, k) => n - 1 - k);
        const [from, to] = [Math.floor(n / 4), Math.max(Math.floor(n / 4) + 1, n - 1)];
        const loss = createLoss(objective, data);
        const best = loss.leafValue?.(margin, 0, rows, from, to) ?? Number.NaN;
        const moved = (by: number): number => {
          const other = margin.slice();
          for (const row of rows.subarray(from, to)) other[row] += by;
          return loss.value(other);
        };
        for (const step of [1e-3, 0.1, 2]) {
          expect(moved(best + step)).toBeGreaterThanOrEqual(moved(best) - 1e-9);
          expect(moved(best - step)).toBeGreaterThanOrEqual(moved(best) - 1e-9);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('counts a row named twice twice, and a row of weight 0 never', () => {
    const y = Float64Array.of(1, 2, 10, 77);
    const margin = new Float64Array(4);
    const loss = createLoss(objective, { y, weights: Float64Array.of(1, 1, 1, 0), quantile: 0.5, delta: 1 });
    const double = createLoss(objective, {
      y,
      weights: Float64Array.of(1, 1, 2, 1),
      quantile: 0.5,
      delta: 1,
    });
    const named = loss.leafValue?.(margin, 0, Int32Array.of(0, 1, 2, 2, 3), 0, 5);
    expect(named).toBeCloseTo(double.leafValue?.(margin, 0, Int32Array.of(0, 1, 2), 0, 3) ?? Number.NaN, 12);
    expect(named).not.toBeCloseTo(loss.leafValue?.(margin, 0, Int32Array.of(0, 1, 2), 0, 3) ?? Number.NaN, 2);
  });
});

describe('Huber', () => {
  test('of a bend far out is the mean, and of one close by the median', () => {
    const y = Float64Array.of(1, 2, 3, 4, 100);
    expect(createLoss('huber', { y, delta: 1e6 }).start()[0]).toBeCloseTo(22, 9);
    expect(createLoss('huber', { y, delta: 1e-6 }).start()[0]).toBeCloseTo(3, 5);
  });

  test('bends at 1.345 standard deviations where nobody says, outliers or not', () => {
    const y = normals(20_000, 5).map((z) => 10 + 3 * z);
    expect(lossOptions('huber', { y }).delta).toBeCloseTo(1.345 * 3, 1);
    const dirty = y.map((value, i) => (i % 50 === 0 ? 1e6 : value));
    expect(lossOptions('huber', { y: dirty }).delta ?? 0).toBeLessThan(1.345 * 3 * 1.1);
  });

  test('finds a bend also where most rows or all are alike', () => {
    const y = Float64Array.of(0, 0, 0, 0, 0, 0, 1, 2);
    expect(lossOptions('huber', { y }).delta).toBeCloseTo(1.345 * Math.sqrt(Math.PI / 2) * (3 / 8), 9);
    expect(lossOptions('huber', { y: new Float64Array(4).fill(5) }).delta).toBe(1);
    expect(createLoss('huber', { y: new Float64Array(4).fill(5) }).start()).toEqual([5]);
  });

  test('finds the location of a hundred thousand heavy-tailed residuals', () => {
    const y = uniforms(100_001, 9).map((u) => 4 + Math.tan(Math.PI * (u - 0.5)));
    const loss = createLoss('huber', { y, delta: 1.345 });
    const [start] = loss.start();
    expect(start).toBeCloseTo(4, 1);
    const gradient = new Float64Array(y.length);
    loss.derive(new Float64Array(y.length).fill(start), 0, y.length, gradient, new Float64Array(y.length));
    expect(gradient.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 6);
  });
});

import { expect, it } from 'vitest';
import { withSplines } from '../../../kernel/src/effects/nuisances/splines.js';
import { fitLinear, predictLinear } from '../../../kernel/src/models/linear.js';
import { normalQuantile } from '../../../kernel/src/statistics/normal.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../kernel/src/task.js';

const feature = (name: string, values: number[]) => ({
  name,
  source: name,
  kind: 'numeric' as const,
  values: Float64Array.from(values),
});

it('lets a line bend: a parabola, of which a line explains nothing, is explained but for 1 %', () => {
  const x = Array.from({ length: 201 }, (_, i) => (i - 100) / 50);
  const y = Float64Array.from(x, (value) => value * value);
  const curved = withSplines({ rows: 201, list: [feature('x', x)] });
  expect(curved.list.map(({ name }) => name)).toEqual(['x', 'x (curve 1)', 'x (curve 2)']);
  const rows = Int32Array.from({ length: 201 }, (_, i) => i);
  const model = fitLinear(curved, y, rows, { family: 'gaussian', l2: 0 }, unwatched);
  const fitted = predictLinear(model, curved);
  const squares = (guess: (row: number) => number) =>
    y.reduce((sum, value, i) => sum + (value - guess(i)) ** 2, 0);
  const mean = y.reduce((a, b) => a + b, 0) / 201;
  expect(squares((i) => fitted[i])).toBeLessThan(0.01 * squares(() => mean));
  // Straight beyond the outer knots.
  const slopes = [1, 2].map((i) => fitted[200 - i + 1] - fitted[200 - i]);
  expect(slopes[0]).toBeCloseTo(slopes[1], 8);
});

it('leaves numbers of few values and categories as they are, and missing values to the number itself', () => {
  const flag = feature('flag', [0, 1, 0, 1, 1, 0]);
  const gap = feature('gap', [1, 2, 3, 4, 5, Number.NaN]);
  const shop = { ...feature('shop', [0, 1, 0, 1, 0, 1]), kind: 'categorical' as const, levels: ['a', 'b'] };
  const { list } = withSplines({ rows: 6, list: [flag, gap, shop] });
  expect(list.map(({ name }) => name)).toEqual(['flag', 'gap', 'gap (curve 1)', 'gap (curve 2)', 'shop']);
  expect(list[1].values[5]).toBeNaN();
  expect([2, 3].map((curve) => list[curve].values[5])).toEqual([2, 3].map((curve) => list[curve].values[1]));
});

it('lets a line follow waves and tails where there are rows to tell, and few numbers to share the columns', () => {
  const random = createRandom(3);
  const rows = 12_000;
  const x = Array.from({ length: rows }, () => normalQuantile(random.next()));
  const y = Float64Array.from(x, (value) => 2 * Math.sin(2 * value) + value * value);
  const missed = (others: number): number => {
    const more = Array.from({ length: others }, (_, i) =>
      feature(
        `z${i}`,
        Array.from({ length: rows }, () => random.next()),
      ),
    );
    const curved = withSplines({ rows, list: [feature('x', x), ...more] });
    const all = Int32Array.from({ length: rows }, (_, i) => i);
    const fitted = predictLinear(fitLinear(curved, y, all, { family: 'gaussian' }, unwatched), curved);
    return Math.sqrt(y.reduce((sum, value, i) => sum + (value - fitted[i]) ** 2, 0) / rows);
  };
  expect(missed(0)).toBeLessThan(missed(31) / 3);
});

it('has curves with nothing in common, of a number that lies far from 0 too', () => {
  const random = createRandom(5);
  const values = Array.from({ length: 8000 }, () => 1e6 + Math.exp(normalQuantile(random.next())));
  const { list } = withSplines({ rows: 8000, list: [feature('x', values)] });
  expect(list.length).toBeGreaterThan(6);
  const centred = list.map((own) => {
    const mean = own.values.reduce((sum, value) => sum + value, 0) / 8000;
    return own.values.map((value) => value - mean);
  });
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  centred.forEach((a, i) => {
    for (const b of centred.slice(i + 1))
      expect(Math.abs(dot(a, b)) / Math.sqrt(dot(a, a) * dot(b, b))).toBeLessThan(1e-6);
  });
});

import { describe, expect, test } from 'vitest';
import { InputError } from '../../../kernel/src/problem.js';
import { Cancelled, createTask, unwatched } from '../../../kernel/src/task.js';
import { binFeatures } from '../../../kernel/src/trees/binning.js';
import { type BoostingOptions, fitBoosting } from '../../../kernel/src/trees/boosting.js';
import { predict } from '../../../kernel/src/trees/ensemble.js';
import { leafOf } from '../../../kernel/src/trees/tree.js';
import { allRows, categorical, features, normals, numeric, uniforms } from './data.js';

const n = 3000;
const [u, v, noise] = [uniforms(n, 1), uniforms(n, 2), normals(n, 3)];
const x = features(numeric('u', u), numeric('v', v));
const smooth = u.map((a, i) => Math.sin(6 * a) + a * v[i]);
const y = smooth.map((mean, i) => mean + 0.1 * noise[i]);
const boost = (
  options: BoostingOptions,
  outcome: Float64Array = y,
  data = x,
  rows: Int32Array = allRows(data.rows),
) => fitBoosting(binFeatures(data), outcome, rows, options, unwatched);

const rmse = (a: Float64Array, b: Float64Array): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length);

describe('boosting', () => {
  test('finds a smooth mean', () => {
    expect(rmse(predict(boost({ objective: 'squared' }), x), smooth)).toBeLessThan(0.06);
  });

  test('finds probabilities', () => {
    const p = u.map((a) => 1 / (1 + Math.exp(3 - 6 * a)));
    const binary = p.map((share, i) => (v[i] < share ? 1 : 0));
    const only = features(x.list[0]);
    const fitted = predict(boost({ objective: 'logistic', rounds: 60, leaves: 8 }, binary, only), only);
    expect(rmse(fitted, p)).toBeLessThan(0.05);
    expect(Math.min(...fitted)).toBeGreaterThan(0);
    expect(Math.max(...fitted)).toBeLessThan(1);
  });

  test('a single step is the mean of each side of the best cut', () => {
    const data = features(numeric('x', [1, 2, 3, 4]));
    const one = boost(
      { objective: 'squared', rounds: 1, leaves: 2, minLeaf: 1, learningRate: 1, l2: 0 },
      Float64Array.of(1, 1, 5, 7),
      data,
    );
    expect(one.trees[0].threshold[0]).toBe(2.5);
    expect([...predict(one, data)]).toEqual([1, 1, 6, 6]);
  });

  test('splits categories as sets, not in the order of their codes', () => {
    const cells = Array.from({ length: 400 }, (_, i) => 'abcdef'[i % 6]);
    const data = features(categorical('plan', cells));
    const outcome = Float64Array.from(cells, (cell) => ('ace'.includes(cell) ? 1 : 0));
    const one = boost({ objective: 'squared', rounds: 1, leaves: 2, learningRate: 1, l2: 0 }, outcome, data);
    expect([...predict(one, data)]).toEqual([...outcome]);
  });

  test('learns where missing values go, and sends unseen levels there', () => {
    const cells = Array.from({ length: 300 }, (_, i) => ['low', 'high', undefined][i % 3]);
    const data = features(categorical('plan', cells));
    const outcome = Float64Array.from(cells, (cell) => (cell === 'low' ? 0 : 1));
    const one = boost({ objective: 'squared', rounds: 1, leaves: 2, learningRate: 1, l2: 0 }, outcome, data);
    const later = features(categorical('plan', ['unheard of', undefined, 'low', 'high']));
    [1, 1, 0, 1].forEach((value, i) => {
      expect(predict(one, later)[i]).toBeCloseTo(value, 12);
    });
  });

  test('tells missing from present where all present values are alike', () => {
    const data = features(
      numeric(
        'x',
        Array.from({ length: 200 }, (_, i) => (i % 2 ? Number.NaN : Infinity)),
      ),
    );
    const outcome = Float64Array.from({ length: 200 }, (_, i) => i % 2);
    const one = boost({ objective: 'squared', rounds: 1, leaves: 2, learningRate: 1, l2: 0 }, outcome, data);
    expect([...predict(one, data)]).toEqual([...outcome]);
  });

  test('features are found by name, whatever their order', () => {
    const model = boost({ objective: 'squared', rounds: 5 });
    expect(predict(model, features(x.list[1], x.list[0]))).toEqual(predict(model, x));
    expect(() => predict(model, features(x.list[0]))).toThrow(/Column v/);
  });

  test('a weight of k counts as k rows, a weight of 0 as none', () => {
    const weights = Float64Array.from({ length: 300 }, (_, i) => i % 3);
    const repeated = Int32Array.from(allRows(300)).filter((i) => i % 3 > 0);
    const twice = Int32Array.from([...repeated, ...repeated.filter((i) => i % 3 === 2)]);
    const options = { objective: 'squared', rounds: 3, minLeaf: 1, leaves: 4 } as const;
    const weighted = boost({ ...options, weights }, y, x, allRows(300));
    const copied = boost(options, y, x, twice);
    expect(rmse(predict(weighted, x), predict(copied, x))).toBeLessThan(1e-12);
  });

  test('stops early where the outcome is noise', () => {
    const learn = allRows(n).filter((i) => i % 2 === 0);
    const validationRows = allRows(n).filter((i) => i % 2 === 1);
    const options = { objective: 'squared', rounds: 200, validationRows, patience: 5 } as const;
    expect(boost(options, noise, x, learn).trees.length).toBeLessThan(10);
    expect(boost(options, y, x, learn).trees.length).toBeGreaterThan(30);
  });

  test('is the same for the same seed and another for another', () => {
    const sampled = (seed: number) =>
      predict(boost({ objective: 'squared', rounds: 5, rowShare: 0.5, columnShare: 0.5, seed }), x);
    expect(sampled(1)).toEqual(sampled(1));
    expect(sampled(1)).not.toEqual(sampled(2));
  });

  test('keeps the least number of rows in every leaf', () => {
    const { trees } = boost({ objective: 'squared', rounds: 3, minLeaf: 50, leaves: 200 });
    for (const tree of trees) {
      const counts = new Map<number, number>();
      for (let row = 0; row < n; row++) {
        const leaf = leafOf(tree, [u, v], row);
        counts.set(leaf, (counts.get(leaf) ?? 0) + 1);
      }
      for (const [leaf, count] of counts) {
        expect(count).toBe(tree.cover[leaf]);
        expect(count).toBeGreaterThanOrEqual(50);
      }
    }
  });

  test('a constant outcome or constant features give the mean and no tree', () => {
    expect(boost({ objective: 'squared' }, new Float64Array(n).fill(0.1)).trees.length).toBe(0);
    const constant = features(
      numeric('c', new Float64Array(n).fill(7)),
      numeric('m', new Float64Array(n).fill(Number.NaN)),
    );
    expect(boost({ objective: 'squared' }, y, constant).trees.length).toBe(0);
  });

  test('refuses to learn from nothing, and can be stopped', () => {
    expect(() => boost({ objective: 'squared' }, y, x, new Int32Array(0))).toThrow(InputError);
    const stopped = createTask(Int32Array.of(1));
    expect(() => fitBoosting(binFeatures(x), y, allRows(n), { objective: 'squared' }, stopped)).toThrow(
      Cancelled,
    );
  });
});

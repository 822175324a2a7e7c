import { expect, test } from 'vitest';
import { fitForest } from '../../../../kernel/src/trees/forests/random-forest.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { predictMargin } from '../../../../kernel/src/trees/model/predict.js';
import { allRows, categorical, features, normals, numeric, uniforms } from '../data.js';
import { expectClose, rmse } from './core-data.js';

const n = 2000;
const [u, v, noise] = [uniforms(n, 1), uniforms(n, 2), normals(n, 3)];
const x = features(numeric('u', u), numeric('v', v), numeric('noise', normals(n, 4)));
const mean = u.map((a, i) => 2 * a + (v[i] > 0.5 ? 1 : 0));
const y = mean.map((m, i) => m + 0.5 * noise[i]);
const matrix = binFeatures(x);

test('finds the mean of new rows, says beforehand how well, and gives the same forest again', () => {
  const forest = fitForest(matrix, y, allRows(n), { trees: 100 });
  const [u2, v2, noise2] = [uniforms(n, 11), uniforms(n, 12), normals(n, 13)];
  const later = predictMargin(
    forest,
    features(numeric('u', u2), numeric('v', v2), numeric('noise', normals(n, 14))),
  );
  const laterMean = u2.map((a, i) => 2 * a + (v2[i] > 0.5 ? 1 : 0));
  const laterY = laterMean.map((m, i) => m + 0.5 * noise2[i]);
  expect(rmse(later, laterMean)).toBeLessThan(0.2);
  expect(rmse(later, laterY)).toBeGreaterThan(0.5);
  expect(rmse(forest.outOfBag, y)).toBeCloseTo(rmse(later, laterY), 1);
  expect(rmse(predictMargin(forest, x), y)).toBeLessThan(rmse(later, laterY));
  expect(forest).toEqual(fitForest(matrix, y, allRows(n), { trees: 100 }));
});

test('gives probabilities for an outcome of 0 and 1', () => {
  const p = u.map((a) => 0.2 + 0.6 * a);
  const binary = p.map((share, i) => (v[i] < share ? 1 : 0));
  const only = features(x.list[0], x.list[2]);
  const forest = fitForest(binFeatures(only), binary, allRows(n), { trees: 200, minLeaf: 50 });
  for (const fitted of [predictMargin(forest, only), forest.outOfBag]) {
    expect(fitted.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect(rmse(fitted, p)).toBeLessThan(0.08);
  }
});

test('a tree grown to single rows on all of them repeats what it saw, in sets of levels too', () => {
  const plan = categorical(
    'plan',
    Array.from(u.subarray(0, 200), (a) => 'abcdefgh'[Math.floor(a * 8)]),
  );
  const data = features(plan, numeric('v', v.subarray(0, 200)));
  const options = { trees: 1, minLeaf: 1, sampleShare: 1, mtry: 2 };
  const forest = fitForest(binFeatures(data), y, allRows(200), options);
  expect(rmse(predictMargin(forest, data), y.subarray(0, 200))).toBeLessThan(1e-12);
  const average = y.subarray(0, 200).reduce((sum, value) => sum + value / 200, 0);
  for (const value of forest.outOfBag) expect(value).toBeCloseTo(average, 12);
});

test('rows of weight 0 do not matter', () => {
  const weights = Float64Array.from({ length: n }, (_, i) => (i < 1000 ? 1 : 0));
  const spoilt = y.map((value, i) => (i < 1000 ? value : 1e6));
  const weighted = fitForest(matrix, spoilt, allRows(n), { trees: 10, weights });
  const half = fitForest(matrix, y, allRows(1000), { trees: 10 });
  const [first, second] = [weighted, half].map((forest) => predictMargin(forest, x));
  expectClose(first, second);
});

test('one row, and rows that are all alike, give their mean', () => {
  const single = fitForest(matrix, y, allRows(1), { trees: 3 });
  expect(predictMargin(single, x)[7]).toBeCloseTo(y[0], 12);
  const same = fitForest(matrix, new Float64Array(n).fill(4), allRows(n), { trees: 3 });
  expect(new Set(predictMargin(same, x)).size).toBe(1);
});

test('refuses no rows, and an outcome that is no number', () => {
  expect(() => fitForest(matrix, y, new Int32Array(0), {})).toThrow(/1 or more rows/);
  expect(() => fitForest(matrix, y.with(3, Number.NaN), allRows(n), {})).toThrow(/finite outcome/);
});

test('predicts the function of Friedman (1991) no worse than scikit-learn 1.9 with the same settings', () => {
  const friedman = (seed: number) => {
    const columns = Array.from({ length: 10 }, (_, j) => uniforms(n, seed * 100 + j));
    const [a, b, c, d, e] = columns;
    const means = a.map(
      (value, i) => 10 * Math.sin(Math.PI * value * b[i]) + 20 * (c[i] - 0.5) ** 2 + 10 * d[i] + 5 * e[i],
    );
    const errors = normals(n, seed);
    const table = features(...columns.map((values, j) => numeric(`x${j}`, values)));
    return { table, means, y: means.map((value, i) => value + errors[i]) };
  };
  const [now, later] = [friedman(1), friedman(2)];
  const forest = fitForest(binFeatures(now.table), now.y, allRows(n), { trees: 100 });
  // RandomForestRegressor(100, min_samples_leaf=5, max_features=1/3, random_state=1) on the same rows: 1.687.
  expect(rmse(predictMargin(forest, later.table), later.means)).toBeLessThan(1.687);
});

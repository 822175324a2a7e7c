import { describe, expect, test } from 'vitest';
import { unwatched } from '../../../kernel/src/task.js';
import { binFeatures } from '../../../kernel/src/trees/binning.js';
import { predict } from '../../../kernel/src/trees/ensemble.js';
import { fitForest } from '../../../kernel/src/trees/forest.js';
import { allRows, categorical, features, normals, numeric, uniforms } from './data.js';

const n = 2000;
const [u, v, noise] = [uniforms(n, 1), uniforms(n, 2), normals(n, 3)];
const x = features(numeric('u', u), numeric('v', v), numeric('noise', normals(n, 4)));
const mean = u.map((a, i) => 2 * a + (v[i] > 0.5 ? 1 : 0));
const y = mean.map((m, i) => m + 0.5 * noise[i]);
const matrix = binFeatures(x);

const rmse = (a: Float64Array, b: Float64Array): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length);

describe('random forest', () => {
  test('finds the mean of new rows, and gives the same forest again', () => {
    const forest = fitForest(matrix, y, allRows(n), { trees: 100 }, unwatched);
    const [u2, v2, noise2] = [uniforms(n, 11), uniforms(n, 12), normals(n, 13)];
    const later = predict(
      forest,
      features(numeric('u', u2), numeric('v', v2), numeric('noise', normals(n, 14))),
    );
    const laterMean = u2.map((a, i) => 2 * a + (v2[i] > 0.5 ? 1 : 0));
    const laterY = laterMean.map((m, i) => m + 0.5 * noise2[i]);
    expect(rmse(later, laterMean)).toBeLessThan(0.2);
    expect(rmse(later, laterY)).toBeGreaterThan(0.5);
    expect(rmse(later, laterY)).toBeLessThan(0.58);
    expect(rmse(predict(forest, x), y)).toBeLessThan(rmse(later, laterY));
    expect(forest).toEqual(fitForest(matrix, y, allRows(n), { trees: 100 }, unwatched));
  });

  test('gives probabilities for an outcome of 0 and 1', () => {
    const p = u.map((a) => 0.2 + 0.6 * a);
    const binary = p.map((share, i) => (v[i] < share ? 1 : 0));
    const only = features(x.list[0], x.list[2]);
    const fitted = predict(
      fitForest(binFeatures(only), binary, allRows(n), { trees: 200, minLeaf: 50 }, unwatched),
      only,
    );
    expect(fitted.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect(rmse(fitted, p)).toBeLessThan(0.08);
  });

  test('a tree grown to single rows on all of them repeats what it saw, in sets of levels too', () => {
    const plan = categorical(
      'plan',
      Array.from(u.subarray(0, 200), (a) => 'abcdefgh'[Math.floor(a * 8)]),
    );
    const data = features(plan, numeric('v', v.subarray(0, 200)));
    const options = { trees: 1, minLeaf: 1, sampleShare: 1, mtry: 2 };
    const forest = fitForest(binFeatures(data), y, allRows(200), options, unwatched);
    expect(rmse(predict(forest, data), y.subarray(0, 200))).toBeLessThan(1e-12);
  });

  test('rows of weight 0 do not matter', () => {
    const weights = Float64Array.from({ length: n }, (_, i) => (i < 1000 ? 1 : 0));
    const spoilt = y.map((value, i) => (i < 1000 ? value : 1e6));
    const weighted = fitForest(matrix, spoilt, allRows(n), { trees: 10, weights }, unwatched);
    const half = fitForest(matrix, y, allRows(1000), { trees: 10 }, unwatched);
    expect(predict(weighted, x)).toEqual(predict(half, x));
  });
});

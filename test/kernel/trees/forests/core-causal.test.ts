import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../kernel/src/problem.js';
import { configureEngine } from '../../../../kernel/src/trees/engine/current.js';
import {
  fitCausalForest,
  outOfBagEffects,
  predictEffects,
} from '../../../../kernel/src/trees/forests/causal-forest.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { allRows, features, normals, numeric } from '../data.js';
import { simulateTrial } from '../trial.js';
import { coverage, mixture, rmse } from './core-data.js';

const { x, tau, yResidual, wResidual } = simulateTrial(2000, 1);
const matrix = binFeatures(x);
const forest = fitCausalForest(matrix, yResidual, wResidual, allRows(2000), { trees: 400 });

describe('causal forest', () => {
  test('finds effects that differ, with intervals that cover most of them', () => {
    const { effect, variance } = outOfBagEffects(forest);
    expect(rmse(effect, tau)).toBeLessThan(0.25);
    expect(coverage(effect, variance, tau)).toBeGreaterThan(0.85);
    expect(variance.reduce((sum, v) => sum + 2 * 1.96 * Math.sqrt(v), 0) / 2000).toBeLessThan(1.6);
  });

  test('does as well on rows it has never seen', () => {
    const later = simulateTrial(1000, 2);
    const { effect, variance } = predictEffects(forest, later.x);
    expect(rmse(effect, later.tau)).toBeLessThan(0.3);
    expect(coverage(effect, variance, later.tau)).toBeGreaterThan(0.85);
  });

  test('finds no differences where the effect is one for all', () => {
    const noise = normals(2000, 8);
    const y = wResidual.map((w, i) => w + noise[i]);
    const { effect, variance } = outOfBagEffects(fitCausalForest(matrix, y, wResidual, allRows(2000), {}));
    const ones = new Float64Array(2000).fill(1);
    expect(rmse(effect, ones)).toBeLessThan(0.2);
    expect(coverage(effect, variance, ones)).toBeGreaterThan(0.85);
  });

  test('finds effects by levels and by what is missing', () => {
    const data = mixture(4000, 1);
    const grown = fitCausalForest(binFeatures(data.x), data.y, data.w, allRows(4000), { trees: 100 });
    expect(rmse(outOfBagEffects(grown).effect, data.tau)).toBeLessThan(0.5);
    const spread = rmse(new Float64Array(4000).fill(1.35), data.tau);
    expect(spread).toBeGreaterThan(0.9);
  });

  test('constant features give the average effect everywhere', () => {
    const constant = features(numeric('c', new Float64Array(300).fill(1)));
    const [y, w] = [yResidual.slice(0, 300), wResidual.slice(0, 300)];
    const grown = fitCausalForest(binFeatures(constant), y, w, allRows(300), { trees: 50 });
    const { effect, variance } = predictEffects(grown, constant);
    expect(new Set(effect).size).toBe(1);
    expect(variance[0]).toBeGreaterThan(0);
  });
});

describe('refusals', () => {
  const grow = (rows: Int32Array, y: Float64Array, w: Float64Array, weights?: Float64Array) => () =>
    fitCausalForest(matrix, y, w, rows, { trees: 4, weights });

  test('too few rows, by number or by weight', () => {
    expect(grow(allRows(5), yResidual, wResidual)).toThrow(/8 or more rows .* has 5/);
    expect(grow(new Int32Array(0), yResidual, wResidual)).toThrow(InputError);
    expect(grow(allRows(2000), yResidual, wResidual, new Float64Array(2000))).toThrow(/has 0/);
  });

  test('a treatment that does not vary, and numbers that are none, all at once', () => {
    const broken = yResidual.with(17, Number.NaN);
    expect(grow(allRows(2000), broken, new Float64Array(2000))).toThrow(/finite outcome.*\n.*does not vary/);
    expect(grow(allRows(2000), yResidual, wResidual.with(1, Infinity))).toThrow(/finite treatment/);
    expect(grow(allRows(17), broken, wResidual)).not.toThrow();
  });

  test('a table without a column it was grown on', () => {
    expect(() => predictEffects(forest, features(...x.list.slice(1)))).toThrow(/x1/);
  });

  test('what would not fit into memory', () => {
    configureEngine({ memoryLimitMb: 0.2 });
    expect(() => fitCausalForest(matrix, yResidual, wResidual, allRows(2000), {})).toThrow(
      /A forest needs \d+ MB/,
    );
    configureEngine({});
  });
});

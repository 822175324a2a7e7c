import { describe, expect, test } from 'vitest';
import { fitCausalForest, predictEffects } from '../../../../kernel/src/trees/forests/causal-forest.js';
import { factorise, solveFactorised } from '../../../../kernel/src/trees/forests/family/cholesky.js';
import {
  localLinearEffects,
  localLinearMeans,
  predictLocalLinear,
} from '../../../../kernel/src/trees/forests/family/local-linear.js';
import {
  fitRegressionForest,
  predictMeans,
} from '../../../../kernel/src/trees/forests/family/regression-forest.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { allRows, categorical, features, numeric } from '../data.js';
import { meanSquaredError, residuals, simulateFriedman, simulateTrial, steep } from './family-simulations.js';

test('a factorised matrix solves its equations, and one without rank says so', () => {
  const matrix = Float64Array.of(4, 2, 1, 2, 5, 3, 1, 3, 6);
  const b = Float64Array.of(4 + 4 + 3, 2 + 10 + 9, 1 + 6 + 18);
  expect(factorise(matrix, 3)).toBe(true);
  solveFactorised(matrix, 3, b);
  [1, 2, 3].forEach((value, i) => {
    expect(b[i]).toBeCloseTo(value, 12);
  });
  expect(factorise(Float64Array.of(1, 2, 2, 4), 2)).toBe(false);
});

describe('a local-linear correction', () => {
  const n = 800;
  const { x, y } = simulateFriedman(n, 5, 71);
  const fresh = simulateFriedman(200, 5, 72);
  const grown = fitRegressionForest(binFeatures(x), y, allRows(n), {
    trees: 200,
    seed: 9,
    keepSamples: true,
  });
  const flat = predictMeans(grown, fresh.x).mean;

  test('lowers the error of a smooth mean by a third', () => {
    const { estimate, variance } = predictLocalLinear(localLinearMeans(grown.forest, x, y), fresh.x);
    expect(meanSquaredError(estimate, fresh.mean)).toBeLessThan((2 / 3) * meanSquaredError(flat, fresh.mean));
    expect(variance.every((own) => own > 0)).toBe(true);
  });

  test('lowers the error of a steep effect', () => {
    const trial = simulateTrial(steep, n, 4, 73);
    const { yResidual, wResidual } = residuals(trial);
    const forest = fitCausalForest(binFeatures(trial.x), yResidual, wResidual, allRows(n), {
      trees: 200,
      seed: 9,
      keepSamples: true,
    });
    const other = simulateTrial(steep, 200, 4, 74);
    const lines = localLinearEffects(forest, trial.x, yResidual, wResidual);
    const { estimate } = predictLocalLinear(lines, other.x);
    const before = meanSquaredError(predictEffects(forest, other.x).effect, other.tau);
    expect(meanSquaredError(estimate, other.tau)).toBeLessThan(0.8 * before);
  });

  test('with an endless penalty is the forest itself, variance and all', () => {
    const model = localLinearMeans(grown.forest, x, y, { penalty: Number.POSITIVE_INFINITY });
    const { estimate, variance } = predictLocalLinear(model, fresh.x);
    const own = predictMeans(grown, fresh.x);
    for (let i = 0; i < 200; i++) {
      expect(estimate[i]).toBeCloseTo(own.mean[i], 4);
      expect(variance[i] / own.variance[i]).toBeCloseTo(1, 3);
    }
  });

  test('is exact where the mean is a line', () => {
    const line = x.list[0].values.map((value, i) => 3 * value - 2 * x.list[1].values[i]);
    const { forest } = fitRegressionForest(binFeatures(x), line, allRows(n), {
      trees: 100,
      keepSamples: true,
    });
    const model = localLinearMeans(forest, x, line, { penalty: 1e-9 });
    const { estimate } = predictLocalLinear(model, fresh.x);
    fresh.x.list[0].values.forEach((value, i) => {
      expect(estimate[i]).toBeCloseTo(3 * value - 2 * fresh.x.list[1].values[i], 3);
    });
  });

  test('says that there is nothing to draw lines through', () => {
    const words = features(categorical('shop', ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c', 'a']));
    const few = Float64Array.from({ length: 10 }, (_, i) => i);
    const { forest } = fitRegressionForest(binFeatures(words), few, allRows(10), {
      trees: 4,
      minLeaf: 1,
      keepSamples: true,
    });
    expect(() => localLinearMeans(forest, words, few)).toThrow('no numeric column that varies');
    expect(() => localLinearMeans(grown.forest, x, y, { columns: ['shop'] })).toThrow('among shop');
  });

  test('takes missing values for the mean of their column', () => {
    const holes = features(
      ...x.list.map(({ name, values }) =>
        numeric(
          name,
          values.map((v, i) => (i % 7 === 0 ? Number.NaN : v)),
        ),
      ),
    );
    const model = fitRegressionForest(binFeatures(holes), y, allRows(n), { trees: 50, keepSamples: true });
    const { estimate } = predictLocalLinear(localLinearMeans(model.forest, holes, y), holes);
    expect(estimate.every(Number.isFinite)).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import { fitCausalForest } from '../../../../kernel/src/trees/forests/causal-forest.js';
import {
  fitDoseForest,
  predictDoseEffects,
} from '../../../../kernel/src/trees/forests/family/dose-forest.js';
import {
  fitInstrumentalForest,
  predictInstrumentalEffects,
} from '../../../../kernel/src/trees/forests/family/instrumental-forest.js';
import {
  armContrast,
  fitMultiArmForest,
  predictArmEffects,
} from '../../../../kernel/src/trees/forests/family/multi-arm-forest.js';
import {
  fitRegressionForest,
  predictMeans,
} from '../../../../kernel/src/trees/forests/family/regression-forest.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { allRows, features, normals, numeric, uniforms } from '../data.js';
import {
  coverage,
  mean,
  meanSquaredError,
  residuals,
  simulateArms,
  simulateDose,
  simulateFriedman,
  simulateInstrument,
  simulateTrial,
  wagerAthey,
} from './family-simulations.js';

const less = (values: Float64Array, means: Float64Array): Float64Array =>
  values.map((value, i) => value - means[i]);

describe('an instrumental forest', () => {
  const { x, y, w, z, tau } = simulateInstrument(3000, 4, 11);
  const matrix = binFeatures(x);
  const options = { trees: 200, minLeaf: 20, seed: 3 };
  const model = fitInstrumentalForest(matrix, y, w, z, allRows(3000), options);

  test('finds the effect that least squares miss by a hidden cause', () => {
    const squares = fitDoseForest(matrix, y, w, allRows(3000), options).outOfBag.effect;
    expect(mean(squares) - mean(tau)).toBeGreaterThan(0.5);
    expect(Math.abs(mean(model.outOfBag.effect) - mean(tau))).toBeLessThan(0.1);
    expect(meanSquaredError(model.outOfBag.effect, tau)).toBeLessThan(0.05);
  });

  test('says how strong the instrument is', () => {
    expect(model.firstStage.slope).toBeCloseTo(1, 0);
    expect(model.firstStage.f).toBeGreaterThan(100);
    const weak = simulateInstrument(3000, 4, 12, 0.01);
    const { firstStage } = fitInstrumentalForest(
      binFeatures(weak.x),
      weak.y,
      weak.w,
      weak.z,
      allRows(3000),
      options,
    );
    expect(firstStage.f).toBeLessThan(10);
  });

  test('predicts new rows', () => {
    const fresh = simulateInstrument(500, 4, 13);
    const { effect, variance } = predictInstrumentalEffects(model.forest, fresh.x);
    expect(meanSquaredError(effect, fresh.tau)).toBeLessThan(0.05);
    expect(coverage(effect, variance, fresh.tau)).toBeGreaterThan(0.85);
  });
});

describe('a forest of several arms', () => {
  const n = 4000;
  const { x, y, m, arm, arms, propensities, effects } = simulateArms(n, 4, 21);
  const groups = { names: arms, arm, propensities };
  const options = { trees: 200, minLeaf: 10, seed: 4 };
  const model = fitMultiArmForest(binFeatures(x), less(y, m), groups, allRows(n), options);

  test('tells the arms apart, by name', () => {
    expect(model.contrasts).toEqual(['mail', 'call']);
    const mail = armContrast(model.outOfBag, 'mail');
    const call = armContrast(model.outOfBag, 'call');
    expect(meanSquaredError(mail.effect, effects[0])).toBeLessThan(0.06);
    expect(meanSquaredError(call.effect, effects[1])).toBeLessThan(0.06);
    expect(coverage(mail.effect, mail.variance, effects[0])).toBeGreaterThan(0.85);
    expect(coverage(call.effect, call.variance, effects[1])).toBeGreaterThan(0.8);
  });

  test('compares any two arms: their common baseline makes effects go together', () => {
    const { effect, variance } = armContrast(model.outOfBag, 'call', 'mail');
    const truth = less(effects[1], effects[0]);
    expect(meanSquaredError(effect, truth)).toBeLessThan(0.08);
    const back = armContrast(model.outOfBag, 'mail', 'call');
    expect(effect[7]).toBe(-back.effect[7]);
    expect(variance[7]).toBeCloseTo(back.variance[7], 12);
    const own = mean(armContrast(model.outOfBag, 'call').variance);
    expect(mean(variance)).toBeLessThan(own + mean(armContrast(model.outOfBag, 'mail').variance));
    expect(() => armContrast(model.outOfBag, 'post')).toThrow('There is no arm post');
  });

  test('with another baseline has the same contrasts with the sign turned', () => {
    const other = fitMultiArmForest(
      binFeatures(x),
      less(y, m),
      { ...groups, baseline: 'call' },
      allRows(n),
      options,
    );
    expect(other.contrasts).toEqual(['none', 'mail']);
    const turned = armContrast(other.outOfBag, 'none').effect.map((value) => -value);
    expect(meanSquaredError(turned, effects[1])).toBeLessThan(0.06);
  });

  test('of two arms says what a causal forest says', () => {
    const trial = simulateTrial(wagerAthey.smooth, 1500, 3, 5);
    const { yResidual, wResidual } = residuals(trial);
    const two = {
      names: ['no', 'yes'],
      arm: Int32Array.from(trial.w),
      propensities: [trial.e.map((e) => 1 - e), trial.e],
    };
    const matrix = binFeatures(trial.x);
    const one = fitCausalForest(matrix, yResidual, wResidual, allRows(1500), options);
    const several = fitMultiArmForest(matrix, yResidual, two, allRows(1500), options);
    for (let row = 0; row < 1500; row += 100) {
      expect(several.outOfBag.effect[row]).toBeCloseTo(one.outOfBag.effect[row], 5);
      expect(several.outOfBag.covariance[row]).toBeCloseTo(one.outOfBag.variance[row], 5);
    }
  });

  test('predicts new rows', () => {
    const fresh = simulateArms(500, 4, 22);
    const { effect } = armContrast(predictArmEffects(model, fresh.x), 'call');
    expect(meanSquaredError(effect, fresh.effects[1])).toBeLessThan(0.06);
  });
});

test('a dose forest finds what one more unit does', () => {
  const trial = simulateDose(3000, 4, 31);
  const model = fitDoseForest(
    binFeatures(trial.x),
    less(trial.y, trial.m),
    less(trial.dose, trial.e),
    allRows(3000),
    { trees: 200, minLeaf: 20, seed: 5 },
  );
  expect(meanSquaredError(model.outOfBag.effect, trial.effect)).toBeLessThan(0.02);
  const fresh = simulateDose(500, 4, 32);
  const { effect, variance } = predictDoseEffects(model.forest, fresh.x);
  expect(meanSquaredError(effect, fresh.effect)).toBeLessThan(0.02);
  expect(coverage(effect, variance, fresh.effect)).toBeGreaterThan(0.85);
});

describe('a regression forest', () => {
  const n = 1000;
  const { x, y, mean: truth } = simulateFriedman(n, 5, 41);
  const matrix = binFeatures(x);
  const options = { trees: 200, seed: 6 };
  const plain = fitRegressionForest(matrix, y, allRows(n), options);

  test('finds the mean, far from 0 as well', () => {
    expect(meanSquaredError(plain.outOfBag.mean, truth)).toBeLessThan(7);
    const far = fitRegressionForest(
      matrix,
      y.map((own) => own + 1e7),
      allRows(n),
      options,
    );
    for (let i = 0; i < n; i += 50) {
      expect(far.outOfBag.mean[i] - 1e7).toBeCloseTo(plain.outOfBag.mean[i], 4);
    }
    const fresh = simulateFriedman(300, 5, 42);
    expect(meanSquaredError(predictMeans(plain, fresh.x).mean, fresh.mean)).toBeLessThan(7);
  });

  test('takes weights: rows of weight 0 are as good as absent', () => {
    const weights = Float64Array.from({ length: n }, (_, i) => (i < n / 2 ? 0 : 1));
    const spoilt = y.map((own, i) => (i < n / 2 ? 1e6 : own));
    const weighted = fitRegressionForest(matrix, spoilt, allRows(n), { ...options, weights });
    const without = fitRegressionForest(matrix, y, allRows(n).slice(n / 2), options);
    const fresh = simulateFriedman(50, 5, 43).x;
    expect(predictMeans(weighted, fresh).mean).toEqual(predictMeans(without, fresh).mean);
  });

  test('takes clusters: rows that share their luck do not make intervals narrow', () => {
    // 60 shops of 20 rows with outcomes of mean 0, each row its shop's luck and its own.
    const shop = Int32Array.from({ length: 1200 }, (_, i) => Math.floor(i / 20));
    const luck = normals(60, 45);
    const own = normals(1200, 46).map((noise, i) => luck[shop[i]] + noise);
    const at = uniforms(60, 47);
    const table = features(
      numeric(
        'x',
        Float64Array.from(shop, (each) => at[each]),
      ),
      numeric('z', uniforms(1200, 48)),
    );
    const spread = (clusters?: Int32Array): number => {
      const forest = fitRegressionForest(binFeatures(table), own, allRows(1200), {
        ...options,
        minLeaf: 150,
        clusters,
      });
      return mean(forest.outOfBag.variance);
    };
    // A mean of 60 shops has the variance (1 + 1 / 20) / 60, ten times the 2 / 1200 of as many rows on their own.
    expect(spread(shop)).toBeGreaterThan(4 * spread());
  });
});

import { expect, test } from 'vitest';
import { fitCausalForest } from '../../../../kernel/src/trees/forests/causal-forest.js';
import { tuneCausalForest } from '../../../../kernel/src/trees/forests/family/tuning.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { allRows } from '../data.js';
import { meanSquaredError, residuals, simulateTrial, wagerAthey } from './family-simulations.js';

const tuning = { draws: 7, trees: 40 };

test('tuning mends a forest of bad parameters, and says by how much', () => {
  const trial = simulateTrial(wagerAthey.smooth, 1500, 4, 81);
  const { yResidual, wResidual } = residuals(trial);
  const matrix = binFeatures(trial.x);
  // Trees of a single split, by one column drawn at random.
  const bad = { minLeaf: 170, mtry: 1, trees: 200, seed: 10 };
  const found = tuneCausalForest(matrix, yResidual, wResidual, allRows(1500), { ...bad, tuning });
  expect(found.tuned).toBe(true);
  expect(found.rLoss).toBeLessThan(found.defaultRLoss);
  expect(found.rLoss).toBeLessThan(found.constantRLoss);
  expect(found.gain).toBeCloseTo((found.defaultRLoss - found.rLoss) / found.defaultRLoss, 12);
  const error = (options: typeof bad): number =>
    meanSquaredError(
      fitCausalForest(matrix, yResidual, wResidual, allRows(1500), options).outOfBag.effect,
      trial.tau,
    );
  expect(error({ ...bad, ...found.parameters })).toBeLessThan(0.7 * error(bad));
});

test('tuning keeps the parameters given where others gain no more than chance would', () => {
  const trial = simulateTrial(wagerAthey.corner, 1000, 4, 82);
  const { yResidual, wResidual } = residuals(trial);
  const matrix = binFeatures(trial.x);
  const kept = tuneCausalForest(matrix, yResidual, wResidual, allRows(1000), { seed: 11, tuning });
  if (kept.tuned) expect(kept.gain).toBeGreaterThan(kept.gainError);
  const again = tuneCausalForest(matrix, yResidual, wResidual, allRows(1000), {
    ...kept.parameters,
    seed: 11,
    tuning: { draws: 1, trees: 160 },
  });
  expect(again.tuned).toBe(false);
  expect(again).toMatchObject({ parameters: kept.parameters, gain: 0, rLoss: again.defaultRLoss });
});

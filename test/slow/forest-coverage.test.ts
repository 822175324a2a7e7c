import { describe, expect, test } from 'vitest';
import { unwatched } from '../../kernel/src/task.js';
import { binFeatures } from '../../kernel/src/trees/binning.js';
import { fitCausalForest, outOfBagEffects } from '../../kernel/src/trees/causal-forest.js';
import { allRows } from '../kernel/trees/data.js';
import { simulateTrial } from '../kernel/trees/trial.js';

/** Over many trials with known truth, n = 2,000 and effect 1 + x1: the promises the fast test can only spot-check. */
describe('intervals of the causal forest over 40 trials', () => {
  const n = 2000;
  const seeds = Array.from({ length: 40 }, (_, i) => 100 + i);
  const results = seeds.map((seed) => {
    const { x, tau, yResidual, wResidual } = simulateTrial(n, seed);
    const forest = fitCausalForest(
      binFeatures(x),
      yResidual,
      wResidual,
      allRows(n),
      { trees: 500, seed },
      unwatched,
    );
    const { effect, variance } = outOfBagEffects(forest);
    let squares = 0;
    let covered = 0;
    let bias = 0;
    for (let i = 0; i < n; i++) {
      const error = effect[i] - tau[i];
      squares += error ** 2 / n;
      bias += error / n;
      if (Math.abs(error) < 1.959964 * Math.sqrt(variance[i])) covered += 1 / n;
    }
    return { rmse: Math.sqrt(squares), covered, bias };
  });
  const average = (key: 'rmse' | 'covered' | 'bias'): number =>
    results.reduce((sum, result) => sum + result[key], 0) / results.length;

  test('cover the truth of 90 % of the rows or more, on average', () => {
    expect(average('covered')).toBeGreaterThan(0.9);
    expect(average('covered')).toBeLessThan(0.99);
  });

  test('err little, and not to one side', () => {
    expect(average('rmse')).toBeLessThan(0.25);
    expect(Math.abs(average('bias'))).toBeLessThan(0.03);
  });
});

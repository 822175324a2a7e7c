import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configureEngine } from '../../kernel/src/trees/engine/current.js';
import { fitCausalForest, predictEffects } from '../../kernel/src/trees/forests/causal-forest.js';
import { fitRegressionForest } from '../../kernel/src/trees/forests/family/regression-forest.js';
import { binFeatures } from '../../kernel/src/trees/matrix/binning.js';
import { allRows } from '../kernel/trees/data.js';
import {
  coverage,
  mean,
  meanSquaredError,
  residuals,
  simulateTrial,
  type Trial,
  wagerAthey,
} from '../kernel/trees/forests/family-simulations.js';
import { writeResults } from '../results.js';

const trees = 500;
const fresh = 1000;

/** Simulations of Wager & Athey (2018, section 5); where there is confounding the means are estimated, else they are known. */
const runs = [
  { setup: 'confounding', n: 500, d: 2, seeds: 200 },
  { setup: 'confounding', n: 500, d: 10, seeds: 200 },
  { setup: 'confounding', n: 500, d: 20, seeds: 200 },
  { setup: 'smooth', n: 2000, d: 2, seeds: 200 },
  { setup: 'smooth', n: 2000, d: 8, seeds: 200 },
  { setup: 'smooth', n: 20_000, d: 8, seeds: 15 },
  { setup: 'corner', n: 2000, d: 2, seeds: 200 },
  { setup: 'corner', n: 2000, d: 8, seeds: 200 },
] as const;

interface Outcome {
  readonly inside: number;
  readonly outOfBag: number;
  readonly error: number;
  readonly variance: number;
}

/** Residuals on the out-of-bag means of two regression forests. */
function estimatedResiduals(trial: Trial, seed: number) {
  const n = trial.y.length;
  const matrix = binFeatures(trial.x);
  const less = (values: Float64Array): Float64Array => {
    const means = fitRegressionForest(matrix, values, allRows(n), { trees, seed }).outOfBag.mean;
    return values.map((value, i) => value - means[i]);
  };
  return { yResidual: less(trial.y), wResidual: less(trial.w) };
}

function once({ setup, n, d }: (typeof runs)[number], seed: number): Outcome {
  const trial = simulateTrial(wagerAthey[setup], n, d, seed);
  const { yResidual, wResidual } =
    setup === 'confounding' ? estimatedResiduals(trial, seed) : residuals(trial);
  const forest = fitCausalForest(binFeatures(trial.x), yResidual, wResidual, allRows(n), { trees, seed });
  const other = simulateTrial(wagerAthey[setup], fresh, d, 1_000_000 + seed);
  const { effect, variance } = predictEffects(forest, other.x);
  return {
    inside: coverage(effect, variance, other.tau),
    outOfBag: coverage(forest.outOfBag.effect, forest.outOfBag.variance, trial.tau),
    error: meanSquaredError(effect, other.tau),
    variance: mean(variance),
  };
}

describe('pointwise 95 % intervals of causal forests in the simulations of Wager and Athey', () => {
  const table: string[][] = [];

  beforeAll(() => {
    configureEngine({ threads: 2, script: new URL('../../dist/tree-worker.mjs', import.meta.url) });
  });

  afterAll(async () => {
    configureEngine({});
    await writeResults('forest-coverage.md', {
      title: 'Intervals of causal forests',
      command: 'npm run test:slow -- forest-coverage',
      note:
        `The simulations of Wager & Athey (2018): no effect but confounding (means estimated by regression forests), a smooth ` +
        `effect of two covariates, and one that rises in a corner. Forests of ${trees} trees with all defaults; share of ` +
        `pointwise 95 % intervals that hold the truth at ${fresh} new rows and at the training rows out of bag, mean over seeds.`,
      columns: [
        'setup',
        'rows',
        'covariates',
        'seeds',
        'coverage',
        'out of bag',
        'squared error',
        'mean variance',
      ],
      rows: table,
    });
  });

  test.each(runs)('$setup, $n rows, $d covariates', (run) => {
    const outcomes = Array.from({ length: run.seeds }, (_, i) => once(run, 1 + i));
    const average = (key: keyof Outcome): number => mean(outcomes.map((outcome) => outcome[key]));
    table.push([
      run.setup,
      run.n.toLocaleString('en-US'),
      `${run.d}`,
      `${run.seeds}`,
      `${(100 * average('inside')).toFixed(1)} %`,
      `${(100 * average('outOfBag')).toFixed(1)} %`,
      average('error').toFixed(4),
      average('variance').toFixed(4),
    ]);
    expect(average('inside')).toBeGreaterThan(0.93);
    expect(average('inside')).toBeLessThan(0.98);
  });
});

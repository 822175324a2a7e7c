import { afterAll, beforeAll, expect, test } from 'vitest';
import { configureEngine } from '../../kernel/src/trees/engine/current.js';
import { fitCausalForest, predictEffects } from '../../kernel/src/trees/forests/causal-forest.js';
import { fitDoseForest, predictDoseEffects } from '../../kernel/src/trees/forests/family/dose-forest.js';
import {
  fitInstrumentalForest,
  predictInstrumentalEffects,
} from '../../kernel/src/trees/forests/family/instrumental-forest.js';
import {
  localLinearEffects,
  localLinearMeans,
  predictLocalLinear,
} from '../../kernel/src/trees/forests/family/local-linear.js';
import {
  armContrast,
  fitMultiArmForest,
  predictArmEffects,
} from '../../kernel/src/trees/forests/family/multi-arm-forest.js';
import {
  fitQuantileForest,
  predictQuantiles,
} from '../../kernel/src/trees/forests/family/quantile-forest.js';
import {
  fitRegressionForest,
  predictMeans,
} from '../../kernel/src/trees/forests/family/regression-forest.js';
import { fitSurvivalForest, predictSurvival } from '../../kernel/src/trees/forests/family/survival-forest.js';
import { tuneCausalForest } from '../../kernel/src/trees/forests/family/tuning.js';
import { binFeatures } from '../../kernel/src/trees/matrix/binning.js';
import { allRows } from '../kernel/trees/data.js';
import {
  coverage,
  mean,
  meanSquaredError,
  residuals,
  simulateArms,
  simulateDose,
  simulateFriedman,
  simulateInstrument,
  simulateSpread,
  simulateSurvival,
  simulateTrial,
  steep,
  wagerAthey,
} from '../kernel/trees/forests/family-simulations.js';
import { writeResults } from '../results.js';

const n = 2000;
const fresh = 500;
const d = 5;
const trees = 500;
const rows = allRows(n);
const table: string[][] = [];

beforeAll(() => {
  configureEngine({ threads: 2, script: new URL('../../dist/tree-worker.mjs', import.meta.url) });
});

afterAll(async () => {
  configureEngine({});
  await writeResults('forest-family.md', {
    title: 'The family of forests where the truth is known',
    command: 'npm run test:slow -- forest-family',
    note:
      `Root mean squared error at ${fresh} new rows of forests of ${trees} trees learned from ${n} rows and ${d} covariates, ` +
      'beside that of what they are to be better than, and what share of 95 % intervals (of quantiles: of new outcomes below ' +
      'them) holds the truth; means over seeds.',
    columns: ['forest', 'seeds', 'error', 'compared with', 'its error', 'coverage', 'its coverage'],
    rows: table,
  });
});

type Numbers = Readonly<Record<string, number>>;

/** Means over seeds of whatever numbers one seed yields. */
function over<Result extends Numbers>(seeds: number, once: (seed: number) => Result): Result {
  const results = Array.from({ length: seeds }, (_, i) => once(1 + i));
  const keys = Object.keys(results[0]);
  return Object.fromEntries(keys.map((key) => [key, mean(results.map((each) => each[key]))])) as Result;
}

interface Row {
  readonly forest: string;
  readonly seeds: number;
  readonly error: number;
  readonly other?: string;
  readonly otherError?: number;
  readonly covered?: number;
  readonly otherCovered?: number;
}

function tell({ forest, seeds, error, other = '', otherError, covered, otherCovered }: Row): void {
  const percent = (share?: number): string => (share === undefined ? '' : `${(100 * share).toFixed(1)} %`);
  table.push([
    forest,
    `${seeds}`,
    error.toFixed(3),
    other,
    otherError?.toFixed(3) ?? '',
    percent(covered),
    percent(otherCovered),
  ]);
}

const less = (values: Float64Array, means: Float64Array): Float64Array =>
  values.map((value, i) => value - means[i]);
const rootError = (estimate: ArrayLike<number>, truth: ArrayLike<number>): number =>
  Math.sqrt(meanSquaredError(estimate, truth));
const elsewhere = (seed: number): number => 1_000_000 + seed;

test('an instrument recovers the effect where least squares are biased', () => {
  const seeds = 60;
  const found = over(seeds, (seed) => {
    const { x, y, w, z } = simulateInstrument(n, d, seed);
    const other = simulateInstrument(fresh, d, elsewhere(seed));
    const matrix = binFeatures(x);
    const iv = predictInstrumentalEffects(
      fitInstrumentalForest(matrix, y, w, z, rows, { trees, seed }).forest,
      other.x,
    );
    const squares = predictDoseEffects(fitDoseForest(matrix, y, w, rows, { trees, seed }).forest, other.x);
    return {
      error: rootError(iv.effect, other.tau),
      otherError: rootError(squares.effect, other.tau),
      covered: coverage(iv.effect, iv.variance, other.tau),
      otherCovered: coverage(squares.effect, squares.variance, other.tau),
      bias: mean(iv.effect) - mean(other.tau),
      otherBias: mean(squares.effect) - mean(other.tau),
    };
  });
  tell({ forest: 'instrumental', seeds, other: 'least squares (dose forest)', ...found });
  expect(Math.abs(found.bias)).toBeLessThan(0.03);
  expect(found.otherBias).toBeGreaterThan(0.5);
  expect(found.covered).toBeGreaterThan(0.92);
  expect(found.covered).toBeLessThan(0.98);
});

test('several arms, any two of them', () => {
  const seeds = 60;
  const pairs = [
    ['mail', 'none'],
    ['call', 'none'],
    ['call', 'mail'],
  ] as const;
  const found = over(seeds, (seed) => {
    const trial = simulateArms(n, d, seed);
    const other = simulateArms(fresh, d, elsewhere(seed));
    const groups = { names: trial.arms, arm: trial.arm, propensities: trial.propensities };
    const y = less(trial.y, trial.m);
    const model = fitMultiArmForest(binFeatures(trial.x), y, groups, rows, { trees, seed });
    const effects = predictArmEffects(model, other.x);
    const truthOf = (name: string): Float64Array =>
      name === 'none' ? new Float64Array(fresh) : other.effects[trial.arms.indexOf(name) - 1];
    return Object.fromEntries(
      pairs.flatMap(([arm, base]) => {
        const { effect, variance } = armContrast(effects, arm, base);
        const truth = less(truthOf(arm), truthOf(base));
        return [
          [`${arm} over ${base}: error`, rootError(effect, truth)],
          [`${arm} over ${base}: covered`, coverage(effect, variance, truth)],
        ];
      }),
    );
  });
  for (const [arm, base] of pairs) {
    const name = `${arm} over ${base}`;
    const [error, covered] = [found[`${name}: error`], found[`${name}: covered`]];
    tell({ forest: `three arms, ${name}`, seeds, error, covered });
    expect(error).toBeLessThan(0.25);
    expect(covered).toBeGreaterThan(0.92);
    expect(covered).toBeLessThan(0.98);
  }
});

test('a dose has a partial effect', () => {
  const seeds = 60;
  const found = over(seeds, (seed) => {
    const trial = simulateDose(n, d, seed);
    const other = simulateDose(fresh, d, elsewhere(seed));
    const y = less(trial.y, trial.m);
    const model = fitDoseForest(binFeatures(trial.x), y, less(trial.dose, trial.e), rows, { trees, seed });
    const { effect, variance } = predictDoseEffects(model.forest, other.x);
    return {
      error: rootError(effect, other.effect),
      covered: coverage(effect, variance, other.effect),
    };
  });
  tell({ forest: 'dose', seeds, ...found });
  expect(found.error).toBeLessThan(0.12);
  expect(found.covered).toBeGreaterThan(0.92);
  expect(found.covered).toBeLessThan(0.98);
});

test.each([
  [0.1, -1.2815515655],
  [0.5, 0],
  [0.9, 1.2815515655],
])('quantile %d, by splits that see distributions and by those that see means', (quantile, z) => {
  const seeds = 30;
  const found = over(seeds, (seed) => {
    const { x, y } = simulateSpread(n, d, seed);
    const other = simulateSpread(fresh, d, elsewhere(seed));
    const by = (splitBy: 'quantiles' | 'means'): { error: number; below: number } => {
      const model = fitQuantileForest(binFeatures(x), y, rows, { trees, seed, splitBy });
      const own = predictQuantiles(model, other.x, [quantile]);
      const below = mean(Array.from(own, (value, i) => (other.y[i] <= value ? 1 : 0)));
      return { error: rootError(own, other.quantile(z)), below };
    };
    const [own, means] = [by('quantiles'), by('means')];
    return { error: own.error, otherError: means.error, covered: own.below, otherCovered: means.below };
  });
  tell({ forest: `quantile ${quantile}`, seeds, other: 'splits by means', ...found });
  expect(Math.abs(found.covered - quantile)).toBeLessThan(0.02);
  expect(found.error).toBeLessThan(0.6);
});

test('survival curves of censored rows', () => {
  const seeds = 60;
  const found = over(seeds, (seed) => {
    const { x, time, event } = simulateSurvival(n, d, seed);
    const other = simulateSurvival(fresh, d, elsewhere(seed));
    const error = (known: Uint8Array): number => {
      const model = fitSurvivalForest(binFeatures(x), time, known, rows, { trees, seed });
      const asked = [0.25, 0.5, 1, 1.5, 2];
      const { survival } = predictSurvival(model, other.x, asked);
      return rootError(
        survival,
        survival.map((_, i) => other.survival(Math.floor(i / 5), asked[i % 5])),
      );
    };
    return { error: error(event), otherError: error(event.map(() => 1)) };
  });
  tell({ forest: 'survival', seeds, other: 'censoring taken for events', ...found });
  expect(found.error).toBeLessThan(0.06);
  expect(found.error).toBeLessThan(0.5 * found.otherError);
});

test('lines lower the error of a smooth mean', () => {
  const seeds = 30;
  const found = over(seeds, (seed) => {
    const { x, y } = simulateFriedman(n, d, seed);
    const other = simulateFriedman(fresh, d, elsewhere(seed));
    const model = fitRegressionForest(binFeatures(x), y, rows, { trees, seed, keepSamples: true });
    const flat = predictMeans(model, other.x);
    const lines = predictLocalLinear(localLinearMeans(model.forest, x, y), other.x);
    return {
      error: rootError(lines.estimate, other.mean),
      otherError: rootError(flat.mean, other.mean),
      covered: coverage(lines.estimate, lines.variance, other.mean),
      otherCovered: coverage(flat.mean, flat.variance, other.mean),
    };
  });
  tell({ forest: 'local linear, mean', seeds, other: 'regression forest', ...found });
  expect(found.error).toBeLessThan(0.85 * found.otherError);
});

test.each([
  ['steep', steep],
  ['corner', wagerAthey.corner],
])('lines lower the error of a steep effect, and leave others as they are: %s', (name, setup) => {
  const seeds = 30;
  const found = over(seeds, (seed) => {
    const trial = simulateTrial(setup, n, d, seed);
    const other = simulateTrial(setup, fresh, d, elsewhere(seed));
    const { yResidual, wResidual } = residuals(trial);
    // Lines are for wide neighbourhoods: with few rows in a leaf their slopes are mostly noise.
    const options = { trees, seed, minLeaf: 20, keepSamples: true };
    const forest = fitCausalForest(binFeatures(trial.x), yResidual, wResidual, rows, options);
    const flat = predictEffects(forest, other.x);
    const lines = predictLocalLinear(localLinearEffects(forest, trial.x, yResidual, wResidual), other.x);
    return {
      error: rootError(lines.estimate, other.tau),
      otherError: rootError(flat.effect, other.tau),
      covered: coverage(lines.estimate, lines.variance, other.tau),
      otherCovered: coverage(flat.effect, flat.variance, other.tau),
    };
  });
  tell({ forest: `local linear, ${name} effect`, seeds, other: 'causal forest', ...found });
  expect(found.error).toBeLessThan((name === 'steep' ? 0.8 : 1.03) * found.otherError);
});

test.each(['confounding', 'smooth', 'corner'] as const)('tuning does no harm: %s', (name) => {
  const seeds = 20;
  const found = over(seeds, (seed) => {
    const trial = simulateTrial(wagerAthey[name], n, d, seed);
    const { yResidual, wResidual } = residuals(trial);
    const matrix = binFeatures(trial.x);
    const { parameters } = tuneCausalForest(matrix, yResidual, wResidual, rows, { seed });
    const grown = (options: object) =>
      fitCausalForest(matrix, yResidual, wResidual, rows, { trees, seed, ...options }).outOfBag;
    const [tuned, given] = [grown(parameters), grown({})];
    return {
      error: rootError(tuned.effect, trial.tau),
      otherError: rootError(given.effect, trial.tau),
      covered: coverage(tuned.effect, tuned.variance, trial.tau),
      otherCovered: coverage(given.effect, given.variance, trial.tau),
    };
  });
  tell({ forest: `tuned, ${name}`, seeds, other: 'defaults', ...found });
  expect(found.error).toBeLessThan(1.02 * found.otherError);
});

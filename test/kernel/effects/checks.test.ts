import { describe, expect, it } from 'vitest';
import { balanceCheck, balanceOf } from '../../../kernel/src/effects/checks/balance.js';
import { overlapCheck, overlapOf } from '../../../kernel/src/effects/checks/overlap.js';
import { placeboCheck } from '../../../kernel/src/effects/checks/placebo.js';
import { estimandWeights } from '../../../kernel/src/effects/estimators/estimand-weights.js';
import { constantNuisances } from '../../../kernel/src/effects/nuisances/nuisances.js';
import type { Sample } from '../../../kernel/src/effects/sample/sample.js';
import { openStudy } from '../../../kernel/src/effects/study.js';
import { unwatched } from '../../../kernel/src/task.js';
import { noise, number, parametersOf, tableOf } from './tables.js';

function sampleOf(arm: number[], outcome: number[]): Sample {
  return {
    rows: Int32Array.from(arm.keys()),
    arms: ['none', 'mail'],
    arm: Int32Array.from(arm),
    outcome: Float64Array.from(outcome),
    binary: false,
    counts: [0, 1].map((a) => arm.filter((own) => own === a).length),
    warnings: [],
  };
}

const propensities = (p: number[]) => [Float64Array.from(p, (value) => 1 - value), Float64Array.from(p)];

/** 500 rows in the arm `mail` with probability `p(x)` of a standard normal x. */
function assigned(p: (x: number) => number, seed: number) {
  const { normal, uniform } = noise(seed);
  const x = Array.from({ length: 500 }, normal);
  const propensity = propensities(x.map(p));
  const arm = x.map((value) => (uniform() < p(value) ? 1 : 0));
  return { sample: sampleOf(arm, x), propensity, x: Float64Array.from(x) };
}

const steep = (x: number) => 1 / (1 + Math.exp(-6 * x));
const gentle = (x: number) => 1 / (1 + Math.exp(-0.5 * x));

describe('overlap', () => {
  it('passes in an experiment, however small one arm is', () => {
    const { sample, propensity } = assigned(() => 0.03, 1);
    const overlap = overlapOf(sample, propensity, 1, 'ate');
    expect(overlap.shareOutside).toBe(0);
    expect(overlapCheck([overlap], 'ate', 'mailing').passed).toBe(true);
  });

  it('fails where the covariates nearly decide the arm, and counts the rows where they do', () => {
    const { sample, propensity } = assigned(steep, 2);
    const overlap = overlapOf(sample, propensity, 1, 'ate');
    const [low, high] = overlap.bounds;
    const outside = propensity[1].filter((p) => p < low || p > high).length / 500;
    expect(overlap.shareOutside).toBeCloseTo(outside, 12);
    const check = overlapCheck([overlap], 'ate', 'mailing');
    expect(check.passed).toBe(false);
    expect(check.sentence).toContain('mailing is too predictable');
    const { effectiveTreated, effectiveUntreated } = overlap;
    expect(check.sentence).toContain(
      `the worth of ${Math.round(effectiveTreated)} rows in the arm and ${Math.round(effectiveUntreated)} rows in the baseline`,
    );
  });

  it('asks of the ATT only that the treated could have gone untreated', () => {
    // Half of the untreated can never be treated: no harm to the effect on the treated.
    const p = Array.from({ length: 400 }, (_, i) => (i < 200 ? 0.5 : 0.0001));
    const sample = sampleOf(
      p.map((_, i) => (i < 100 ? 1 : 0)),
      p,
    );
    expect(overlapOf(sample, propensities(p), 1, 'att').shareOutside).toBe(0);
    expect(overlapOf(sample, propensities(p), 1, 'ate').shareOutside).toBe(0.5);
  });

  it('gives effective sizes: the number of rows where weights are even', () => {
    const { sample, propensity } = assigned(() => 0.5, 3);
    const { effectiveTreated, effectiveUntreated } = overlapOf(sample, propensity, 1, 'ate');
    expect(effectiveTreated).toBeCloseTo(sample.counts[1], 6);
    expect(effectiveUntreated).toBeCloseTo(sample.counts[0], 6);
  });
});

describe('balance', () => {
  const balance = (weighted: boolean) => {
    const { sample, propensity, x } = assigned(gentle, 4);
    const used = weighted ? propensity : constantNuisances(sample).propensity;
    const own = (arm: number) => estimandWeights(sample.arm, arm, 1, used, 'ate');
    const untreated = own(0);
    const weights = own(1).map((w, row) => w + untreated[row]);
    const features = { rows: 500, list: [{ name: 'x', source: 'x', kind: 'numeric' as const, values: x }] };
    const rows = balanceOf(sample, features, weights, 1);
    return { rows, check: balanceCheck(rows, sample) };
  };

  it('is reached by weighting with the true propensities', () => {
    const { rows, check } = balance(true);
    expect(rows).toHaveLength(1);
    expect(rows[0].before).toBeGreaterThan(0.3);
    expect(Math.abs(rows[0].after)).toBeLessThan(0.15);
    expect(check.passed).toBe(true);
  });

  it('fails without weights, and names the covariate', () => {
    const { rows, check } = balance(false);
    expect(rows[0].after).toBeCloseTo(rows[0].before, 12);
    expect(check.passed).toBe(false);
    expect(check.sentence).toContain('of x, so "mail" and "none" still differ');
  });

  it('shows every level of a category and what is missing', () => {
    const sample = sampleOf([0, 0, 1, 1], [0, 0, 0, 0]);
    const values = Float64Array.from([0, 1, 0, Number.NaN]);
    const shop = {
      name: 'shop',
      source: 'shop',
      kind: 'categorical' as const,
      values,
      levels: ['north', 'south'],
    };
    const rows = balanceOf(sample, { rows: 4, list: [shop] }, new Float64Array(4).fill(1), 1);
    expect(rows.map(({ covariate }) => covariate)).toEqual([
      'shop = north',
      'shop = south',
      'shop (missing)',
    ]);
  });
});

describe('placebo', () => {
  const placebo = (arm: readonly number[], outcome: readonly number[], seed: number) => {
    const table = tableOf(number('treatment', arm), number('outcome', outcome));
    const study = openStudy({ table, texts: [], parameters: parametersOf({ seed }) }, unwatched);
    return placeboCheck({ study, used: study.constants() }, unwatched);
  };

  const failures = (outcome: (normal: () => number) => number) =>
    Array.from({ length: 60 }, (_, seed) => {
      const { normal, uniform } = noise(seed + 100);
      const arm = Array.from({ length: 200 }, () => (uniform() < 0.5 ? 1 : 0));
      return placebo(
        arm,
        arm.map((a) => a + outcome(normal)),
        seed,
      ).passed;
    }).filter((passed) => !passed).length;

  it('rarely fails where the interval is right', () => {
    // 1 in 20 at most: of 60, more than 7 would happen in 1 of 100 runs.
    expect(failures((normal) => normal())).toBeLessThanOrEqual(7);
  });

  it('fails where an arm has too few rows for outcomes as skewed as these', () => {
    const { normal, uniform } = noise(1);
    const arm = Array.from({ length: 400 }, () => (uniform() < 0.03 ? 1 : 0));
    const check = placebo(
      arm,
      arm.map(() => Math.exp(1.5 * normal())),
      1,
    );
    expect(check.passed).toBe(false);
    expect(check.value).toBeGreaterThan(check.threshold);
    expect(check.sentence).toContain('too narrow');
  });
});

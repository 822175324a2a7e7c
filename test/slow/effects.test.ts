import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../kernel/src/effects/estimate-effect.js';
import { unwatched } from '../../kernel/src/task.js';
import { confounded, experiment } from '../kernel/effects/simulate.js';
import { type Parameters, parametersOf } from '../kernel/effects/tables.js';

const seeds = 200;
const adjusted = { adjustment: ['x', 'z', 'shop'] };
type Sample = { readonly table: ReturnType<typeof experiment>; readonly truth: number };

/** Of many samples: mean error in standard errors of an estimate, and share of intervals that hold the truth. */
function study(draw: (seed: number) => Sample, given: Partial<Parameters>) {
  let bias = 0;
  let covered = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const { table, truth } = draw(seed);
    const parameters = parametersOf({ ...given, seed });
    const [{ estimate, stdError, interval }] = estimateEffect(
      { table, texts: [], parameters },
      unwatched,
    ).contrasts;
    bias += (estimate - truth) / stdError / seeds;
    covered += (truth >= interval[0] && truth <= interval[1] ? 1 : 0) / seeds;
  }
  console.log(`bias ${bias.toFixed(3)} standard errors, coverage ${(100 * covered).toFixed(1)} %`);
  return { bias, covered };
}

/**
 * Coverage over 200 seeds has a standard error of 1.5 %, and bias one of .07 standard errors: bounds are 95 % and 0, give or take
 * about two of those.
 */
function expectSound({ bias, covered }: ReturnType<typeof study>): void {
  expect(Math.abs(bias)).toBeLessThan(0.15);
  expect(covered).toBeGreaterThanOrEqual(0.92);
  expect(covered).toBeLessThanOrEqual(0.98);
}

describe('over 200 seeds', () => {
  it('a difference in means is unbiased and covers in an experiment', () => {
    const estimator = { kind: 'difference in means', options: {} } as const;
    const draw = (seed: number) => ({ table: experiment(200, seed), truth: 1 });
    expectSound(study(draw, { estimator, arms: ['none', 'a'] }));
  });

  it('AIPW of the ATE is unbiased and covers under known confounding', () => {
    expectSound(study((seed) => ({ table: confounded(1000, seed, 1).table, truth: 1 }), adjusted));
  });

  it('AIPW of the ATT is unbiased and covers under known confounding', () => {
    const truth = averageOfTreated();
    const draw = (seed: number) => ({ table: confounded(1000, seed, 1).table, truth });
    expectSound(study(draw, { ...adjusted, estimand: 'att' }));
  });

  it('the placebo check fails at most as often as it says in sound experiments', () => {
    let failed = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const parameters = parametersOf({ arms: ['none', 'a'], checks: ['placebo'], seed });
      const { checks } = estimateEffect({ table: experiment(300, seed), texts: [], parameters }, unwatched);
      if (!checks[0].passed) failed++;
    }
    console.log(`false alarms ${failed} of ${seeds}`);
    // At 5 %, more than 17 of 200 would happen in 1 of 100 runs.
    expect(failed).toBeLessThanOrEqual(17);
  });
});

/** The ATT of the whole population, from one large sample. */
function averageOfTreated(): number {
  return confounded(1_000_000, 0, 1).att;
}

import { afterAll, describe, expect, it } from 'vitest';
import { estimateEffect } from '../../kernel/src/effects/estimate-effect.js';
import { unwatched } from '../../kernel/src/task.js';
import { confounded, experiment } from '../kernel/effects/simulate.js';
import { type Parameters, parametersOf } from '../kernel/effects/tables.js';
import { writeResults } from '../results.js';

const seeds = 200;
const adjusted = { adjustment: ['x', 'z', 'shop'] };
const measured: string[][] = [];
type Sample = { readonly table: ReturnType<typeof experiment>; readonly truth: number };

/** Of many samples: mean error in standard errors of an estimate, and share of intervals that hold the truth. */
function study(name: string, draw: (seed: number) => Sample, given: Partial<Parameters>) {
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
  measured.push([name, bias.toFixed(3), `${(100 * covered).toFixed(1)} %`, '']);
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
  afterAll(() =>
    writeResults('effects.md', {
      title: 'Effects whose truth is known',
      command: 'npm run test:slow -- effects',
      note: `${seeds} seeds each, 95 % intervals: mean error in standard errors, share of intervals that hold the truth, and false alarms of a check that is to give at most 5 %.`,
      columns: ['what', 'bias (standard errors)', 'coverage', 'false alarms'],
      rows: measured,
    }),
  );

  it('a difference in means is unbiased and covers in an experiment', () => {
    const estimator = { kind: 'difference in means', options: {} } as const;
    const draw = (seed: number) => ({ table: experiment(200, seed), truth: 1 });
    expectSound(study('difference in means, experiment of 200', draw, { estimator, arms: ['none', 'a'] }));
  });

  it('AIPW of the ATE is unbiased and covers under known confounding', () => {
    const draw = (seed: number) => ({ table: confounded(1000, seed, 1).table, truth: 1 });
    expectSound(study('AIPW, ATE, confounded, 1,000 rows', draw, adjusted));
  });

  it('AIPW of the ATT is unbiased and covers under known confounding', () => {
    const truth = averageOfTreated();
    const draw = (seed: number) => ({ table: confounded(1000, seed, 1).table, truth });
    expectSound(study('AIPW, ATT, confounded, 1,000 rows', draw, { ...adjusted, estimand: 'att' }));
  });

  it('the placebo check fails at most as often as it says in sound experiments', () => {
    let failed = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const parameters = parametersOf({ arms: ['none', 'a'], checks: ['placebo'], seed });
      const { checks } = estimateEffect({ table: experiment(300, seed), texts: [], parameters }, unwatched);
      if (!checks[0].passed) failed++;
    }
    measured.push(['placebo check, experiment of 300', '', '', `${failed} of ${seeds}`]);
    // At 5 %, more than 17 of 200 would happen in 1 of 100 runs.
    expect(failed).toBeLessThanOrEqual(17);
  });
});

/** The ATT of the whole population, from one large sample. */
function averageOfTreated(): number {
  return confounded(1_000_000, 0, 1).att;
}

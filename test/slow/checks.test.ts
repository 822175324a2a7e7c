import { afterAll, describe, expect, it } from 'vitest';
import type { CheckKind } from '../../kernel/src/plan.js';
import { type Confounding, shopWithHidden } from '../kernel/effects/confounding.js';
import { category, noise, number, tableOf } from '../kernel/effects/tables.js';
import { writeResults } from '../results.js';
import {
  byChance,
  countFailures,
  type Design,
  failureRows,
  mostFailures,
  seeds,
  skewed,
  sound,
  values,
  withColumns,
} from './check-designs.js';

const measured: string[][] = [];

/** How often each check fails over the seeds of a design, noted for the table. */
function failures(
  name: string,
  draw: Design,
  checks: readonly CheckKind[],
  each?: Parameters<typeof countFailures>[2],
): Map<string, number> {
  const failed = countFailures(draw, checks, each);
  measured.push(...failureRows(name, failed));
  return failed;
}

/** Independences that hold in the sound shop; nothing has to be adjusted for to test them. */
const rightGraph: Design = (seed) => ({
  table: sound(seed).table,
  given: {
    implications: [
      { a: 'before', b: 'region', given: ['x'] },
      { a: 'before', b: 'tenure', given: ['z'] },
      { a: 'region', b: 'shop', given: [] },
    ],
  },
});

/** A confounder that is the sign of a product: learners see it only with many rows, and it nearly decides the treatment. */
const hard: Design = (seed) => {
  const { normal, uniform } = noise(seed);
  const covariates = Array.from({ length: 4 }, () => Array.from({ length: 400 }, normal));
  const sign = covariates[0].map((value, i) => Math.sign(value * covariates[1][i]));
  const treatment = sign.map((value) => (uniform() < 1 / (1 + Math.exp(-2 * value)) ? 1 : 0));
  const outcome = sign.map((value, i) => 5 * value + treatment[i] + normal());
  const columns = covariates.map((column, j) => number(`x${j}`, column));
  return {
    table: tableOf(...columns, number('treatment', treatment), number('outcome', outcome)),
    given: { adjustment: columns.map(({ name }) => name) },
  };
};

/** Propensities that run from 1 in 100 to 99 in 100 over the rows; all that is needed is adjusted for. */
const steep: Design = (seed) => {
  const { normal, uniform } = noise(seed);
  const [x, z] = [0, 1].map(() => Float64Array.from({ length: 400 }, normal));
  const treatment = x.map((value) => (uniform() < 1 / (1 + Math.exp(-2 * value)) ? 1 : 0));
  const outcome = x.map((value, i) => value + z[i] + treatment[i] + normal());
  return {
    table: tableOf(
      number('x', x),
      number('z', z),
      number('treatment', treatment),
      number('outcome', outcome),
    ),
    given: { adjustment: ['x', 'z'], nuisances: { kind: 'linear', options: {} } },
  };
};

const twin = { treatment: 0.6, outcome: 0.8 };
const shop =
  (design: Confounding, adjustment: string[], rows = 400): Design =>
  (seed) => {
    const table = shopWithHidden(rows, seed, design);
    const { normal } = noise(seed + 10_000);
    const [x, u] = [values(table, 'x'), values(table, 'u')];
    const before = number(
      'before',
      x.map((value, i) => value + u[i] + normal()),
    );
    const region = category(
      'region',
      Array.from(u, (value) => (value + normal() > 0 ? 'south' : 'north')),
    );
    return {
      table: withColumns(table, before, region),
      given: {
        adjustment,
        negativeOutcomes: ['before'],
        negativeTreatments: ['region'],
        implications: [{ a: 'before', b: 'treatment', given: ['x'] }],
      },
    };
  };

describe(`checks over ${seeds} seeds`, () => {
  afterAll(() =>
    writeResults('checks.md', {
      title: 'Checks: false alarms and power',
      command: 'npm run test:slow -- checks',
      note: 'How often each check fails: in designs that are as the analysis supposes, where at most 5 % may, and in designs that break what it looks at, where it should.',
      columns: ['check', 'design', 'failed', 'share'],
      rows: measured,
    }),
  );

  it('are silent where the analysis is sound', () => {
    const checks: CheckKind[] = ['placebo', 'dummy outcome', 'random cause', 'subsets', 'negative controls'];
    const failed = failures('sound: 400 rows, 3 covariates', sound, checks);
    for (const [check, count] of failed)
      expect({ check, ok: count <= mostFailures }).toEqual({ check, ok: true });
  });

  it('are silent where the graph is right', () => {
    const failed = failures('sound: 3 independences, 400 rows', rightGraph, ['implications']);
    for (const count of failed.values()) expect(count).toBeLessThanOrEqual(mostFailures);
  });

  it('are silent in an experiment', () => {
    const checks: CheckKind[] = ['placebo', 'dummy outcome', 'subsets'];
    const failed = failures('sound: experiment of 300', byChance, checks);
    for (const [check, count] of failed)
      expect({ check, ok: count <= mostFailures }).toEqual({ check, ok: true });
  });

  it('see nuisances that are too rough', () => {
    const failed = failures('a confounder that the learners hardly see', hard, [
      'dummy outcome',
      'random cause',
      'subsets',
    ]);
    expect(failed.get('subsets')).toBeGreaterThan(0.6 * seeds);
  });

  it('see outcomes that are too skewed for the interval', () => {
    const failed = failures('20 treated rows, lognormal outcomes', skewed, ['placebo']);
    for (const count of failed.values()) expect(count).toBeGreaterThan(0.5 * seeds);
  });

  it('doubt intervals of steep propensities no more often than these miss the truth', () => {
    let missed = 0;
    const failed = failures('propensities from 1 to 99 %', steep, ['placebo'], ({ contrast }) => {
      const [low, high] = contrast.interval;
      if (low > 1 || high < 1) missed++;
    });
    const share = ((100 * missed) / seeds).toFixed(1);
    measured.push([
      '',
      'there: intervals of the estimate that miss the truth',
      `${missed} of ${seeds}`,
      `${share} %`,
    ]);
    // Two counts of one rate differ by more than this in 1 of 100 runs.
    const chance = 2.33 * Math.sqrt(2 * missed);
    expect(failed.get('placebo')).toBeLessThanOrEqual(Math.max(mostFailures, missed + chance));
  });

  it('see a confounder that is missing, as far as controls and graph show it', () => {
    const checks: CheckKind[] = ['negative controls', 'implications'];
    const missing = shop({ effect: 0, seen: twin, hidden: twin }, ['x', 'z']);
    const failed = failures('a confounder is missing that moves the controls', missing, checks);
    for (const count of failed.values()) expect(count).toBeGreaterThan(0.8 * seeds);
  });

  it('say what one as strong as a covariate would do', () => {
    const checks: CheckKind[] = ['unobserved', 'simulated cause'];
    const none = { treatment: 0, outcome: 0 };
    const stronger = { treatment: 0.9, outcome: 1.2 };
    const fired = failures(
      'all of the effect is a missing confounder, two thirds as strong as a covariate; 1,000 rows',
      shop({ effect: 0, seen: stronger, hidden: twin }, ['x', 'z'], 1000),
      checks,
    );
    for (const count of fired.values()) expect(count).toBeGreaterThan(0.9 * seeds);

    const weak = { treatment: 0.3, outcome: 0.3 };
    const alarms = failures(
      'sound: an effect of 1, a covariate of a third of that',
      shop({ effect: 1, seen: weak, hidden: none }, ['x', 'z']),
      checks,
    );
    for (const count of alarms.values()) expect(count).toBeLessThanOrEqual(mostFailures);
  });

  it('give an interval that holds the truth where a twin of the covariate is missing', () => {
    let [covered, plain] = [0, 0];
    const missing = shop({ effect: 0.5, seen: twin, hidden: twin }, ['x', 'z'], 1000);
    failures(
      'a twin of a covariate is missing, the effect is .5; 1,000 rows',
      missing,
      ['unobserved'],
      (found) => {
        const as = found.sensitivity?.[0].benchmarks.find(({ column }) => column === 'x');
        const holds = ([low, high]: readonly [number, number]) => low <= 0.5 && high >= 0.5;
        if (as && holds(as.interval)) covered++;
        if (holds(found.contrast.interval)) plain++;
      },
    );
    const share = (count: number) => [`${count} of ${seeds}`, `${((100 * count) / seeds).toFixed(1)} %`];
    measured.push([
      '',
      'there: intervals "as strong as" the covariate that hold the truth',
      ...share(covered),
    ]);
    measured.push(['', 'there: intervals of the estimate that do', ...share(plain)]);
    expect(covered).toBeGreaterThanOrEqual(0.93 * seeds);
    expect(plain).toBeLessThan(0.3 * seeds);
  });
});

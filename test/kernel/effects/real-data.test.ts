import { describe, expect, it } from 'vitest';
import type { Table } from '../../../kernel/src/data/table.js';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { unwatched } from '../../../kernel/src/task.js';
import { number, type Parameters, parametersOf, readTable, sharedData, tableOf } from './tables.js';

const lalonde = sharedData('lalonde/smith_todd.csv') ?? '';
const hillstrom = sharedData('hillstrom/hillstrom.csv') ?? '';
const checks = ['overlap', 'balance', 'placebo'] as const;
const means = { kind: 'difference in means', options: {} } as const;

const estimate = (table: Table, given: Partial<Parameters>) =>
  estimateEffect({ table, texts: [], parameters: parametersOf({ checks, ...given }) }, unwatched);

/** Everyone who is not known to be treated is not. */
function untreatedWhereMissing(table: Table): Table {
  const treated = table.columns.get('treated');
  if (treated?.kind !== 'numeric') throw new Error('treated is a number');
  const filled = number(
    'treated',
    treated.values.map((value) => (value === 1 ? 1 : 0)),
  );
  return { ...tableOf(...table.columns.values(), filled), sourceRow: table.sourceRow };
}

describe.skipIf(!lalonde)('LaLonde (skipped where the shared data is missing)', () => {
  const training = { treatment: 'treated', outcome: 're78', estimand: 'att' } as const;
  const background = ['age', 'educ', 'black', 'married', 'nodegree', 'hisp', 're74', 're75'];

  it('finds 1794 in the experiment, where all checks pass', () => {
    const table = readTable(lalonde, (row) => row.dwincl === '1');
    const { contrasts, n, checks: found } = estimate(table, { ...training, estimator: means, modifiers: [] });
    expect(n).toBe(445);
    expect(contrasts[0].estimate).toBeCloseTo(1794.34, 2);
    // Equal variances would give 632.85; the treated vary more, so Neyman's error is larger.
    expect(contrasts[0].stdError).toBeCloseTo(671.0, 1);
    expect(found.every(({ passed }) => passed)).toBe(true);
  });

  it('keeps the experiment with its background adjusted for', () => {
    const table = readTable(lalonde, (row) => row.dwincl === '1');
    const { contrasts, checks: found } = estimate(table, { ...training, adjustment: background });
    expect(Math.abs(contrasts[0].estimate - 1794)).toBeLessThan(700);
    expect(found.every(({ passed }) => passed)).toBe(true);
  });

  it('brings survey controls from -15,205 to near the experiment, and says that they hardly overlap', () => {
    const table = untreatedWhereMissing(
      readTable(lalonde, (row) => (row.dwincl === '1' && row.treated === '1') || row.sample === '3'),
    );
    const { contrasts, unadjusted, checks: found } = estimate(table, { ...training, adjustment: background });
    expect(unadjusted[0].estimate).toBeCloseTo(-15204.8, 0);
    expect(contrasts[0].estimate).toBeGreaterThan(0);
    expect(contrasts[0].estimate).toBeLessThan(3500);
    const overlap = found.find(({ name }) => name === 'overlap');
    expect(overlap?.passed).toBe(false);
    expect(overlap?.sentence).toMatch(/`trim "optimal"` leaves out rows .* below 0\.0\d+ or above 0\.9\d+/);
  });

  it('is within one standard error of the experiment once the rows are trimmed that the overlap check names', () => {
    const table = untreatedWhereMissing(
      readTable(lalonde, (row) => (row.dwincl === '1' && row.treated === '1') || row.sample === '3'),
    );
    const estimator = { kind: 'aipw', options: { trim: 'optimal' } } as const;
    const found = estimate(table, { ...training, adjustment: background, estimator, checks: ['overlap'] });
    const [{ estimate: effect, stdError }] = found.contrasts;
    expect(Math.abs(effect - 1794.34)).toBeLessThan(stdError);
    expect(found.checks[0].passed).toBe(true);
    expect(found.estimandSentence).toMatch(
      /only rows with a propensity of treated = 1 from 0\.0\d+ to 0\.9\d+/,
    );
  });
});

describe.skipIf(!hillstrom)('Hillstrom (skipped where the shared data is missing)', () => {
  const visit = {
    treatment: 'treatment',
    outcome: 'visit',
    arms: ['No E-Mail', 'Mens E-Mail', 'Womens E-Mail'],
  };

  it('finds what each e-mail added to visits', () => {
    const { contrasts, checks: found } = estimate(readTable(hillstrom), { ...visit, estimator: means });
    expect(Math.abs(contrasts[0].estimate - 0.0766)).toBeLessThan(0.0002);
    expect(Math.abs(contrasts[1].estimate - 0.0452)).toBeLessThan(0.0002);
    expect(found.every(({ passed }) => passed)).toBe(true);
  });
});

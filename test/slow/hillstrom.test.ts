import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../kernel/src/effects/estimate-effect.js';
import { unwatched } from '../../kernel/src/task.js';
import { parametersOf, readTable, sharedData } from '../kernel/effects/tables.js';

const hillstrom = sharedData('hillstrom/hillstrom.csv') ?? '';

describe.skipIf(!hillstrom)('Hillstrom (skipped where the shared data is missing)', () => {
  it('AIPW agrees with the experiment and is no less precise', () => {
    const parameters = parametersOf({
      treatment: 'treatment',
      outcome: 'visit',
      arms: ['No E-Mail', 'Mens E-Mail', 'Womens E-Mail'],
      adjustment: ['recency', 'history', 'mens', 'womens', 'zip_code', 'newbie', 'channel'],
      checks: ['overlap', 'balance', 'placebo'],
    });
    const { contrasts, unadjusted, checks } = estimateEffect(
      { table: readTable(hillstrom), texts: [], parameters },
      unwatched,
    );
    contrasts.forEach(({ estimate, stdError }, i) => {
      expect(Math.abs(estimate - unadjusted[i].estimate)).toBeLessThan(stdError);
      expect(stdError).toBeLessThanOrEqual(unadjusted[i].stdError);
    });
    expect(checks.every(({ passed }) => passed)).toBe(true);
  });
});

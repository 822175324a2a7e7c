import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import type { EstimatorKind } from '../../../kernel/src/plan.js';
import { unwatched } from '../../../kernel/src/task.js';
import { noise, number, parametersOf, tableOf } from './tables.js';

const { normal, uniform } = noise(5);
const x = Array.from({ length: 200 }, normal);
const outcome = x.map((value) => value + normal());

const effect = (kind: EstimatorKind, treatment: readonly number[], y: readonly number[] = outcome) =>
  estimateEffect(
    {
      table: tableOf(number('x', x), number('treatment', treatment), number('outcome', y)),
      texts: [],
      parameters: parametersOf({ adjustment: ['x'], checks: ['overlap'], estimator: { kind, options: {} } }),
    },
    unwatched,
  );

describe('bad data', () => {
  it.each(['lin', 'stratification', 'matching', 'aipw'] as const)(
    'an arm of 3 rows: %s says how many it needs',
    (kind) => {
      const treatment = x.map((_, i) => (i < 3 ? 1 : 0));
      expect(() => effect(kind, treatment)).toThrow(
        'Arm "1" of treatment has 3 rows with an outcome; it needs at least 10 (2 for each of the 5 folds).',
      );
    },
  );

  it.each(['aipw', 'tmle', 'ipw', 'dml', 'matching'] as const)(
    'separation: %s ends, and the overlap check fails',
    (kind) => {
      const { contrasts, checks } = effect(
        kind,
        x.map((value) => (value > 0 ? 1 : 0)),
      );
      expect(Number.isFinite(contrasts[0].estimate)).toBe(true);
      expect(contrasts[0].stdError).toBeGreaterThan(0);
      expect(checks.map(({ passed }) => passed)).toEqual([false]);
    },
  );

  it('separation: strata that had to be joined say that they do not compare like with like', () => {
    const { warnings } = effect(
      'stratification',
      x.map((value) => (value > 0 ? 1 : 0)),
    );
    expect(warnings.join()).toMatch(/strata 1 are left/);
  });

  it('an outcome that is the same in every row has no effect to find', () => {
    const coin = x.map(() => (uniform() < 0.5 ? 1 : 0));
    for (const kind of [
      'difference in means',
      'stratification',
      'matching',
      'aipw',
      'tmle',
      'dml',
      'lin',
      'cuped',
      'ipw',
    ] as const) {
      const same = x.map(() => 7);
      const { contrasts, warnings } = effect(kind, coin, same);
      expect(contrasts[0].estimate).toBeCloseTo(0, 12);
      expect(warnings.join()).toContain('The outcome "outcome" is 7 in every row');
    }
  });

  it('100 arms are sent to the estimators of an amount', () => {
    const many = x.map((_, i) => i % 100);
    expect(() => effect('aipw', many)).toThrow(
      /has 100 distinct values, .* or use `dose response` or `dml` if it is an amount/,
    );
  });
});

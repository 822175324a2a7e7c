import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { unwatched } from '../../../kernel/src/task.js';
import { confounded, surveyed } from './simulate.js';
import { number, type Parameters, parametersOf, tableOf } from './tables.js';

const means = { kind: 'difference in means', options: {} } as const;
const estimate = (table: ReturnType<typeof tableOf>, given: Partial<Parameters>) =>
  estimateEffect({ table, texts: [], parameters: parametersOf(given) }, unwatched);

/** A table with one column more. */
const beside = (table: ReturnType<typeof tableOf>, name: string, values: ArrayLike<number>) =>
  tableOf(...table.columns.values(), number(name, values));

describe('sample weights', () => {
  it('bring the average over those who answered to that over all', () => {
    const table = surveyed(1500, 1);
    const [answered] = estimate(table, { adjustment: ['x'] }).contrasts;
    const [all] = estimate(table, { adjustment: ['x'], weights: 'weight' }).contrasts;
    expect(Math.abs(all.estimate - 1) / all.stdError).toBeLessThan(3);
    expect((answered.estimate - 1) / answered.stdError).toBeGreaterThan(5);
  });

  it('that are whole numbers count rows so many times', () => {
    const [treatment, outcome, weight] = [
      [0, 0, 0, 1, 1, 1],
      [1, 2, 4, 3, 7, 8],
      [1, 2, 3, 3, 1, 2],
    ];
    const repeat = (values: number[]) => values.flatMap((value, i) => new Array(weight[i]).fill(value));
    const weighted = tableOf(
      number('treatment', treatment),
      number('outcome', outcome),
      number('weight', weight),
    );
    const repeated = tableOf(number('treatment', repeat(treatment)), number('outcome', repeat(outcome)));
    const [one] = estimate(weighted, { estimator: means, weights: 'weight' }).contrasts;
    const [other] = estimate(repeated, { estimator: means }).contrasts;
    expect(one.estimate).toBeCloseTo(other.estimate, 12);
    expect(one.baselineMean).toBeCloseTo(17 / 6, 12);
  });

  it('that are all the same are as good as none', () => {
    const { table } = confounded(300, 3);
    const given = { adjustment: ['x', 'z'], checks: ['overlap', 'balance', 'placebo'] } as const;
    const plain = estimate(table, { ...given, checks: [...given.checks] });
    const same = estimate(beside(table, 'weight', new Array(300).fill(2.5)), {
      ...given,
      checks: [...given.checks],
      weights: 'weight',
    });
    expect(same).toEqual(plain);
  });

  it('count in the tables of balance and overlap', () => {
    const table = surveyed(600, 2);
    const given = { adjustment: ['x'], estimator: means };
    const [plain] = estimate(table, given).balance;
    const weighted = estimate(table, { ...given, weights: 'weight' });
    expect(weighted.balance[0].before).not.toBeCloseTo(plain.before, 3);
    // Kish: weights cost rows, beyond what the propensities cost
    expect(weighted.overlap[0].effectiveTreated).toBeLessThan(
      0.9 * estimate(table, given).overlap[0].effectiveTreated,
    );
  });

  it('of 0 leave rows out, with a warning', () => {
    const { table } = confounded(200, 4);
    const weights = Array.from({ length: 200 }, (_, i) => (i < 20 ? 0 : 1));
    const { n, warnings } = estimate(beside(table, 'weight', weights), {
      estimator: means,
      weights: 'weight',
    });
    expect(n).toBe(180);
    expect(warnings).toEqual(['20 rows were left out: of weight 0 in weight.']);
  });

  it('that are negative, missing or no numbers are refused, all at once', () => {
    const { table } = confounded(200, 5);
    const bad = Array.from({ length: 200 }, (_, i) => (i === 7 ? -1 : i === 11 ? Number.NaN : 1));
    expect(() => estimate(beside(table, 'weight', bad), { estimator: means, weights: 'weight' })).toThrow(
      [
        'The weights "weight" miss a value, first in row 12; keep only rows that have one, or derive a column that is never missing.',
        'The weights "weight" are negative, first in row 8; weights are 0 or more.',
      ].join('\n'),
    );
    expect(() => estimate(table, { estimator: means, weights: 'shop' })).toThrow(
      'The weights "shop" hold words; weights are numbers, 0 or more.',
    );
    expect(() => estimate(table, { estimator: means, weights: 'wt' })).toThrow(
      'The weights "wt" are not a column of the data.',
    );
  });
});

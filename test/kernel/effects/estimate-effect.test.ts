import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { createTask, unwatched } from '../../../kernel/src/task.js';
import { confounded, experiment } from './simulate.js';
import { noise, number, type Parameters, parametersOf, tableOf } from './tables.js';

const estimate = (table: ReturnType<typeof tableOf>, given: Partial<Parameters>) =>
  estimateEffect({ table, texts: [], parameters: parametersOf(given) }, unwatched);

const means = { kind: 'difference in means', options: {} } as const;
const forest = { kind: 'causal forest', options: { trees: 100 } } as const;
const adjusted = { adjustment: ['x', 'z', 'shop'] };

describe('difference in means', () => {
  it("is the difference of the arms' means with Neyman's error", () => {
    const table = tableOf(number('treatment', [0, 0, 0, 1, 1]), number('outcome', [1, 2, 3, 5, 9]));
    const { contrasts, n } = estimate(table, { estimator: means });
    expect(n).toBe(5);
    expect(contrasts[0].estimate).toBe(5);
    expect(contrasts[0].baselineMean).toBe(2);
    // s0^2 = 1 over 3 rows, s1^2 = 8 over 2
    expect(contrasts[0].stdError).toBeCloseTo(Math.sqrt(1 / 3 + 8 / 2), 12);
  });

  it('keeps arms apart and names them, baseline first', () => {
    const result = estimate(experiment(3000, 1), { estimator: means, arms: ['none', 'a', 'b'] });
    expect(result.arms).toEqual(['none', 'a', 'b']);
    expect(result.contrasts.map(({ arm }) => arm)).toEqual(['a', 'b']);
    result.contrasts.forEach(({ estimate: found, stdError }, i) => {
      expect(Math.abs(found - [1, 0.5][i]) / stdError).toBeLessThan(3);
    });
    expect(result.sentence).toMatch(
      /^Without adjustment, treatment "a" raised outcome by .* under "none"; treatment "b"/,
    );
  });
});

describe('AIPW', () => {
  it('finds the ATE that a difference in means misses by many standard errors', () => {
    const { table, ate } = confounded(1500, 1);
    const { contrasts, unadjusted } = estimate(table, adjusted);
    expect(Math.abs(unadjusted[0].estimate - ate) / unadjusted[0].stdError).toBeGreaterThan(6);
    expect(Math.abs(contrasts[0].estimate - ate) / contrasts[0].stdError).toBeLessThan(3);
    // With everything known, the best standard error is near sqrt(E[1 / e(1 - e)] / n) = .057.
    expect(contrasts[0].stdError).toBeLessThan(0.08);
  });

  it('tells the effect on the treated from the effect on everyone', () => {
    const { table, ate, att } = confounded(1500, 2, 1);
    expect(att - ate).toBeGreaterThan(0.2);
    const found = estimate(table, { ...adjusted, estimand: 'att' }).contrasts[0];
    expect(Math.abs(found.estimate - att) / found.stdError).toBeLessThan(3);
    expect(Math.abs(found.estimate - ate) / found.stdError).toBeGreaterThan(3);
  });

  it('is no less precise than a difference in means in an experiment, for every arm', () => {
    const table = experiment(1500, 3);
    const { contrasts, unadjusted, checks } = estimate(table, {
      arms: ['none', 'a', 'b'],
      adjustment: ['x'],
      checks: ['overlap', 'balance', 'placebo'],
    });
    contrasts.forEach((contrast, i) => {
      expect(contrast.stdError).toBeLessThan(unadjusted[i].stdError);
      expect(Math.abs(contrast.estimate - [1, 0.5][i]) / contrast.stdError).toBeLessThan(3);
    });
    expect(checks.map(({ name, passed }) => [name, passed])).toEqual([
      ['overlap', true],
      ['balance', true],
      ['placebo', true],
    ]);
  });

  it('gives the same numbers for the same request, and others for another seed', () => {
    const { table } = confounded(300, 4);
    const [first, again, other] = [1, 1, 2].map(
      (seed) => estimate(table, { ...adjusted, seed }).contrasts[0],
    );
    expect(again).toEqual(first);
    expect(other.estimate).not.toBe(first.estimate);
  });

  it('with nothing to adjust for is the difference in means', () => {
    const { table } = confounded(400, 5);
    const { contrasts, unadjusted } = estimate(table, {});
    expect(contrasts[0].estimate).toBeCloseTo(unadjusted[0].estimate, 12);
    expect(contrasts[0].stdError / unadjusted[0].stdError).toBeCloseTo(1, 2);
  });

  it('says how many propensities were at the bound', () => {
    const { normal, uniform } = noise(8);
    const x = Array.from({ length: 400 }, normal);
    const treatment = x.map((value) => (uniform() < 1 / (1 + Math.exp(-8 * value)) ? 1 : 0));
    const table = tableOf(number('x', x), number('treatment', treatment), number('outcome', x));
    const { warnings } = estimate(table, { adjustment: ['x'] });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^[1-9].*% of rows of the estimand for "1" had a propensity .* below 0.01/);
  });

  it('stops when asked to', () => {
    const flag = new Int32Array(1);
    const task = createTask(flag, (fraction) => {
      if (fraction > 0.5) flag[0] = 1;
    });
    const { table } = confounded(300, 6);
    expect(() => estimateEffect({ table, texts: [], parameters: parametersOf(adjusted) }, task)).toThrow(
      'Stopped.',
    );
  });
});

describe('effect modifiers', () => {
  const { table } = confounded(1200, 7, 1);

  it('get doubly robust averages per quarter that rise with the effect', () => {
    const { heterogeneity } = estimate(table, { ...adjusted, modifiers: ['x', 'shop'], estimator: forest });
    const quarters = heterogeneity[0].groups.filter(({ modifier }) => modifier === 'x');
    expect(quarters).toHaveLength(4);
    // mean of 1 + x in the quarters of a standard normal
    [-0.27, 0.68, 1.32, 2.27].forEach((truth, i) => {
      expect(Math.abs(quarters[i].estimate - truth) / quarters[i].stdError).toBeLessThan(3.5);
    });
    expect(
      heterogeneity[0].groups
        .filter(({ modifier }) => modifier === 'shop')
        .map((g) => g.group)
        .sort(),
    ).toEqual(['north', 'south']);
    const { positive, negative, unclear } = heterogeneity[0].shares;
    expect(positive + negative + unclear).toBeCloseTo(1, 12);
    expect(positive).toBeGreaterThan(negative);
  });

  it('are attributed: the column that moves the effect comes first', () => {
    const { attribution, fitted } = estimate(table, { ...adjusted, estimator: forest });
    expect(attribution?.sources[0].source).toBe('x');
    expect(attribution?.of).toBe('effect of treatment on outcome');
    expect(fitted.columns).toEqual(['x', 'z', 'shop']);
  });
});

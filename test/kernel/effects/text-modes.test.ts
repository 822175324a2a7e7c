import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { disagree } from '../../../kernel/src/effects/text-modes.js';
import { unwatched } from '../../../kernel/src/task.js';
import { type Browsed, browsed, browsing } from './browsed.js';
import { type Parameters, parametersOf } from './tables.js';

function estimated({ table, design }: Browsed, given: Partial<Parameters> = {}) {
  const parameters = parametersOf({ texts: [browsing], ...given });
  return estimateEffect({ table, texts: [design], parameters }, unwatched);
}

describe('modes', () => {
  const apart = (estimate: number, stdError: number) => ({
    estimate,
    stdError,
    interval: [estimate - 1.96 * stdError, estimate + 1.96 * stdError] as const,
  });

  it('disagree where they differ clearly, and by more than the error of either', () => {
    const ways = [{ stdError: 0.1 }, { stdError: 0.2 }];
    expect(disagree(apart(0.3, 0.1), ways)).toBe(true);
    expect(disagree(apart(-0.3, 0.1), ways)).toBe(true);
    expect(disagree(apart(0.3, 0.2), ways)).toBe(false);
    expect(disagree(apart(0.15, 0.01), ways)).toBe(false);
  });
});

describe('an effect with a text', () => {
  const shop = browsed(1200, 1);
  const result = estimated(shop);
  const [modes] = result.textModes ?? [];

  it('is told by what of the text is adjusted for', () => {
    expect(modes.modes.map(({ mode }) => mode)).toEqual(['full', 'outcome only', 'without text']);
    const [full, outcomeOnly, without] = modes.modes;
    expect(full.interval).toEqual(result.contrasts[0].interval);
    expect(full.difference).toBeNull();
    expect(Math.abs(outcomeOnly.estimate - 1) / outcomeOnly.stdError).toBeLessThan(3);
    // Nothing else is adjusted for.
    expect(without.estimate).toBeCloseTo(result.unadjusted[0].estimate, 12);
    expect(without.estimate).toBeGreaterThan(2);
  });

  it('says the error of what modes differ by, over the same rows', () => {
    const [full, outcomeOnly, without] = modes.modes;
    expect(without.difference?.estimate).toBeCloseTo(without.estimate - full.estimate, 12);
    expect(without.difference?.interval[0]).toBeGreaterThan(0);
    expect(modes.sentence).toContain('without text differs from the headline by +1.');
    // Of two estimates that share most of their chance, the difference has far less than either.
    expect(outcomeOnly.difference?.stdError).toBeLessThan(full.stdError / 2);
    expect(result.warnings).toEqual([]);
    expect(modes.readable).toBeLessThan(0.05);
  });

  it('has another headline where the spec asks for it, of the same numbers', () => {
    const outcomeOnly = estimated(shop, { textMode: 'outcome only' });
    expect(outcomeOnly.contrasts[0].estimate).toBeCloseTo(modes.modes[1].estimate, 12);
    expect(outcomeOnly.contrasts[0].stdError).toBeCloseTo(modes.modes[1].stdError, 12);
    expect(outcomeOnly.estimandSentence).toContain('Of browsing only what it says of outcome');
    const [beside] = outcomeOnly.textModes ?? [];
    expect(beside.headline).toBe('outcome only');
    beside.modes.forEach(({ estimate, stdError }, i) => {
      expect(estimate).toBeCloseTo(modes.modes[i].estimate, 12);
      expect(stdError).toBeCloseTo(modes.modes[i].stdError, 12);
    });
    const without = estimated(shop, { textMode: 'without text' });
    expect(without.contrasts[0].estimate).toBeCloseTo(modes.modes[2].estimate, 12);
    expect(without.adjustment.texts).toEqual([]);
    expect(without.textModes?.[0].modes[0].estimate).toBeCloseTo(modes.modes[0].estimate, 12);
  });

  it('is doubted where the text tells the treatment, and then told by its scores of the outcome', () => {
    const told = estimated(browsed(1200, 2, 4), { checks: ['text overlap'] });
    const [{ modes: found, readable }] = told.textModes ?? [];
    expect(readable).toBeGreaterThan(0.05);
    expect(told.warnings.join(' ')).toContain('`headline outcome only`');
    expect(told.checks[0].passed).toBe(false);
    expect(told.checks[0].sentence).toContain('`headline outcome only`');
    const [full, outcomeOnly] = found;
    expect(Math.abs(outcomeOnly.estimate - 1) / outcomeOnly.stdError).toBeLessThan(3);
    expect(outcomeOnly.stdError).toBeLessThan(full.stdError);
  });

  it.each(['ipw', 'stratification', 'matching', 'tmle', 'dml', 'lin', 'causal forest'] as const)(
    'has them by %s, too',
    (kind) => {
      const options: Record<string, number> = kind === 'causal forest' ? { trees: 20 } : {};
      const estimator = { kind, options };
      const small = browsed(300, 3);
      const { textModes: found, contrasts } = estimated(small, { estimator, folds: 3 });
      const [full, outcomeOnly, without] = found?.[0].modes ?? [];
      expect(full.estimate).toBe(contrasts[0].estimate);
      expect(Number.isFinite(outcomeOnly.stdError)).toBe(true);
      expect(without.estimate).toBeGreaterThan(1.8);
    },
  );

  it('has no modes without a text', () => {
    const parameters = parametersOf();
    expect(estimateEffect({ table: shop.table, texts: [], parameters }, unwatched).textModes).toBeUndefined();
  });
});

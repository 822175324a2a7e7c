import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { scoreEffect } from '../../../kernel/src/effects/score-effect.js';
import { unwatched } from '../../../kernel/src/task.js';
import { browsed, browsing } from './browsed.js';
import { parametersOf } from './tables.js';

const texts = [browsing];

describe('a text as confounder', () => {
  const { table, design } = browsed(1200, 1);

  it('is adjusted for through scores nested in the folds', () => {
    const parameters = parametersOf({ texts, checks: ['overlap', 'balance'] });
    const result = estimateEffect({ table, texts: [design], parameters }, unwatched);
    const [{ estimate, stdError }] = result.contrasts;
    expect(result.unadjusted[0].estimate).toBeGreaterThan(2);
    expect(Math.abs(estimate - 1) / stdError).toBeLessThan(3);
    expect(stdError).toBeLessThan(0.15);
    expect(result.adjustment.texts).toEqual(['browsing']);
    expect(result.balance.map(({ covariate }) => covariate)).toEqual(['browsing (score of 1)']);
    expect(result.checks.filter(({ passed }) => !passed)).toEqual([]);
  });

  it('can modify the effect: later texts are scored by heads that are kept', () => {
    const estimator = { kind: 'causal forest', options: { trees: 50 } } as const;
    const { fitted, attribution } = estimateEffect(
      { table, texts: [design], parameters: parametersOf({ texts, estimator }) },
      unwatched,
    );
    expect(attribution?.sources.map(({ source }) => source)).toEqual(['browsing']);
    const later = browsed(40, 2);
    const [{ effect }] = scoreEffect(fitted, later.table, [later.design], unwatched);
    expect(effect.every(Number.isFinite)).toBe(true);
    expect(JSON.parse(JSON.stringify(fitted.texts))).toEqual(fitted.texts);
  });
});

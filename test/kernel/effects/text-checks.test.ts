import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../kernel/src/effects/checks/check.js';
import { checkers } from '../../../kernel/src/effects/checks/checks.js';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { aipw } from '../../../kernel/src/effects/estimators/aipw.js';
import { openStudy } from '../../../kernel/src/effects/study.js';
import { findTextModes } from '../../../kernel/src/effects/text-modes.js';
import type { CheckKind } from '../../../kernel/src/plan.js';
import { unwatched } from '../../../kernel/src/task.js';
import { browsed, browsing } from './browsed.js';
import { parametersOf } from './tables.js';

const names = [
  'text overlap',
  'text residual',
  'text balance',
  'shuffled text',
] as const satisfies readonly CheckKind[];

describe('checks of texts', () => {
  const { table, design } = browsed(1200, 1);

  it('pass where the text is adjusted for', () => {
    const parameters = parametersOf({ texts: [browsing], checks: names });
    const { checks } = estimateEffect({ table, texts: [design], parameters }, unwatched);
    expect(checks.map(({ name }) => name)).toEqual(names);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(checks[0].sentence).toContain('by browsing alone');
    expect(checks[2].sentence).toMatch(/^Text balance requires/);
  });

  it('say what a confounder as strong as the text would do', () => {
    const parameters = parametersOf({ texts: [browsing], checks: ['unobserved'], folds: 3 });
    for (const textMode of ['full', 'outcome only'] as const) {
      const asked = { table, texts: [design], parameters: { ...parameters, textMode } };
      const { sensitivity, contrasts } = estimateEffect(asked, unwatched);
      const [strongest] = sensitivity?.[0].benchmarks ?? [];
      // It left an unadjusted effect 1.6 off.
      expect(strongest.column).toBe('browsing');
      expect(strongest.bias).toBeGreaterThan(0.8);
      expect(strongest.interval[0]).toBeLessThan(contrasts[0].interval[0]);
    }
  });

  it('see what an adjustment for nothing leaves', () => {
    const request = { table, texts: [design], parameters: parametersOf({ texts: [browsing] }) };
    const study = openStudy(request, unwatched);
    const used = study.constants();
    const adjusted = [aipw.estimate(study, 1, unwatched)];
    const modes = findTextModes(request, study, adjusted, unwatched);
    // Without weights of its own, an estimate has those of the nuisances.
    const estimated = [{ ...adjusted[0], balanced: undefined }];
    const finding: Finding = { study, used, estimated, contrasts: [], modes };
    const evidence = { ...finding, overlap: [], balance: [] };
    const residual = checkers['text residual'](evidence, unwatched);
    expect(residual.passed).toBe(false);
    expect(residual.sentence).toContain('still carries some of the confounding by browsing');
    // Most of the 1.6 by which an unadjusted effect is off.
    expect(residual.sentence).toMatch(/move the effect of "1" by −1\.[4-8]/);
    const balance = checkers['text balance'](evidence, unwatched);
    expect(balance.passed).toBe(false);
    expect(balance.sentence).toContain('browsing (score of the outcome in 0)');
  });

  it('are not made where no text is adjusted for', () => {
    const parameters = parametersOf({ checks: names });
    const { checks } = estimateEffect({ table, texts: [], parameters }, unwatched);
    for (const check of checks) expect(check.sentence).toContain('no text is adjusted for');
  });
});

import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../../../kernel/src/effects/estimate-effect.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { confounded } from '../simulate.js';
import { parametersOf } from '../tables.js';

const estimate = (slope: number, seed: number, modifiers: string[] = ['x', 'z']) =>
  estimateEffect(
    {
      table: confounded(600, seed, slope).table,
      texts: [],
      parameters: parametersOf({
        adjustment: modifiers.length > 0 ? ['x', 'z', 'shop'] : [],
        modifiers,
        estimator: modifiers.length > 0 ? { kind: 'r learner', options: {} } : { kind: 'aipw', options: {} },
        checks: ['calibration', 'heterogeneity', 'uplift'],
        folds: 3,
        seed,
      }),
    },
    unwatched,
  );

describe('checks of conditional effects', () => {
  it('find heterogeneity that there is, and draw its curve', () => {
    const { checks, uplift } = estimate(2, 1);
    const [calibration, heterogeneity, gains] = checks;
    expect(checks.map(({ passed }) => passed)).toEqual([true, true, true]);
    expect(calibration.sentence).toMatch(/can be taken as they are/);
    expect(heterogeneity.value).toBeGreaterThan(heterogeneity.threshold);
    expect(heterogeneity.sentence).toMatch(/heterogeneity is detectable/);
    expect(gains.sentence).toMatch(/treating by predicted effects gains/);
    expect(uplift).toHaveLength(1);
    expect(uplift?.[0].points).toHaveLength(21);
    expect(uplift?.[0].sentence).toMatch(/: more than the/);
  });

  it('say that there is none to be seen where effects are the same', () => {
    const { checks } = estimate(0, 2);
    expect(checks.map(({ passed }) => passed)).toEqual([true, true, true]);
    expect(checks[0].sentence).toMatch(/no detectable heterogeneity/);
    expect(checks[1].sentence).toMatch(/no detectable heterogeneity/);
    expect(checks[2].sentence).toMatch(/no detectable gain/);
  });

  it('pass unjudged where there is nothing that effects could differ by', () => {
    const { checks, uplift } = estimate(0, 1, []);
    expect(checks.every(({ passed, value }) => passed && value === 0)).toBe(true);
    expect(uplift).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import type { EffectEstimate } from '../../../kernel/src/effects/request.js';
import { InputError } from '../../../kernel/src/problem.js';
import type { Estimate } from '../../../kernel/src/result.js';
import { unwatched } from '../../../kernel/src/task.js';
import {
  doseCurve,
  dosed,
  encouraged,
  frontDoored,
  instrumented,
  mediated,
  partlyLinear,
  threeArms,
} from './simulate-ways.js';
import { type Parameters, parametersOf, type tableOf } from './tables.js';

type Table = ReturnType<typeof tableOf>;

function effect(table: Table, kind: string, given: Partial<Parameters>, options = {}): EffectEstimate {
  const estimator = { kind: kind as Parameters['estimator']['kind'], options };
  return estimateEffect({ table, texts: [], parameters: parametersOf({ estimator, ...given }) }, unwatched);
}

/** Distance from the truth in standard errors: beyond 3.5 in about 1 of 2000 sound estimates. */
const off = ({ estimate, stdError }: Estimate, truth: number): number =>
  Math.abs(estimate - truth) / stdError;

const codes = (run: () => unknown): string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
};

describe('dml', () => {
  it('finds the effect per unit of an amount, and says what it is', () => {
    const found = effect(partlyLinear(600, 1), 'dml', { adjustment: ['x', 'z'] });
    expect(off(found.contrasts[0], 2)).toBeLessThan(3.5);
    expect(found.contrasts[0].n).toBe(600);
    expect(found.sentence).toContain('one unit more of treatment raised outcome');
    expect(found.overlap).toEqual([]);
    expect(Math.abs(found.unadjusted[0].estimate - 2)).toBeGreaterThan(0.1);
  });

  it('finds the effects of several arms at once', () => {
    const arms = ['none', 'a', 'b'];
    const { contrasts } = effect(threeArms(600, 1), 'dml', { adjustment: ['x', 'z'], arms });
    expect(off(contrasts[0], 1)).toBeLessThan(3.5);
    expect(off(contrasts[1], 2)).toBeLessThan(3.5);
  });
});

describe('two stage regression', () => {
  const given = { adjustment: ['x'], instruments: ['first', 'second'] };
  const kind = 'two stage regression';

  it('sees past a hidden cause with strong instruments', () => {
    const { contrasts, instrument, unadjusted } = effect(
      instrumented(2000, 1, { strength: 0.7 }),
      kind,
      given,
    );
    expect(off(contrasts[0], 1.5)).toBeLessThan(3.5);
    expect(off(unadjusted[0], 1.5)).toBeGreaterThan(3.5);
    const [{ value, threshold }] = instrument?.firstStage ?? [];
    expect(value).toBeGreaterThan(threshold);
    const [low, high] = instrument?.robust ?? [];
    expect(low).toBeLessThan(contrasts[0].estimate);
    expect(high).toBeGreaterThan(contrasts[0].estimate);
  });

  it('is the ratio of covariances with one instrument and nothing else, with the critical value 23.1', () => {
    const table = instrumented(500, 2, { strength: 0.7 });
    const { contrasts, instrument } = effect(table, kind, { instruments: ['second'] });
    const values = (name: string): Float64Array => {
      const column = table.columns.get(name);
      if (column?.kind !== 'numeric') throw new Error(name);
      return column.values;
    };
    const [z, t, y] = ['second', 'treatment', 'outcome'].map(values);
    const mean = z.reduce((sum, v) => sum + v, 0) / z.length;
    const along = (v: Float64Array): number => v.reduce((sum, one, i) => sum + one * (z[i] - mean), 0);
    expect(contrasts[0].estimate).toBeCloseTo(along(y) / along(t), 8);
    expect(instrument?.firstStage[0].threshold).toBeCloseTo(23.1, 1);
    expect(instrument?.overIdentification).toBeUndefined();
  });

  it('warns of weak instruments, whose robust interval may have no end', () => {
    const { instrument, warnings } = effect(instrumented(500, 1, { strength: 0.01 }), kind, given);
    expect(warnings.join()).toContain('weak instruments');
    expect(instrument?.robust).toEqual([null, null]);
  });

  it('lets instruments contradict each other', () => {
    const found = effect(instrumented(2000, 1, { strength: 0.7, direct: 1 }), kind, given);
    expect(found.instrument?.overIdentification?.pValue).toBeLessThan(0.001);
    expect(found.warnings.join()).toContain('contradict each other');
  });

  it('refuses what cannot work', () => {
    const table = instrumented(200, 1, { strength: 0.7 });
    expect(codes(() => effect(table, kind, {}))).toEqual(['CS6022']);
    expect(codes(() => effect(table, kind, { instruments: ['nothing', 'outcome'] }))).toEqual([
      'CS6023',
      'CS6023',
    ]);
    expect(codes(() => effect(table, kind, { ...given, estimand: 'att' }))).toEqual(['CS6024']);
    const arms = { instruments: ['z'], arms: ['none', 'a', 'b'] };
    expect(codes(() => effect(threeArms(300, 1), kind, arms))).toEqual(['CS6023']);
  });
});

describe('instrumental dml', () => {
  const { table, late } = encouraged(1500, 1);

  it('finds the effect on compliers, of whom the always-takers are none', () => {
    const given = { adjustment: ['x', 'z'], instruments: ['instrument'] };
    const { contrasts, estimandSentence } = effect(table, 'instrumental dml', given, { late: 1 });
    expect(off(contrasts[0], late)).toBeLessThan(3.5);
    expect(estimandSentence).toContain('(LATE)');
  });

  it('keeps that for yes-or-no instruments', () => {
    const given = { instruments: ['z'] };
    expect(codes(() => effect(table, 'instrumental dml', given, { late: 1 }))).toEqual(['CS6023']);
  });
});

it('an instrumental forest sees the effect differ', () => {
  const given = { adjustment: ['x'], modifiers: ['x'], instruments: ['instrument'] };
  const { heterogeneity } = effect(encouraged(2000, 2).table, 'instrumental forest', given, { trees: 200 });
  const [low, , , , high] = heterogeneity[0].quantiles;
  expect(high.value - low.value).toBeGreaterThan(0.5);
});

it('a front door sees past a hidden cause that adjustment does not', () => {
  const { table, effect: truth } = frontDoored(1000, 1);
  const given = { adjustment: ['x'], mediators: ['score', 'step'] };
  expect(off(effect(table, 'front door', given).contrasts[0], truth)).toBeLessThan(3.5);
  expect(off(effect(table, 'aipw', given).contrasts[0], truth)).toBeGreaterThan(3.5);
});

it('mediation parts an effect, and its parts add up', () => {
  const given = { adjustment: ['x', 'z'], mediators: ['mediator'] };
  const { contrasts, mediation = [] } = effect(mediated(1000, 1), 'mediation', given);
  const [{ total, direct, indirect, proportion, sentence }] = mediation;
  expect(off(total, 2.32)).toBeLessThan(3.5);
  expect(off(direct, 1)).toBeLessThan(3.5);
  expect(off(indirect, 1.32)).toBeLessThan(3.5);
  expect(direct.estimate + indirect.estimate).toBeCloseTo(total.estimate, 10);
  expect(contrasts[0].estimate).toBeCloseTo(total.estimate, 10);
  expect(proportion?.estimate).toBeCloseTo(indirect.estimate / total.estimate, 10);
  expect(sentence).toContain('goes through mediator');
});

describe('dose response', () => {
  const given = { adjustment: ['x', 'z'], doses: [1, 2, 3] };

  it('draws the curve, with a band wider than the intervals', () => {
    const { contrasts, dose, warnings } = effect(dosed(600, 1), 'dose response', given);
    expect(warnings).toEqual([]);
    expect(contrasts.map(({ arm }) => arm)).toEqual(['2', '3']);
    expect(off(contrasts[0], doseCurve(2) - doseCurve(1))).toBeLessThan(3.5);
    expect(off(contrasts[1], doseCurve(3) - doseCurve(1))).toBeLessThan(3.5);
    for (const { interval, band } of dose?.points ?? []) {
      expect(band[0]).toBeLessThan(interval[0]);
      expect(band[1]).toBeGreaterThan(interval[1]);
    }
    expect(dose?.sentence).toContain('Had everyone the same treatment');
  });

  it('doubts doses that many hardly ever have', () => {
    const { warnings } = effect(dosed(600, 1, 'apart'), 'dose response', given);
    expect(warnings.join()).toMatch(/Doubt the curve at treatment of .* rows hardly ever have as much/);
  });

  it('refuses arms, and doses that nobody had', () => {
    expect(codes(() => effect(threeArms(200, 1), 'dose response', {}))).toEqual(['CS6020']);
    expect(codes(() => effect(dosed(200, 1), 'dose response', { doses: [1, 99] }))).toEqual(['CS6021']);
    expect(codes(() => effect(dosed(200, 1), 'dose response', { doses: [1] }))).toEqual(['CS6021']);
  });
});

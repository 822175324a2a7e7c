import { describe, expect, it } from 'vitest';
import { eValueOf } from '../../../kernel/src/effects/checks/sensitivity/e-value.js';
import {
  outcomeGains,
  propensitiesWithout,
} from '../../../kernel/src/effects/checks/sensitivity/leave-out.js';
import { leverageOf, robustnessOf } from '../../../kernel/src/effects/checks/sensitivity/strength.js';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { fitLinear, predictLinear } from '../../../kernel/src/models/linear.js';
import { unwatched } from '../../../kernel/src/task.js';
import { type Confounding, shopWithHidden } from './confounding.js';
import { noise, number, type Parameters, parametersOf, tableOf } from './tables.js';

function judged(n: number, seed: number, design: Confounding, given: Partial<Parameters> = {}) {
  const parameters = parametersOf({
    adjustment: ['x', 'z'],
    checks: ['unobserved'],
    folds: 3,
    seed,
    ...given,
  });
  const table = shopWithHidden(n, seed, design);
  const result = estimateEffect({ table, texts: [], parameters }, unwatched);
  return { check: result.checks[0], sensitivity: result.sensitivity?.[0], contrast: result.contrasts[0] };
}

const weak = { treatment: 0.3, outcome: 0.3 };
const strong = { treatment: 0.8, outcome: 1 };
const none = { treatment: 0, outcome: 0 };

describe('strength', () => {
  it('gives the robustness value of the example of Cinelli and Hazlett (Darfur: 13.9 %)', () => {
    // Estimate .097, error .023 and 783 degrees of freedom, in their table 1.
    expect(robustnessOf(0.097 / 0.023 / Math.sqrt(783))).toBeCloseTo(0.139, 2);
  });

  it('turns a leverage into the share that has it', () => {
    for (const leverage of [0, 0.01, 0.3, 2, 1000]) {
      const share = robustnessOf(leverage);
      expect(leverageOf({ outcome: share, treatment: share })).toBeCloseTo(Math.min(leverage, 31.6), 1);
    }
    expect(robustnessOf(Number.POSITIVE_INFINITY)).toBe(1);
  });
});

describe('E-value', () => {
  const shares = (treated: number, untreated: number, n: number) => {
    const arm = Int32Array.from({ length: 2 * n }, (_, i) => i % 2);
    const outcome = Float64Array.from(arm, (a, i) => (i / 2 / n < (a === 1 ? treated : untreated) ? 1 : 0));
    const effect = outcome.map((y, i) => (arm[i] === 1 ? 2 * y : -2 * y));
    const baseline = outcome.map((y, i) => (arm[i] === 0 ? 2 * y : 0));
    const population = new Float64Array(2 * n).fill(1);
    const sample = {
      rows: Int32Array.from(arm.keys()),
      arms: ['0', '1'],
      arm,
      outcome,
      counts: [n, n],
      warnings: [],
    };
    const contrast = {
      arm: '1',
      n,
      estimate: treated - untreated,
      stdError: 0.01,
      interval: [treated - untreated - 0.02, treated - untreated + 0.02] as const,
      baselineMean: untreated,
      relative: null,
    };
    return { sample, scores: { effect, baseline, population }, contrast };
  };

  it('is that of the risk ratio: 3.41 for 2, and the same for one half', () => {
    for (const [treated, untreated] of [
      [0.4, 0.2],
      [0.2, 0.4],
    ]) {
      const { sample, scores, contrast } = shares(treated, untreated, 2000);
      const { estimate, interval } = eValueOf({ ...sample, binary: true }, scores, contrast, 1, 0.95);
      expect(estimate).toBeCloseTo(2 + Math.sqrt(2), 6);
      expect(interval).toBeGreaterThan(2.8);
      expect(interval).toBeLessThan(3.3);
    }
  });

  it('of other outcomes goes by standard deviations', () => {
    const { sample, scores, contrast } = shares(0.4, 0.2, 2000);
    const { estimate } = eValueOf({ ...sample, binary: false }, scores, contrast, 1, 0.95);
    const ratio = Math.exp((0.91 * 0.2) / Math.sqrt((0.4 * 0.6 + 0.2 * 0.8) / 2));
    expect(estimate).toBeCloseTo(ratio + Math.sqrt(ratio * (ratio - 1)), 6);
  });
});

describe('leaving out', () => {
  const { normal, uniform } = noise(5);
  const n = 4000;
  const x = Float64Array.from({ length: n }, normal);
  const twin = x.map((value) => 0.7 * value + 0.7 * normal());
  const idle = Float64Array.from({ length: n }, normal);
  const y = x.map((value, i) => value + twin[i] + normal());
  const t = x.map((value, i) => (uniform() < 1 / (1 + Math.exp(-(1.2 * value - 0.8 * twin[i]))) ? 1 : 0));
  const features = (...names: string[]) => ({
    rows: n,
    list: Object.entries({ x, twin, idle })
      .filter(([name]) => names.includes(name))
      .map(([name, values]) => ({ name, source: name, kind: 'numeric' as const, values })),
  });
  const rows = Int32Array.from(x.keys());

  it('gains in R2 are those of regressions with and without, and about 0 without meaning', () => {
    const gains = outcomeGains(features('x', 'twin', 'idle'), y, rows, unwatched);
    const left = (...names: string[]) => {
      const model = fitLinear(features(...names), y, rows, { family: 'gaussian', l2: 1e-8 }, unwatched);
      return predictLinear(model, features(...names)).reduce((sum, mean, i) => sum + (y[i] - mean) ** 2, 0);
    };
    expect(gains.get('x')?.gain).toBeCloseTo(left('twin', 'idle') / left('x', 'twin', 'idle') - 1, 2);
    expect(gains.get('twin')?.gain).toBeCloseTo(left('x', 'idle') / left('x', 'twin', 'idle') - 1, 2);
    expect(gains.get('idle')?.gain).toBeLessThan(0.002);
  });

  it('the error of a gain is that of a mean of its influences', () => {
    const { normal: draw } = noise(6);
    const found = Array.from({ length: 150 }, () => {
      const size = 400;
      const values = ['a', 'b'].map((name) => ({
        name,
        source: name,
        kind: 'numeric' as const,
        values: Float64Array.from({ length: size }, draw),
      }));
      const response = values[0].values.map((value, i) => 0.5 * value + values[1].values[i] + draw());
      const all = Int32Array.from(response.keys());
      const { gain = 0, influence = new Float64Array() } =
        outcomeGains({ rows: size, list: values }, response, all, unwatched).get('a') ?? {};
      const squares = influence.reduce((sum, value) => sum + value * value, 0);
      return { gain, error: Math.sqrt(squares) / size };
    });
    const mean = found.reduce((sum, { gain }) => sum + gain, 0) / found.length;
    const spread = Math.sqrt(
      found.reduce((sum, { gain }) => sum + (gain - mean) ** 2, 0) / (found.length - 1),
    );
    const told = found.reduce((sum, { error }) => sum + error, 0) / found.length;
    expect(mean).toBeCloseTo(0.25, 1);
    expect(told / spread).toBeGreaterThan(0.85);
    expect(told / spread).toBeLessThan(1.15);
  });

  it('weights that are whole numbers count rows so many times', () => {
    const weights = Float64Array.from(x, (_, i) => 1 + (i % 3));
    const repeated = Int32Array.from(rows).reduce<number[]>((all, row) => {
      for (let time = 0; time < weights[row]; time++) all.push(row);
      return all;
    }, []);
    const pick = (values: Float64Array) => Float64Array.from(repeated, (row) => values[row]);
    const all = features('x', 'twin', 'idle');
    const many = {
      rows: repeated.length,
      list: all.list.map((feature) => ({ ...feature, values: pick(feature.values) })),
    };
    const manyRows = Int32Array.from(repeated.keys());
    const weighted = outcomeGains(all, y, rows, unwatched, weights);
    const counted = outcomeGains(many, pick(y), manyRows, unwatched);
    for (const name of ['x', 'twin', 'idle'])
      expect(weighted.get(name)?.measured).toBeCloseTo(counted.get(name)?.measured ?? Number.NaN, 8);
    const one = propensitiesWithout(all, t, rows, unwatched, weights);
    const other = propensitiesWithout(many, pick(t), manyRows, unwatched);
    const of = (found: typeof one) => found.without.get('x')?.propensity ?? new Float64Array(1);
    const places = new Map(repeated.map((row, place) => [row, place]));
    const gap = of(one).map((p, row) => Math.abs(p - of(other)[places.get(row) ?? 0]));
    expect(Math.max(...gap)).toBeLessThan(0.01);
  });

  it('propensities without a column are close to those of a fit without it', () => {
    const { without } = propensitiesWithout(features('x', 'twin', 'idle'), t, rows, unwatched);
    const model = fitLinear(features('twin', 'idle'), t, rows, { family: 'binomial' }, unwatched);
    const refitted = predictLinear(model, features('twin', 'idle'));
    const gaps = (without.get('x')?.propensity ?? new Float64Array()).map((p, i) =>
      Math.abs(p - refitted[i]),
    );
    expect(Math.max(...gaps, gaps.length === n ? 0 : 1)).toBeLessThan(0.03);
  });
});

describe('unobserved confounding', () => {
  it('passes where no covariate is strong enough to explain the effect away', () => {
    const { check, sensitivity } = judged(600, 1, { effect: 1, seen: weak, hidden: none });
    expect(check.passed).toBe(true);
    expect(check.sentence).toContain('cannot prove');
    expect(sensitivity?.benchmarks.map(({ column }) => column)).toEqual(['x', 'z']);
    expect(sensitivity?.robustness.estimate).toBeGreaterThan(sensitivity?.robustness.interval ?? 1);
  });

  it('fails where one as strong as a covariate is all there is, and its interval then holds the truth', () => {
    const { check, sensitivity, contrast } = judged(600, 2, { effect: 0, seen: strong, hidden: strong });
    expect(contrast.interval[0]).toBeGreaterThan(0.2);
    expect(check.passed).toBe(false);
    expect(check.sentence).toContain('as strong as x');
    expect(sensitivity?.benchmarks[0].interval[0]).toBeLessThan(0);
  });

  it('says that there is nothing to explain away where the interval holds 0', () => {
    const { check, sensitivity } = judged(400, 3, { effect: 0, seen: weak, hidden: none });
    expect(check).toMatchObject({ passed: true, value: 0 });
    expect(sensitivity?.robustness.interval).toBe(0);
    expect(sensitivity?.eValue.interval).toBe(1);
  });

  it('counts rows by their sample weights, in E-value, robustness and bounds', () => {
    const table = shopWithHidden(300, 5, { effect: 0.5, seen: weak, hidden: none });
    const weights = Float64Array.from({ length: 300 }, (_, i) => 1 + (i % 3));
    const repeated = [...weights.keys()].flatMap((row) => new Array<number>(weights[row]).fill(row));
    const many = tableOf(
      ...[...table.columns.values()].map((column) => {
        const values = column.kind === 'numeric' ? column.values : new Float64Array();
        return number(
          column.name,
          repeated.map((row) => values[row]),
        );
      }),
    );
    const given = {
      estimator: { kind: 'difference in means', options: {} },
      checks: ['unobserved', 'simulated cause'],
    } as const;
    const found = (data: typeof table, more: Partial<Parameters>) =>
      estimateEffect({ table: data, texts: [], parameters: parametersOf({ ...given, ...more }) }, unwatched)
        .sensitivity?.[0];
    const one = found(tableOf(...table.columns.values(), number('weight', weights)), { weights: 'weight' });
    const other = found(many, {});
    expect(one?.eValue.estimate).toBeCloseTo(other?.eValue.estimate ?? Number.NaN, 10);
    expect(one?.robustness.estimate).toBeCloseTo(other?.robustness.estimate ?? Number.NaN, 10);
    const unweighted = found(table, {});
    expect(
      Math.abs((one?.robustness.estimate ?? 0) - (unweighted?.robustness.estimate ?? 0)),
    ).toBeGreaterThan(0.001);
  });

  it('has nothing to compare with in an experiment without covariates', () => {
    const { check, sensitivity } = judged(
      400,
      4,
      { effect: 1, seen: none, hidden: none },
      { adjustment: [] },
    );
    expect(check.passed).toBe(true);
    expect(check.sentence).toContain('no covariate was named');
    expect(sensitivity?.benchmarks).toEqual([]);
  });

  it('asks of the ATT what the treated could hide', () => {
    const { check } = judged(600, 2, { effect: 0, seen: strong, hidden: strong }, { estimand: 'att' });
    expect(check.passed).toBe(false);
  });
});

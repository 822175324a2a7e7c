import { describe, expect, it, test } from 'vitest';
import {
  difference,
  type LoggedChoices,
  type OffPolicyEstimator,
  offPolicyEstimate,
  offPolicyEstimators,
  offPolicyParts,
  type SwitchedChoices,
  switchThreshold,
} from '../../../../kernel/src/decide/rank/off-policy.js';
import { noise } from '../../effects/tables.js';

/** Three choices; a context moves what each brings, and the logging rule prefers one that does little. */
const brings = [0.2, 0.5, 0.35];
const rewardOf = (choice: number, x: number): number =>
  Math.min(0.95, brings[choice] + 0.3 * x * (choice === 1 ? 1 : -0.3));
const logged = (x: number): number[] => [0.7 - 0.3 * x, 0.05 + 0.2 * x, 0.25 + 0.1 * x];
/** The other way: mostly the second, for large contexts always. */
const other = (x: number): number[] => (x > 0.5 ? [0, 1, 0] : [0.1, 0.6, 0.3]);
const inner = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, p, i) => sum + p * b[i], 0);
const truth = (way: (x: number) => number[]): number => {
  const grid = Array.from({ length: 10_000 }, (_, i) => (i + 0.5) / 10_000);
  return (
    grid.reduce(
      (sum, x) =>
        sum +
        inner(
          way(x),
          [0, 1, 2].map((c) => rewardOf(c, x)),
        ),
      0,
    ) / grid.length
  );
};

/** @param wrong how far the model of rewards is from the truth */
function draw(n: number, seed: number, wrong: number, chances = logged): SwitchedChoices {
  const { uniform } = noise(seed);
  const reward = new Float64Array(n);
  const [weight, expected, expectedOfWay] = [0, 1, 2].map(() => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    const x = uniform();
    const p = chances(x);
    const draw = uniform();
    const choice = draw < p[0] ? 0 : draw < p[0] + p[1] ? 1 : 2;
    reward[i] = uniform() < rewardOf(choice, x) ? 1 : 0;
    weight[i] = other(x)[choice] / logged(x)[choice];
    const model = (c: number): number => rewardOf(c, x) + wrong * (c - 0.5);
    expected[i] = model(choice);
    expectedOfWay[i] = inner(other(x), [0, 1, 2].map(model));
  }
  return { reward, weight, expected, expectedOfWay, shareAbove };
}

/** Of the other way's choices, over contexts from 0 to 1. */
function shareAbove(weight: number): number {
  const grid = Array.from({ length: 200 }, (_, i) => (i + 0.5) / 200);
  const above = (x: number): number =>
    other(x).reduce((sum, p, choice) => sum + (p / logged(x)[choice] > weight ? p : 0), 0);
  return grid.reduce((sum, x) => sum + above(x), 0) / grid.length;
}

describe('off-policy estimators', () => {
  test('are what their formulas say', () => {
    const choices: LoggedChoices = {
      reward: Float64Array.of(1, 0, 1),
      weight: Float64Array.of(2, 4, 0),
      expected: Float64Array.of(0.5, 0.25, 0.75),
      expectedOfWay: Float64Array.of(0.6, 0.2, 0.4),
    };
    const value = (estimator: OffPolicyEstimator, at?: number): number =>
      offPolicyParts(choices, estimator, at).value;
    expect(value('IPS')).toBeCloseTo(2 / 3);
    expect(value('SNIPS')).toBeCloseTo(2 / 6);
    expect(value('DR')).toBeCloseTo((0.6 + 1 + (0.2 - 1) + 0.4) / 3);
    expect(value('switch', 3)).toBeCloseTo((0.6 + 1 + 0.2 + 0.4) / 3);
    expect(value('switch', 1)).toBeCloseTo((0.6 + 0.2 + 0.4) / 3);
    expect(value('switch')).toBe(value('DR'));
    const { influence } = offPolicyParts(choices, 'SNIPS');
    expect(influence.reduce((sum, part) => sum + part, 0) / 3).toBeCloseTo(2 / 6);
    const twice = difference(offPolicyParts(choices, 'DR'), offPolicyParts(choices, 'IPS'));
    expect(twice.value).toBeCloseTo(0.4 - 2 / 3);
  });

  const samples = 400;
  const n = 800;
  it.each(offPolicyEstimators)(
    '%s is unbiased, and its interval covers, where chances are known',
    (estimator) => {
      const aim = truth(other);
      let [sum, covered] = [0, 0];
      const errors: number[] = [];
      for (let seed = 1; seed <= samples; seed++) {
        const choices = draw(n, seed, 0.15);
        const at = estimator === 'switch' ? switchThreshold([choices]) : undefined;
        const { estimate, interval } = offPolicyEstimate(offPolicyParts(choices, estimator, at), 0.95);
        sum += estimate / samples;
        errors.push(estimate - aim);
        if (interval[0] <= aim && aim <= interval[1]) covered += 1 / samples;
      }
      const spread = Math.sqrt(errors.reduce((all, error) => all + error * error, 0) / samples);
      expect(Math.abs(sum - aim) / spread).toBeLessThan(0.17);
      expect(covered).toBeGreaterThan(0.925);
      expect(covered).toBeLessThan(0.98);
    },
  );

  test('DR needs less than IPS where the model is good, and is right where chances are not but the model is', () => {
    const spreadOf = (estimator: OffPolicyEstimator): number =>
      offPolicyEstimate(offPolicyParts(draw(4000, 5, 0), estimator), 0.95).stdError;
    expect(spreadOf('DR')).toBeLessThan(0.8 * spreadOf('IPS'));
    const aim = truth(other);
    const skewed = (x: number): number[] => [0.4, 0.3 + 0.1 * x, 0.3 - 0.1 * x];
    const mean = (estimator: OffPolicyEstimator): number => {
      const list = Array.from(
        { length: 100 },
        (_, i) => offPolicyParts(draw(1000, i + 1, 0, skewed), estimator).value,
      );
      return list.reduce((sum, value) => sum + value, 0) / list.length;
    };
    expect(Math.abs(mean('DR') - aim)).toBeLessThan(0.01);
    expect(Math.abs(mean('IPS') - aim)).toBeGreaterThan(0.1);
  });

  test('the threshold leaves rare choices to the model, and none where weights are small', () => {
    const even = draw(500, 3, 0.1);
    expect(switchThreshold([even])).toBe(Number.POSITIVE_INFINITY);
    const set = (values: Float64Array, value: number): Float64Array =>
      values.map((own, i) => (i === 7 ? value : own));
    const rare: SwitchedChoices = {
      ...even,
      weight: set(even.weight, 4000),
      reward: set(even.reward, 1),
      shareAbove: (weight) => (weight < 4000 ? shareAbove(weight) + 0.01 : 0),
    };
    expect(switchThreshold([rare])).toBeLessThan(4000);
    const { value } = offPolicyParts(rare, 'switch', switchThreshold([rare]));
    expect(Math.abs(value - truth(other))).toBeLessThan(0.1);
    expect(offPolicyParts(rare, 'DR').value).toBeGreaterThan(2);
  });

  test('choices of one user move together', () => {
    const choices = draw(1000, 4, 0.1);
    const again = (values: Float64Array): Float64Array => Float64Array.of(...values, ...values);
    const twice: LoggedChoices = {
      reward: again(choices.reward),
      weight: again(choices.weight),
      expected: again(choices.expected),
      expectedOfWay: again(choices.expectedOfWay),
    };
    const clusters = { of: Int32Array.from({ length: 2000 }, (_, i) => i % 1000), count: 1000 };
    const own = offPolicyEstimate(offPolicyParts(choices, 'DR'), 0.95);
    const found = offPolicyEstimate(offPolicyParts(twice, 'DR'), 0.95, clusters);
    expect(found.stdError).toBeCloseTo(own.stdError, 6);
    expect(offPolicyEstimate(offPolicyParts(twice, 'DR'), 0.95).stdError).toBeLessThan(0.75 * own.stdError);
  });
});

import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import type { Feature, Features } from '../../../kernel/src/data/table.js';
import { fitLinear, linearAttributions, predictLinear } from '../../../kernel/src/models/linear.js';
import { unwatched } from '../../../kernel/src/task.js';

const number = (name: string, values: number[]): Feature => ({
  name,
  source: name,
  kind: 'numeric',
  values: Float64Array.from(values),
});
const category = (name: string, levels: string[], codes: number[]): Feature => ({
  name,
  source: name,
  kind: 'categorical',
  levels,
  values: Float64Array.from(codes),
});
const features = (...list: Feature[]): Features => ({ rows: list[0].values.length, list });
const all = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

function uniforms(n: number, seed: number): number[] {
  const random = xoroshiro128plus(seed);
  return Array.from({ length: n }, () => uniformFloat64(random));
}

describe('ridge regression', () => {
  it('finds a line and a level without a penalty', () => {
    const x = [0, 1, 2, 3, 4, 5];
    const shop = [0, 1, 0, 1, 0, 1];
    const y = Float64Array.from(x, (value, i) => 2 + 3 * value - 4 * shop[i]);
    const given = features(number('x', x), category('shop', ['north', 'south'], shop));
    const model = fitLinear(given, y, all(6), { family: 'gaussian', l2: 0 }, unwatched);
    const predicted = predictLinear(model, given);
    y.forEach((value, i) => {
      expect(predicted[i]).toBeCloseTo(value, 5);
    });
  });

  it('solves the penalised normal equation of one standardised column', () => {
    const y = Float64Array.from([1, 3, 2, 6]);
    const given = features(number('x', [-1, 1, -1, 1]));
    const model = fitLinear(given, y, all(4), { family: 'gaussian', l2: 0.5 }, unwatched);
    // mean(x y) = 1.5 and mean(x^2) = 1, so the coefficient is 1.5 / (1 + .5)
    expect(model.intercept).toBe(3);
    expect(model.coefficients[0]).toBeCloseTo(1, 12);
  });

  it('gives rows of weight 2 the say of two rows', () => {
    const x = [0, 1, 2, 4];
    const y = [1, 0, 3, 2];
    const weighted = fitLinear(
      features(number('x', x)),
      Float64Array.from(y),
      all(4),
      { family: 'gaussian', l2: 0, weights: Float64Array.from([2, 1, 1, 1]) },
      unwatched,
    );
    const repeated = fitLinear(
      features(number('x', [0, ...x])),
      Float64Array.from([1, ...y]),
      all(5),
      { family: 'gaussian', l2: 0 },
      unwatched,
    );
    expect(weighted.intercept).toBeCloseTo(repeated.intercept, 12);
    expect(weighted.coefficients[0]).toBeCloseTo(repeated.coefficients[0], 12);
  });

  it('shrinks pure noise hard and a strong signal hardly, when it chooses the penalty itself', () => {
    const n = 200;
    const columns = Array.from({ length: 20 }, (_, j) => number(`x${j}`, uniforms(n, j + 1)));
    const noise = Float64Array.from(uniforms(n, 99));
    const signal = Float64Array.from(noise, (e, i) => 10 * columns[0].values[i] + e);
    const given = features(...columns);
    const quiet = fitLinear(given, noise, all(n), { family: 'gaussian' }, unwatched);
    const loud = fitLinear(given, signal, all(n), { family: 'gaussian' }, unwatched);
    expect(quiet.l2).toBeGreaterThan(loud.l2);
    const slope = loud.coefficients[0] / loud.terms[0].scale;
    expect(slope).toBeGreaterThan(9.5);
    expect(slope).toBeLessThan(10.5);
  });

  it('takes a missing number as the mean, corrected by its own indicator', () => {
    const given = features(number('x', [1, 2, 3, NaN, NaN, NaN]));
    const y = Float64Array.from([1, 2, 3, 10, 10, 10]);
    const model = fitLinear(given, y, all(6), { family: 'gaussian', l2: 0 }, unwatched);
    const predicted = predictLinear(model, given);
    expect(predicted[3]).toBeCloseTo(10, 5);
    expect(predicted[0]).toBeCloseTo(1, 5);
  });

  it('meets levels by name: another order changes nothing, a new level is the average', () => {
    const given = features(category('shop', ['north', 'south'], [0, 0, 1, 1]));
    const y = Float64Array.from([1, 1, 5, 5]);
    const model = fitLinear(given, y, all(4), { family: 'gaussian', l2: 0 }, unwatched);
    const later = features(category('shop', ['east', 'south', 'north'], [0, 1, 2]));
    const [east, south, north] = predictLinear(model, later);
    expect(east).toBeCloseTo(3, 5);
    expect(south).toBeCloseTo(5, 5);
    expect(north).toBeCloseTo(1, 5);
  });
});

describe('ridge logistic regression', () => {
  it('finds the coefficients of a logit', () => {
    const n = 20_000;
    const x = uniforms(n, 1);
    const u = uniforms(n, 2);
    const y = Float64Array.from(x, (value, i) => (u[i] < 1 / (1 + Math.exp(1 - 3 * value)) ? 1 : 0));
    const model = fitLinear(features(number('x', x)), y, all(n), { family: 'binomial' }, unwatched);
    const slope = model.coefficients[0] / model.terms[0].scale;
    // the standard error of the slope is about .06 here
    expect(Math.abs(slope - 3)).toBeLessThan(0.18);
    const predicted = predictLinear(model, features(number('x', [0, 1])));
    expect(predicted[0]).toBeCloseTo(1 / (1 + Math.exp(1)), 1);
    expect(predicted[1]).toBeCloseTo(1 / (1 + Math.exp(-2)), 1);
  });

  it('keeps the mean prediction at the mean outcome', () => {
    const x = uniforms(300, 3);
    const y = Float64Array.from(x, (value, i) => (value + uniforms(300, 4)[i] > 1.2 ? 1 : 0));
    const given = features(number('x', x));
    const predicted = predictLinear(
      fitLinear(given, y, all(300), { family: 'binomial', l2: 0.1 }, unwatched),
      given,
    );
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(predicted)).toBeCloseTo(mean(y), 6);
  });

  it('stays finite where a column separates the classes, and where there is one class only', () => {
    const given = features(number('x', [-2, -1, 1, 2]), number('copy', [-2, -1, 1, 2]));
    for (const l2 of [0, 'cv'] as const) {
      const model = fitLinear(
        given,
        Float64Array.from([0, 0, 1, 1]),
        all(4),
        { family: 'binomial', l2 },
        unwatched,
      );
      const predicted = predictLinear(model, given);
      expect(predicted.every((p) => p >= 0 && p <= 1)).toBe(true);
      expect(predicted[3]).toBeGreaterThan(predicted[0]);
    }
    const constant = fitLinear(given, new Float64Array(4), all(4), { family: 'binomial' }, unwatched);
    expect(predictLinear(constant, given)[0]).toBeCloseTo(0.1, 12);
  });
});

describe('attributions', () => {
  it('add up to the linear predictor, per feature', () => {
    const given = features(
      number('x', [1, 2, NaN, 4, 5]),
      category('shop', ['north', 'south', 'east'], [0, 1, 2, NaN, 1]),
    );
    const y = Float64Array.from([1, 5, 2, 8, 4]);
    const model = fitLinear(given, y, all(5), { family: 'gaussian', l2: 0.01 }, unwatched);
    const { base, values } = linearAttributions(model, given, all(5));
    predictLinear(model, given).forEach((predicted, i) => {
      expect(base + values[2 * i] + values[2 * i + 1]).toBeCloseTo(predicted, 10);
    });
  });
});

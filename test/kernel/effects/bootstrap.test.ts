import { describe, expect, it } from 'vitest';
import { bootstrap } from '../../../kernel/src/effects/inference/bootstrap.js';
import { createTask, unwatched } from '../../../kernel/src/task.js';
import { noise } from './tables.js';

const mean = (values: ArrayLike<number>) => (rows: Int32Array) =>
  rows.reduce((sum, row) => sum + values[row], 0) / rows.length;

describe('the bootstrap', () => {
  it('of a mean has the standard error of its formula, and an interval near the normal one', () => {
    const { normal } = noise(1);
    const values = Array.from({ length: 200 }, normal);
    const { estimate, stdError, interval } = bootstrap(
      200,
      mean(values),
      { draws: 2000, level: 0.95, seed: 1 },
      unwatched,
    );
    const average = values.reduce((sum, value) => sum + value, 0) / 200;
    const formula = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0)) / 200;
    expect(estimate).toBeCloseTo(average, 12);
    expect(stdError / formula).toBeCloseTo(1, 1);
    expect((interval[1] - interval[0]) / (2 * 1.96 * formula)).toBeCloseTo(1, 1);
  });

  it('of clusters draws them as a whole: rows that repeat each other tell nothing more', () => {
    const { normal } = noise(2);
    const own = Array.from({ length: 50 }, normal);
    const values = own.flatMap((value) => [value, value, value, value]);
    const clusters = { of: Int32Array.from(values, (_, row) => Math.floor(row / 4)), count: 50 };
    const options = { draws: 1000, level: 0.95, seed: 1 };
    const rows = bootstrap(200, mean(values), options, unwatched);
    const whole = bootstrap(200, mean(values), { ...options, clusters }, unwatched);
    // Four times the rows, so half the error.
    expect(whole.stdError / rows.stdError).toBeGreaterThan(1.8);
    expect(whole.stdError / rows.stdError).toBeLessThan(2.2);
    expect(bootstrap(200, mean(values), { ...options, clusters }, unwatched)).toEqual(whole);
  });

  it('refuses where samples often allow for no value, and stops when asked to', () => {
    const options = { draws: 100, level: 0.95, seed: 1 };
    const seldom = (rows: Int32Array) => (rows.includes(0) ? 1 : Number.NaN);
    expect(() => bootstrap(50, seldom, options, unwatched)).toThrow(
      /^\d+(\.\d)?% of bootstrap samples allow for no estimate: some arm or group has too few rows\.$/,
    );
    const flag = new Int32Array(1);
    const task = createTask(flag, (fraction) => {
      if (fraction > 0.5) flag[0] = 1;
    });
    expect(() => bootstrap(50, mean(new Float64Array(50)), options, task)).toThrow('Stopped.');
  });
});

import { describe, expect, test } from 'vitest';
import type { Column } from '../../../kernel/src/data/table.js';
import { calibrate } from '../../../kernel/src/models/calibration.js';
import { measure } from '../../../kernel/src/models/metrics.js';
import { outcomeOf } from '../../../kernel/src/models/outcome.js';
import { sortScored } from '../../../kernel/src/models/scored.js';
import { unwatched } from '../../../kernel/src/task.js';
import { normals, uniforms } from '../trees/data.js';

const f64 = (...values: number[]): Float64Array => Float64Array.from(values);
const named = (metrics: ReturnType<typeof measure>) => Object.fromEntries(metrics.map((m) => [m.name, m]));

describe('metrics', () => {
  test('of a classification, by hand', () => {
    const scored = sortScored(f64(0.9, 0.2, 0.6, 0.6), f64(1, 0, 1, 0));
    const {
      AUC,
      Brier,
      'log loss': logLoss,
      'calibration error': ece,
    } = named(measure('classification', scored, 1, unwatched));
    expect(AUC.value).toBe((1 + 1 + 1 + 0.5) / 4);
    expect(Brier.value).toBeCloseTo((0.01 + 0.04 + 0.16 + 0.36) / 4, 12);
    expect(logLoss.value).toBeCloseTo(
      -(Math.log(0.9) + Math.log(0.8) + Math.log(0.6) + Math.log(0.4)) / 4,
      12,
    );
    expect(ece.value).toBeCloseTo((0.1 + 0.2 + 0.4 + 0.6) / 4, 12);
  });

  test('of a regression, by hand', () => {
    const { RMSE, MAE, R2 } = named(
      measure('regression', sortScored(f64(1, 2, 3), f64(1, 2, 6)), 1, unwatched),
    );
    expect(RMSE.value).toBeCloseTo(Math.sqrt(3), 12);
    expect(MAE.value).toBe(1);
    expect(R2.value).toBeCloseTo(1 - 9 / 14, 12);
  });

  test('AUC equals the share of pairs ranked right, ties for a half', () => {
    const predicted = uniforms(300, 1).map((u) => Math.round(u * 20) / 20);
    const observed = uniforms(300, 2).map((u, i) => (u < predicted[i] ? 1 : 0));
    let [wins, pairs] = [0, 0];
    observed.forEach((y, i) => {
      observed.forEach((z, j) => {
        if (y !== 1 || z !== 0) return;
        pairs++;
        wins += predicted[i] > predicted[j] ? 1 : predicted[i] === predicted[j] ? 0.5 : 0;
      });
    });
    const { AUC } = named(measure('classification', sortScored(predicted, observed), 1, unwatched));
    expect(AUC.value).toBeCloseTo(wins / pairs, 12);
  });

  test('an interval is as wide as the spread over samples says', () => {
    const error = normals(2500, 3);
    const { MAE } = named(measure('regression', sortScored(error, new Float64Array(2500)), 1, unwatched));
    const stdError = Math.sqrt((1 - 2 / Math.PI) / 2500);
    expect((MAE.interval[1] - MAE.interval[0]) / (2 * 1.96 * stdError)).toBeGreaterThan(0.85);
    expect((MAE.interval[1] - MAE.interval[0]) / (2 * 1.96 * stdError)).toBeLessThan(1.15);
  });
});

test('calibration has ten bins of equal size in ascending order', () => {
  const predicted = uniforms(95, 4);
  const bins = calibrate(
    sortScored(
      predicted,
      predicted.map((p) => (p > 0.5 ? 1 : 0)),
    ),
  );
  expect(bins.length).toBe(10);
  expect(bins.reduce((sum, bin) => sum + bin.n, 0)).toBe(95);
  expect(bins[0].observed).toBe(0);
  expect(bins[9].observed).toBe(1);
  expect(bins.every((bin, i) => i === 0 || bin.predicted > bins[i - 1].predicted)).toBe(true);
});

describe('the task follows from the outcome', () => {
  const column = (values: number[], type: 'numeric' | 'boolean' = 'numeric') =>
    ({ kind: 'numeric', name: 'y', type, values: Float64Array.from(values) }) as const;
  /** Rows 1 to 10 of the file were not kept. */
  const read = (of: Column) => outcomeOf(of, Int32Array.of(11, 12, 13, 14));
  const levels = (codes: number[], names: string[]) =>
    ({
      kind: 'category',
      name: 'y',
      type: 'categorical',
      codes: Int32Array.from(codes),
      levels: names,
    }) as const;

  test('two values are a classification of the larger', () => {
    const outcome = read(column([7, 3, Number.NaN, 7]));
    expect(outcome).toMatchObject({ task: 'classification', positive: '7' });
    expect([...outcome.values]).toEqual([1, 0, Number.NaN, 1]);
    expect(read(column([0, 1], 'boolean')).positive).toBe('true');
    expect(read(levels([2, 0, -1], ['no', 'never seen', 'yes'])).positive).toBe('yes');
  });

  test('more are a regression', () => {
    expect(read(column([1, 2, 3])).task).toBe('regression');
  });

  test('an infinite value is named by its row in the file, not among the rows kept', () => {
    expect(() => read(column([1, 2, Number.NEGATIVE_INFINITY]))).toThrow(/infinite in row 13;/);
  });

  test.each([
    ['three levels', () => read(levels([0, 1, 2], ['a', 'b', 'c'])), 'CS5010'],
    [
      'text',
      () => read({ kind: 'text', name: 'y', type: 'text', codes: Int32Array.of(0), distinct: ['x'] }),
      'CS5010',
    ],
    ['a constant', () => read(column([4, 4, Number.NaN])), 'CS5011'],
    ['nothing but missing values', () => read(column([Number.NaN])), 'CS5011'],
    ['an infinite value', () => read(column([1, 2, Number.POSITIVE_INFINITY])), 'CS5012'],
  ])('%s is refused', (_, attempt, code) => {
    expect(attempt).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ code })] }));
  });
});

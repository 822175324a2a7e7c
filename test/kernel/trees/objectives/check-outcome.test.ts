import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError, type Problem } from '../../../../kernel/src/problem.js';
import {
  checkOutcome,
  type OutcomeNames,
} from '../../../../kernel/src/trees/boosting/objectives/check-outcome.js';
import type { LossData } from '../../../../kernel/src/trees/boosting/objectives/loss.js';
import type { Objective } from '../../../../kernel/src/trees/model/ensemble.js';
import { examples, objectives } from './examples.js';

function problems(objective: Objective, data: LossData, names?: OutcomeNames): readonly Problem[] {
  try {
    checkOutcome(objective, data, names);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

const codes = (objective: Objective, data: LossData): string[] =>
  problems(objective, data).map(({ code }) => code);
const y = (...values: number[]): Float64Array => Float64Array.from(values);

describe.each(objectives)('the outcome of %s', (objective) => {
  test('passes where it is as it should be', () => {
    fc.assert(
      fc.property(examples(objective), ({ data }) => {
        expect(codes(objective, data).filter((code) => code !== 'CS5011')).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('must be there and finite in every row, and there must be rows', () => {
    const others = { queries: Int32Array.of(0), events: Uint8Array.of(1, 1, 1, 0, 0) };
    const found = problems(objective, { y: y(1, Number.NaN, 0 / 0, Number.POSITIVE_INFINITY, 1), ...others });
    expect(found.filter(({ code }) => code === 'CS5020').map(({ message }) => message)).toEqual([
      'Row 2 (and 1 more) has no value of the outcome; keep only rows where it is known.',
    ]);
    expect(found.find(({ code }) => code === 'CS5012')?.place?.row).toBe(4);
    const none = { y: y(), queries: Int32Array.of(), events: Uint8Array.of() };
    expect(codes(objective, none)).toContain('CS5003');
  });
});

describe('an outcome outside of what the objective learns', () => {
  const queries = Int32Array.of(0);
  test.each<[Objective, number[], number]>([
    ['logistic', [0, 1, 0.5], 3],
    ['softmax', [0, 1, 1.5], 3],
    ['softmax', [-1, 1, 0], 1],
    ['softmax', [0, 3, 1], 2],
    ['poisson', [0, 2.5, -1], 3],
    ['pairwise', [0, 32, 1], 2],
    ['lambdamart', [0, 1, 1.5], 3],
    ['cox', [1, 0, 3], 2],
  ])('%s of %j is refused at row %i', (objective, values, row) => {
    const data = { y: y(...values), classes: 3, queries, events: Uint8Array.of(1, 1, 1) };
    const [found, ...others] = problems(objective, data, { outcome: 'sales' });
    expect(others).toEqual([]);
    expect(found.code).toBe('CS5021');
    expect(found.message).toContain(`Row ${row} has ${values[row - 1]} in sales`);
    expect(found.place).toEqual({ column: 'sales', row });
  });

  test('is named by its row in the file', () => {
    const [found] = problems('logistic', { y: y(0, 7) }, { rows: [10, 20] });
    expect(found.place?.row).toBe(21);
    expect(found.message).toContain('Row 21 has 7');
  });

  test('classes need not be told how many they are, but not ten thousands of them', () => {
    expect(codes('softmax', { y: y(0, 4, 2) })).toEqual([]);
    expect(codes('softmax', { y: y(0, 4, 123_456) })).toEqual(['CS5021']);
  });
});

describe('what goes with an outcome', () => {
  test('weights are finite, 0 or more, one per row, and not all 0', () => {
    const data = { y: y(1, 2, 3) };
    expect(codes('squared', { ...data, weights: y(1, 0, 2) })).toEqual([]);
    expect(codes('squared', { ...data, weights: y(1, -1, Number.NaN) })).toEqual(['CS5024']);
    expect(codes('squared', { ...data, weights: y(1, 1) })).toEqual(['CS5024']);
    expect(codes('squared', { ...data, weights: y(0, 0, 0) })).toEqual(['CS5003']);
  });

  test('a ranking weighs whole queries', () => {
    const data = { y: y(1, 0, 1, 0), queries: Int32Array.of(0, 2) };
    expect(codes('lambdamart', { ...data, weights: y(1, 1, 2, 2) })).toEqual([]);
    const [found] = problems('lambdamart', { ...data, weights: y(1, 1, 2, 3) });
    expect(found.message).toContain('The weight of row 4 is not that of the other rows of query 2');
  });

  test.each([[[1, 2]], [[0, 0]], [[0, 3, 2]], [[0, 4]], [[]], [[0, -1]]])(
    'queries %j of four rows are refused',
    (starts) => {
      expect(codes('pairwise', { y: y(1, 0, 1, 0), queries: Int32Array.from(starts) })).toEqual(['CS5022']);
    },
  );

  test('queries are asked for, differ within, and are no longer than pairs can be compared', () => {
    expect(codes('lambdamart', { y: y(1, 0) })).toEqual(['CS5022']);
    expect(codes('lambdamart', { y: y(1, 1, 0), queries: Int32Array.of(0, 2) })).toEqual(['CS5011']);
    const long = { y: Float64Array.from({ length: 6000 }, (_, i) => i % 2), queries: Int32Array.of(0) };
    expect(codes('pairwise', long)).toEqual(['CS5022']);
    expect(codes('lambdamart', long)).toEqual([]);
  });

  test('events are asked for, one per row, 0 or 1, and one happened', () => {
    const data = { y: y(1, 2) };
    expect(codes('cox', data)).toEqual(['CS5023']);
    expect(codes('cox', { ...data, events: Uint8Array.of(1) })).toEqual(['CS5023']);
    expect(codes('cox', { ...data, events: Uint8Array.of(1, 2) })).toEqual(['CS5023']);
    expect(codes('cox', { ...data, events: Uint8Array.of(0, 0) })).toEqual(['CS5023']);
    expect(codes('cox', { ...data, events: Uint8Array.of(0, 1), weights: y(1, 0) })).toEqual(['CS5023']);
  });

  test.each<[Objective, Partial<LossData>]>([
    ['softmax', { classes: 1 }],
    ['softmax', { classes: 2.5 }],
    ['quantile', { quantile: 0 }],
    ['quantile', { quantile: 1 }],
    ['quantile', { quantile: Number.NaN }],
    ['huber', { delta: 0 }],
    ['huber', { delta: Number.POSITIVE_INFINITY }],
    ['lambdamart', { truncation: 0, queries: Int32Array.of(0) }],
  ])('%s refuses the option %j', (objective, option) => {
    expect(codes(objective, { y: y(0, 1), ...option })).toContain('CS5025');
    const other = objective === 'squared' ? 'huber' : 'squared';
    expect(codes(other, { y: y(0, 1), ...option })).toEqual([]);
  });

  test('is all said at once', () => {
    const data = {
      y: y(0, Number.NaN, 1.5, Number.POSITIVE_INFINITY),
      weights: y(1, -2, 1, 1),
      queries: Int32Array.of(1),
      truncation: 0,
    };
    expect(codes('lambdamart', data).sort()).toEqual([
      'CS5012',
      'CS5020',
      'CS5021',
      'CS5022',
      'CS5024',
      'CS5025',
    ]);
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unwatched } from '../../../../kernel/src/task.js';
import { fitBoosting } from '../../../../kernel/src/trees/boosting/fit-boosting.js';
import { createLoss } from '../../../../kernel/src/trees/boosting/objectives/create-loss.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { predictMargin } from '../../../../kernel/src/trees/model/predict.js';
import { allRows, categorical, features, normals, numeric } from '../data.js';
import { boostExactly } from './exact-boosting.js';

interface Case {
  readonly name: string;
  readonly columns: readonly (readonly (number | null)[])[];
  readonly y: readonly number[];
  readonly weights: readonly number[] | null;
  readonly leaves: number;
  readonly minLeaf: number;
  readonly rounds: number;
  readonly learningRate: number;
  readonly predicted: readonly number[];
}

const { cases } = JSON.parse(readFileSync(new URL('./scikit-learn.json', import.meta.url), 'utf8')) as {
  cases: readonly Case[];
};

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

describe('on data with few distinct values trees are those of scikit-learn', () => {
  test.each(cases)('$name', ({ columns, y, weights, leaves, minLeaf, rounds, learningRate, predicted }) => {
    const x = features(
      ...columns.map((column, j) =>
        numeric(
          `x${j}`,
          column.map((v) => v ?? Number.NaN),
        ),
      ),
    );
    const options = { leaves, minLeaf, rounds, learningRate, l2: 0, objective: 'squared' } as const;
    const model = fitBoosting(
      binFeatures(x),
      Float64Array.from(y),
      allRows(x.rows),
      { ...options, weights: weights ? Float64Array.from(weights) : undefined },
      unwatched,
    );
    expect(largest(predictMargin(model, x), predicted)).toBeLessThan(1e-9);
  });
});

const cell = fc.option(fc.integer({ min: 0, max: 5 }), { nil: Number.NaN, freq: 6 });
const table = fc.integer({ min: 1, max: 60 }).chain((rows) =>
  fc.record({
    numbers: fc.array(fc.array(cell, { minLength: rows, maxLength: rows }), { minLength: 1, maxLength: 3 }),
    words: fc.array(fc.array(cell, { minLength: rows, maxLength: rows }), { maxLength: 2 }),
    constant: fc.boolean(),
    seed: fc.nat(),
    weights: fc.option(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: rows, maxLength: rows })),
    objective: fc.constantFrom('squared' as const, 'logistic' as const, 'poisson' as const),
  }),
);
const growth = fc.record({
  rounds: fc.integer({ min: 1, max: 3 }),
  leaves: fc.integer({ min: 1, max: 6 }),
  learningRate: fc.constantFrom(0.3, 1),
  minLeaf: fc.integer({ min: 0, max: 5 }),
  minHessian: fc.constantFrom(0, 0.5, 3),
  maxDepth: fc.constantFrom(1, 2, Number.POSITIVE_INFINITY),
  l1: fc.constantFrom(0, 0.7),
  l2: fc.constantFrom(0.5, 2),
});

test('trees are the best that trying every split yields, whatever the data and the options', () => {
  fc.assert(
    fc.property(table, growth, ({ numbers, words, constant, seed, weights, objective }, options) => {
      const rows = numbers[0].length;
      const name = (value: number): string | undefined =>
        Number.isNaN(value) ? undefined : `level ${value}`;
      const x = features(
        ...numbers.map((values, j) => numeric(`number ${j}`, values)),
        ...words.map((values, j) => categorical(`word ${j}`, values.map(name))),
        ...(constant ? [numeric('constant', new Float64Array(rows).fill(3))] : []),
      );
      const noise = normals(rows, seed);
      const y = noise.map(
        (value) =>
          ({ squared: value, logistic: value > 0 ? 1 : 0, poisson: Math.floor(value ** 2) })[objective],
      );
      const data = { y, weights: weights ? Float64Array.from(weights) : undefined };
      const model = fitBoosting(
        binFeatures(x),
        y,
        allRows(rows),
        { ...options, objective, weights: data.weights },
        unwatched,
      );
      const exact = boostExactly(x, createLoss(objective, data), options);
      expect(largest(predictMargin(model, x), exact)).toBeLessThan(1e-8);
    }),
    { numRuns: 150, seed: 11 },
  );
});

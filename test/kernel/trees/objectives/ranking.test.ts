import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLoss } from '../../../../kernel/src/trees/boosting/objectives/create-loss.js';
import { gain, idealGain } from '../../../../kernel/src/trees/boosting/objectives/metrics.js';
import { derivatives, examples } from './examples.js';

const rankings = ['pairwise', 'lambdamart'] as const;

describe.each(rankings)('%s', (objective) => {
  test('does not change with a constant added to all margins of a query', () => {
    fc.assert(
      fc.property(
        examples(objective),
        fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 25, maxLength: 25 }),
        ({ data, margin }, constants) => {
          const loss = createLoss(objective, data);
          let q = -1;
          const moved = margin.map((m, i) => {
            if (data.queries?.includes(i)) q++;
            return m + constants[q];
          });
          expect(loss.value(moved)).toBe(loss.value(margin));
          expect(derivatives(loss, moved)).toEqual(derivatives(loss, margin));
        },
      ),
    );
  });

  test('has gradients that sum to 0 in each query, and point up for the most relevant', () => {
    fc.assert(
      fc.property(examples(objective), ({ data, margin }) => {
        const { gradient } = derivatives(createLoss(objective, data), margin);
        const { y, queries = Int32Array.of(0) } = data;
        queries.forEach((from, q) => {
          const own = gradient.subarray(from, queries[q + 1] ?? y.length);
          const list = y.subarray(from, queries[q + 1] ?? y.length);
          expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9);
          const most = list.reduce((a, b) => Math.max(a, b));
          list.forEach((relevance, i) => {
            if (relevance === most) expect(own[i]).toBeGreaterThanOrEqual(0);
          });
        });
      }),
    );
  });

  test('does not depend on the order of rows in a query', () => {
    fc.assert(
      fc.property(examples(objective), ({ data, margin }) => {
        const one = { ...data, queries: Int32Array.of(0), weights: undefined };
        const distinct = margin.map((m, i) => m + i / 1024);
        const backwards = { ...one, y: one.y.slice().reverse() };
        const [straight, reversed] = [createLoss(objective, one), createLoss(objective, backwards)];
        expect(straight.value(distinct)).toBeCloseTo(reversed.value(distinct.slice().reverse()), 10);
        const { gradient } = derivatives(straight, distinct);
        const other = derivatives(reversed, distinct.slice().reverse()).gradient.reverse();
        gradient.forEach((value, i) => void expect(value).toBeCloseTo(other[i], 10));
      }),
    );
  });
});

/** Burges (2010) word for word: each pair, the change of the whole list's DCG when the two swap. */
function lambdas(y: Float64Array, margin: Float64Array): Float64Array {
  const place = new Map([...margin.keys()].sort((a, b) => margin[b] - margin[a]).map((row, k) => [row, k]));
  const dcg = (places: Map<number, number>): number =>
    y.reduce((sum, relevance, row) => sum + gain(relevance) / Math.log2((places.get(row) ?? 0) + 2), 0);
  const gradient = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) {
    for (let j = 0; j < y.length; j++) {
      if (y[i] <= y[j]) continue;
      const swapped = new Map(place).set(i, place.get(j) ?? 0).set(j, place.get(i) ?? 0);
      const change = Math.abs(dcg(swapped) - dcg(place)) / idealGain(y, y.length);
      const lambda = change / (1 + Math.exp(margin[i] - margin[j]));
      gradient[i] += lambda;
      gradient[j] -= lambda;
    }
  }
  return gradient;
}

describe('LambdaMART', () => {
  test('weighs pairs by the change of NDCG when the two swap', () => {
    fc.assert(
      fc.property(examples('lambdamart'), ({ data, margin }) => {
        const one = { y: data.y, queries: Int32Array.of(0), truncation: 100 };
        const distinct = margin.map((m, i) => m + i / 1024);
        const { gradient } = derivatives(createLoss('lambdamart', one), distinct);
        const expected = lambdas(one.y, distinct);
        expected.forEach((value, i) => void expect(gradient[i]).toBeCloseTo(value, 10));
      }),
    );
  });

  test('looks at pairs with a row among the first places alone', () => {
    const data = { y: Float64Array.of(0, 1, 2, 0), queries: Int32Array.of(0), truncation: 1 };
    const { gradient } = derivatives(createLoss('lambdamart', data), Float64Array.of(4, 3, 2, 1));
    // Only the first place is looked at: it should fall behind the second and the third; the last is as relevant.
    expect(gradient[0]).toBeLessThan(0);
    expect(gradient[1]).toBeGreaterThan(0);
    expect(gradient[2]).toBeGreaterThan(gradient[1]);
    expect(gradient[3]).toBe(0);
  });

  test('is not content with equal scores of rows that come sorted', () => {
    const data = { y: Float64Array.of(3, 2, 1, 0), queries: Int32Array.of(0) };
    const loss = createLoss('lambdamart', data);
    expect(loss.value(new Float64Array(4))).toBeGreaterThan(0.1);
    const { gradient } = derivatives(loss, new Float64Array(4));
    expect(gradient[0]).toBeGreaterThan(gradient[1]);
    expect(gradient[3]).toBeLessThan(0);
  });
});

describe('pairwise', () => {
  test('weighs a query by its rows, whatever its number of pairs', () => {
    const y = Float64Array.of(1, 0, 1, 0, 0, 0);
    const loss = createLoss('pairwise', { y, queries: Int32Array.of(0, 2) });
    expect(loss.value(new Float64Array(6))).toBeCloseTo(Math.log(2), 12);
    expect(derivatives(loss, new Float64Array(6)).gradient[0]).toBeCloseTo(2 / 2, 12);
    expect(derivatives(loss, new Float64Array(6)).gradient[2]).toBeCloseTo(4 / 2, 12);
  });

  test('learns nothing from a query without differences', () => {
    const data = { y: Float64Array.of(2, 2, 1, 0), queries: Int32Array.of(0, 2) };
    const { gradient, hessian } = derivatives(createLoss('pairwise', data), Float64Array.of(5, 1, 0, 0));
    expect([...gradient.subarray(0, 2), ...hessian.subarray(0, 2)]).toEqual([0, 0, 0, 0]);
    expect(gradient[2]).toBeGreaterThan(0);
  });
});

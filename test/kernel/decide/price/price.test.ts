import { describe, expect, it } from 'vitest';
import { gatherDemand } from '../../../../kernel/src/decide/price/demand.js';
import { InputError } from '../../../../kernel/src/problem.js';
import type { Estimate } from '../../../../kernel/src/result.js';
import { createRandom } from '../../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { number, parametersOf, type tableOf } from '../../effects/tables.js';
import { bestOf, elasticityAt, marginAt, marginToday, priced, priceOf, regions } from './priced.js';

const codes = (run: () => unknown): string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
};

const holds = ([low, high]: readonly [number, number], truth: number): boolean =>
  truth >= low && truth <= high;

/** Distance from the truth in standard errors: beyond 3.5 in about 1 of 2000 sound estimates. */
const off = ({ estimate, stdError }: Estimate, truth: number): number =>
  Math.abs(estimate - truth) / stdError;

/** The table with other columns in the place of its own. */
function withColumns(
  table: ReturnType<typeof tableOf>,
  ...columns: ReturnType<typeof number>[]
): ReturnType<typeof tableOf> {
  return {
    ...table,
    columns: new Map([...table.columns, ...columns.map((column) => [column.name, column] as const)]),
  };
}

describe('the best price', () => {
  const table = priced(1500, 3);
  const found = priceOf(table, 3, ['region']);

  it('holds its truth, as do what it earns and the elasticity', () => {
    const { price, margin, today, atMean, elasticity, edge, support } = found.best;
    const earned = marginAt(price.estimate);
    expect(edge).toBeNull();
    expect(holds(price.interval, bestOf())).toBe(true);
    expect(off(margin, earned)).toBeLessThan(3.5);
    expect(off(today.gain, earned - marginToday)).toBeLessThan(3.5);
    expect(atMean && off(atMean.gain, earned - marginAt(today.price))).toBeLessThan(3.5);
    expect(elasticity && off(elasticity, elasticityAt(elasticity.price))).toBeLessThan(3.5);
    expect(price.interval[0]).toBeGreaterThanOrEqual(support[0]);
    expect(price.interval[1]).toBeLessThanOrEqual(support[1]);
  });

  it('holds by region, where prices are minded more and less', () => {
    for (const [r, region] of regions.entries()) {
      const own = found.segments?.find(({ group }) => group === region);
      expect(own && holds(own.price.interval, bestOf(r)), region).toBe(true);
    }
    expect(found.segmentSentence).toMatch(/^The best price goes by region from .* \(south\) to .* \(north\)/);
  });

  it('is the same for the same request', () => {
    expect(priceOf(table, 3, ['region'])).toEqual(found);
  });

  it('lies at the edge of what was seen where more would earn more, and says so', () => {
    const { columns } = table;
    const [price, season] = ['price', 'season'].map((name) => {
      const column = columns.get(name);
      if (column?.kind !== 'numeric') throw new Error(`There is no ${name}.`);
      return column.values;
    });
    const { next } = createRandom(3, 1);
    const sold = price.map((p, row) => 20 - 0.5 * p + 3 * season[row] + next());
    const { best, sentence, warnings } = priceOf(withColumns(table, number('sold', sold)), 3);
    expect(best.edge).toBe('highest');
    expect(best.price.estimate).toBe(best.support[1]);
    expect(sentence).toContain('the highest that the data tell of');
    expect(warnings.join()).toMatch(/upper edge of what was seen/);
  });

  it('tells nothing beyond prices that rows could have had', () => {
    const season = table.columns.get('season');
    if (season?.kind !== 'numeric') throw new Error('There is no season.');
    const { next } = createRandom(5, 1);
    const price = season.values.map((s) => 8.5 + 3 * s + 0.02 * next());
    expect(codes(() => priceOf(withColumns(table, number('price', price)), 3))).toEqual(['CS6086']);
  });

  it('leaves small segments out with a word, and refuses where all are small', () => {
    const few = Float64Array.from({ length: table.rows }, (_, row) => (row < 50 ? 0 : 1));
    const parted = priceOf(withColumns(table, number('few', few)), 3, ['few']);
    expect(parted.segments?.map(({ group }) => group)).toEqual(['few = 1']);
    expect(parted.warnings.join()).toMatch(/fewer than 100 rows: few few = 0 \(50 rows\)/);
    const small = priced(300, 4);
    const none = Float64Array.from({ length: small.rows }, (_, row) => row);
    expect(codes(() => priceOf(withColumns(small, number('id', none)), 4, ['id']))).toEqual(['CS6088']);
  });

  it('refuses effects that are no curve, and weights that the curve does not take', () => {
    const gathered = (given: Parameters<typeof parametersOf>[0]) => () =>
      gatherDemand(
        { table, texts: [], parameters: parametersOf({ treatment: 'price', outcome: 'sold', ...given }) },
        unwatched,
      );
    expect(codes(gathered({ estimator: { kind: 'dml', options: {} } }))).toEqual(['CS6085']);
    const weights = withColumns(
      table,
      number(
        'many',
        Float64Array.from({ length: table.rows }, (_, row) => 1 + (row % 2)),
      ),
    );
    const parameters = parametersOf({
      ...{ treatment: 'price', outcome: 'sold', weights: 'many' },
      estimator: { kind: 'dose response', options: {} },
    });
    expect(codes(() => gatherDemand({ table: weights, texts: [], parameters }, unwatched))).toEqual([
      'CS6034',
    ]);
  });
});

describe('best prices of several samples', () => {
  it('hold their truth about as often as they say', () => {
    const seeds = 12;
    let [price, elasticity] = [0, 0];
    for (let seed = 101; seed < 101 + seeds; seed++) {
      const { best } = priceOf(priced(500, seed), seed);
      if (holds(best.price.interval, bestOf())) price++;
      if (best.elasticity && holds(best.elasticity.interval, elasticityAt(best.elasticity.price)))
        elasticity++;
    }
    // Of sound 95 % intervals four of twelve miss once in 500 times.
    expect(price).toBeGreaterThanOrEqual(seeds - 3);
    expect(elasticity).toBeGreaterThanOrEqual(seeds - 3);
  });
});

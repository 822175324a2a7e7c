import { beforeAll, expect, it } from 'vitest';
import type { PriceResult } from '../../kernel/src/result.js';
import { type PriceTruth, type Solved, solvedPrice } from './solved-policies.js';

let solved: Solved<PriceResult, PriceTruth>;

beforeAll(async () => {
  solved = await solvedPrice(7);
}, 120_000);

const holds = ([low, high]: readonly [number, number], truth: number): boolean =>
  truth >= low && truth <= high;

it('finds the price, its margin and the elasticity', () => {
  const { best } = solved.result;
  const { all } = solved.truth;
  expect(holds(best.price.interval, all.price)).toBe(true);
  expect(holds(best.margin.interval, all.margin)).toBe(true);
  expect(holds(best.today.gain.interval, all.margin - all.today)).toBe(true);
  expect(best.elasticity && holds(best.elasticity.interval, all.elasticity)).toBe(true);
  expect(best.edge).toBeNull();
  expect(best.price.interval[1] - best.price.interval[0]).toBeLessThan(3);
});

it('finds the prices of city and resort', () => {
  const { segments = [] } = solved.result;
  expect(segments.map(({ group }) => group).sort()).toEqual(['city', 'resort']);
  for (const { group, price } of segments) {
    expect(holds(price.interval, solved.truth.byPlace[group].price), group).toBe(true);
  }
});

it('says to a manager what the numbers say', () => {
  const { sentence, best } = solved.result;
  const said = sentence.match(
    /^The price that earns most by price_on_demand is ([\d.]+) \[[\d.]+, [\d.]+\] of ([\d.]+) to ([\d.]+); it earns ([\d.]+) \[.*\] per row after a unit cost of 6\.5, ([\d.]+) \[.*\] more than the prices that were/,
  );
  expect(said?.slice(1).map(Number)).toEqual(
    [best.price.estimate, ...best.support, best.margin.estimate, best.today.gain.estimate].map((value) =>
      Number(value.toPrecision(3)),
    ),
  );
});

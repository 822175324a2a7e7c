import { beforeAll, expect, it } from 'vitest';
import type { StockResult } from '../../kernel/src/result.js';
import { type Solved, type StockTruth, solvedStock } from './solved-policies.js';

let solved: Solved<StockResult, StockTruth>;

beforeAll(async () => {
  solved = await solvedStock(7);
}, 120_000);

const holds = ([low, high]: readonly [number, number], truth: number): boolean =>
  truth >= low && truth <= high;

it('finds the orders and what they earn', () => {
  const { orders, fractile } = solved.result;
  expect(fractile).toBeCloseTo(2 / 3, 10);
  for (const [arm, order] of orders.entries()) {
    const { quantity, profit } = solved.truth.arms[arm];
    expect(holds(order.quantity.interval, quantity), order.arm).toBe(true);
    expect(holds(order.profit.interval, profit), order.arm).toBe(true);
    expect(order.observedMean.gain.interval[0], order.arm).toBeGreaterThan(0);
  }
});

it('corrects rows that were promoted since they would sell', () => {
  const [without, promoted] = solved.result.orders;
  expect(without.observedQuantile).toBeLessThan(without.quantity.interval[0]);
  expect(promoted.observedQuantile).toBeGreaterThan(promoted.quantity.interval[1]);
});

it('says to a manager what the numbers say', () => {
  const { sentence, orders } = solved.result;
  expect(sentence).toMatch(
    /^By promotion_on_demand, asked is met in 66\.7% of rows, which pays best, by orders per row of /,
  );
  for (const { arm, quantity, observedMean } of orders) {
    const [low, high] = quantity.interval;
    expect(sentence).toContain(`${quantity.estimate} [${low}, ${high}] with promoted = ${arm}, which earns`);
    const mean = Number(observedMean.quantity.toPrecision(3));
    expect(sentence).toContain(`more than ordering the mean of such rows, ${mean}`);
  }
});

import { describe, expect, test } from 'vitest';
import { Allocator } from '../../../kernel/src/decide/allocate.js';
import { BudgetCurve } from '../../../kernel/src/decide/budget-curve.js';
import type { Choices, Limits } from '../../../kernel/src/decide/choices.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../kernel/src/task.js';

/** What the best allocation gains, by trying all. */
function tried({ gain, cost }: Choices, limits: Limits): number {
  const n = gain[0].length;
  const { budget = Number.POSITIVE_INFINITY, capacity = n, fair } = limits;
  const arm = new Int32Array(n).fill(-1);
  let best = 0;
  const next = (row: number, spent: number, treated: number, total: number): void => {
    if (spent > budget + 1e-9 || treated > capacity) return;
    if (row === n) {
      if (total > best && isFair(arm, fair)) best = total;
      return;
    }
    next(row + 1, spent, treated, total);
    for (let own = 0; own < gain.length; own++) {
      arm[row] = own;
      next(row + 1, spent + cost[own], treated + 1, total + gain[own][row]);
    }
    arm[row] = -1;
  };
  next(0, 0, 0, 0);
  return best;
}

function isFair(arm: Int32Array, fair: Limits['fair']): boolean {
  if (!fair) return true;
  const totals = new Float64Array(fair.count);
  const treated = new Float64Array(fair.count);
  arm.forEach((own, row) => {
    totals[fair.group[row]]++;
    if (own >= 0) treated[fair.group[row]]++;
  });
  const shares = totals.map((total, g) => treated[g] / total);
  return Math.max(...shares) - Math.min(...shares) <= fair.within + 1e-9;
}

function draw(n: number, cost: readonly number[], seed: number): Choices {
  const random = createRandom(seed);
  const gain = cost.map((own) => Float64Array.from({ length: n }, () => 3 * random.next() - own / 2));
  return { gain, cost, seed };
}

/** What is said of an allocation is what it does, and it keeps its limits. */
function check(choices: Choices, limits: Limits) {
  const found = new Allocator(choices, limits, unwatched).at(limits.budget ?? Number.POSITIVE_INFINITY);
  const { gain, cost } = choices;
  const arms = [...found.arm].map((own, row) => ({ own, row })).filter(({ own }) => own >= 0);
  expect(found.gain).toBeCloseTo(
    arms.reduce((sum, { own, row }) => sum + gain[own][row], 0),
    9,
  );
  expect(found.spent).toBeCloseTo(
    arms.reduce((sum, { own }) => sum + cost[own], 0),
    9,
  );
  expect(found.treated).toBe(arms.length);
  expect(found.spent).toBeLessThanOrEqual((limits.budget ?? Number.POSITIVE_INFINITY) + 1e-9);
  expect(found.treated).toBeLessThanOrEqual(limits.capacity ?? gain[0].length);
  expect(isFair(found.arm, limits.fair)).toBe(true);
  return found;
}

const seeds = Array.from({ length: 15 }, (_, i) => i + 1);

describe('An allocation', () => {
  test('is the best there is where all arms cost the same', () => {
    for (const seed of seeds) {
      const choices = draw(8, [1, 1], seed);
      for (const limits of [{ budget: 3.5 }, { capacity: 3 }, { budget: 5, capacity: 2 }, {}] as Limits[]) {
        expect(check(choices, limits).gain).toBeCloseTo(tried(choices, limits), 9);
      }
    }
  });

  test('is within its bound of the best there is, whatever arms cost, and never above', () => {
    for (const seed of seeds) {
      const choices = draw(8, [0.7, 1.3], seed);
      for (const limits of [{ budget: 4 }, { budget: 4, capacity: 4 }, { budget: 2.2 }] as Limits[]) {
        const found = check(choices, limits);
        const best = tried(choices, limits);
        expect(found.gain).toBeLessThanOrEqual(best + 1e-9);
        expect(found.bound).toBeGreaterThanOrEqual(best - 1e-9);
        // One row treated in part is all that the relaxed problem has more.
        expect(found.bound - found.gain).toBeLessThan(3);
      }
    }
  });

  test('keeps the shares of groups together at the least loss', () => {
    for (const seed of seeds) {
      const choices = draw(8, [1], seed);
      const fair = { group: Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1), count: 2, within: 0.25 };
      for (const limits of [{ fair }, { fair, capacity: 4 }, { fair, budget: 3 }] as Limits[]) {
        const found = check(choices, limits);
        const best = tried(choices, limits);
        expect(found.gain).toBeLessThanOrEqual(best + 1e-9);
        expect(found.gain).toBeGreaterThanOrEqual(0.9 * best);
      }
    }
  });

  test('treats nobody where everybody loses, and for free where nothing is paid', () => {
    const lost: Choices = { gain: [Float64Array.of(-1, -2)], cost: [1], seed: 1 };
    expect([...new Allocator(lost, {}, unwatched).at(10).arm]).toEqual([-1, -1]);
    const free: Choices = { gain: [Float64Array.of(1, -2, 3)], cost: [0], seed: 1 };
    expect([...new Allocator(free, {}, unwatched).at(0).arm]).toEqual([0, -1, 0]);
  });

  test('counts rows by their weights', () => {
    const choices: Choices = {
      gain: [Float64Array.of(2, 3, 1)],
      cost: [1],
      weights: Float64Array.of(2, 1, 1),
      seed: 1,
    };
    const { arm, spent, gain } = new Allocator(choices, {}, unwatched).at(3);
    expect([[...arm], spent, gain]).toEqual([[0, 0, -1], 3, 7]);
  });

  test('draws among equals by the seed, not by the order of the file', () => {
    const choices: Choices = { gain: [new Float64Array(1000).fill(1)], cost: [1], seed: 3 };
    const { arm, treated } = new Allocator(choices, {}, unwatched).at(500);
    expect(treated).toBe(500);
    const first = arm.slice(0, 500).filter((own) => own === 0).length;
    expect(Math.abs(first - 250)).toBeLessThan(60);
  });
});

test('The curve of all budgets is concave, and 100,000 rows of three arms take well under a second', () => {
  const choices = draw(100_000, [0.5, 0.8, 1.2], 1);
  const start = process.cpuUsage().user;
  const curve = new BudgetCurve(choices, unwatched);
  const budgets = Array.from({ length: 21 }, (_, i) => (curve.enough * i) / 20);
  const found = budgets.map((budget) => curve.at(budget));
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(1000);
  const gains = found.map(({ gain }) => gain);
  for (let i = 2; i < gains.length; i++) {
    expect(gains[i] - gains[i - 1]).toBeLessThanOrEqual(gains[i - 1] - gains[i - 2] + 1);
  }
  for (const { gain, bound } of found) expect(bound - gain).toBeLessThan(1);
});

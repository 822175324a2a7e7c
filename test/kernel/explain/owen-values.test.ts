import { describe, expect, test } from 'vitest';
import { mostCoalitions, planCoalitions, setsOf } from '../../../kernel/src/explain/coalitions.js';
import { owenValues } from '../../../kernel/src/explain/owen-values.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';

type Game = (set: number) => number;

/** Shapley values by the mean over all orders of the players. */
function overAllOrders(players: number, worth: Game): number[] {
  const values = new Array<number>(players).fill(0);
  let orders = 0;
  const walk = (set: number, gains: readonly (readonly [number, number])[]): void => {
    if (gains.length === players) {
      orders++;
      for (const [i, gain] of gains) values[i] += gain;
      return;
    }
    for (let i = 0; i < players; i++) {
      if ((set & (1 << i)) === 0) walk(set | (1 << i), [...gains, [i, worth(set | (1 << i)) - worth(set)]]);
    }
  };
  walk(0, []);
  return values.map((value) => value / orders);
}

/** Any numbers at all, but 0 for the empty set. */
function randomGame(players: number, seed: number): Game {
  const random = createRandom(seed);
  const worths = Array.from({ length: 2 ** players }, (_, set) => (set === 0 ? 0 : random.next() - 0.5));
  return (set) => worths[set];
}

/** Players that act alone, in pairs, and in triples. */
function smoothGame(players: number, seed: number, triples: number): Game {
  const random = createRandom(seed);
  const terms: { readonly members: number; readonly size: number }[] = [];
  const add = (members: number, scale: number) =>
    terms.push({ members, size: scale * (random.next() - 0.5) });
  for (let i = 0; i < players; i++) {
    add(1 << i, 2);
    for (let j = 0; j < i; j++) {
      add((1 << i) | (1 << j), 1);
      for (let k = 0; k < j; k++) add((1 << i) | (1 << j) | (1 << k), triples);
    }
  }
  return (set) => terms.reduce((sum, { members, size }) => sum + ((set & members) === members ? size : 0), 0);
}

const wholeOf = (players: number): number => 2 ** players - 1;

describe('all sets', () => {
  test.each([1, 2, 3, 4, 5, 6])('%i players: the mean over all orders', (players) => {
    const plan = planCoalitions(players, 1);
    expect(plan.exact).toBe(true);
    const worth = randomGame(players, players);
    const { values, errors } = owenValues(plan, worth, worth(wholeOf(players)));
    overAllOrders(players, worth).forEach((value, i) => {
      expect(values[i]).toBeCloseTo(value, 12);
    });
    expect([...errors].every((error) => error === 0)).toBe(true);
  });

  test('no players, no values', () => {
    expect(owenValues(planCoalitions(0, 1), () => Number.NaN, 0).values).toHaveLength(0);
  });
});

describe('some sets', () => {
  test.each([7, 9, 16])('%i players: no more sets than agreed, each with its complement', (players) => {
    const plan = planCoalitions(players, 3);
    const sets = new Set(setsOf(plan));
    expect(plan.exact).toBe(false);
    expect(sets.size).toBeLessThanOrEqual(mostCoalitions);
    for (const set of sets) {
      expect(set).toBeGreaterThan(0);
      expect(set).toBeLessThan(wholeOf(players));
      expect(sets.has(wholeOf(players) - set)).toBe(true);
    }
    expect(setsOf(planCoalitions(players, 3))).toEqual([...sets]);
    expect(setsOf(planCoalitions(players, 4))).not.toEqual([...sets]);
  });

  test.each([7, 10, 16])('%i players that act alone and in pairs: exact, and so it says', (players) => {
    const worth = smoothGame(players, players, 0);
    const plan = planCoalitions(players, 5);
    const { values, errors } = owenValues(plan, worth, worth(wholeOf(players)));
    for (let i = 0; i < players; i++) {
      // A pair's worth is shared equally.
      let own = worth(1 << i);
      for (let j = 0; j < players; j++) {
        if (j !== i) own += (worth((1 << i) | (1 << j)) - worth(1 << i) - worth(1 << j)) / 2;
      }
      expect(values[i]).toBeCloseTo(own, 9);
    }
    expect(Math.max(...errors)).toBeLessThan(1e-9);
  });

  test.each([8, 10])('%i players: values add up, and the stated error is the one made', (players) => {
    const worth = smoothGame(players, 11, 0.5);
    const whole = worth(wholeOf(players));
    const all = planCoalitions(players, 0, 2 ** players);
    const truth = owenValues(all, worth, whole).values;
    let [made, stated] = [0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const { values, errors } = owenValues(planCoalitions(players, seed), worth, whole);
      expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(whole, 9);
      values.forEach((value, i) => {
        made += (value - truth[i]) ** 2;
        stated += errors[i] ** 2;
      });
    }
    // A jackknife errs on the side of caution, by no more than this.
    expect(stated / made).toBeGreaterThan(0.85);
    expect(stated / made).toBeLessThan(1.8);
  });
});

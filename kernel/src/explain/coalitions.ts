import { createRandom, type Random } from '../statistics/random.js';

/** Sets of players that are asked about: bit i of a set stands for player i. Neither the empty set nor the whole is among them. */
export interface Coalitions {
  readonly players: number;
  /** All sets there are: the values of players follow without sampling error. */
  readonly exact: boolean;
  /** Sets asked about whatever the seed, with their weights in the regression of {@link owenValues}. */
  readonly given: readonly Weighted[];
  /** Sets drawn, each with its complement. */
  readonly drawn: readonly (readonly [set: number, complement: number])[];
  /** Weight of all drawn pairs together. */
  readonly drawnWeight: number;
}

export interface Weighted {
  readonly set: number;
  readonly weight: number;
}

/** Sets asked about at most, a whole text and none at all not counted. */
export const mostCoalitions = 64;

/**
 * Chooses the sets of at most 30 players to ask about. Where all of them are no more than `most`, all; else those of the smallest and
 * largest sizes, as far as whole sizes go, and the others by chance: a size by its weight in the Shapley kernel
 * `(k - 1) / (size (k - size))`, a set of this size, and with each its complement (Lundberg and Lee 2017; Covert and Lee 2021).
 */
export function planCoalitions(players: number, seed: number, most = mostCoalitions): Coalitions {
  const all = 2 ** players - 2;
  const exact = all <= most;
  if (exact) {
    const given = Array.from({ length: Math.max(0, all) }, (_, i) => ({ set: i + 1, weight: 1 }));
    return { players, exact, given, drawn: [], drawnWeight: 0 };
  }
  const given: Weighted[] = [];
  let size = 1;
  for (; 2 * size < players; size++) {
    const sets = setsOfSize(players, size);
    if (given.length + 2 * sets.length > most) break;
    const weight = kernelOf(players, size) / sets.length;
    for (const set of sets) given.push({ set, weight }, { set: complement(set, players), weight });
  }
  const sizes = Array.from({ length: players - 2 * size + 1 }, (_, i) => size + i);
  const weights = sizes.map((each) => kernelOf(players, each));
  const random = createRandom(seed, 15);
  const drawn = Array.from({ length: Math.floor((most - given.length) / 2) }, () => {
    const set = setOfSize(players, sizes[pick(weights, random)], random);
    return [set, complement(set, players)] as const;
  });
  return { players, exact, given, drawn, drawnWeight: weights.reduce((a, b) => a + b, 0) };
}

/** All sets asked about, each once. */
export function setsOf({ given, drawn }: Coalitions): number[] {
  return [...new Set([...given.map(({ set }) => set), ...drawn.flat()])];
}

/** Weight of all sets of one size together in the Shapley kernel. */
function kernelOf(players: number, size: number): number {
  return (players - 1) / (size * (players - size));
}

function complement(set: number, players: number): number {
  return 2 ** players - 1 - set;
}

function setsOfSize(players: number, size: number, from = 0): number[] {
  if (size === 0) return [0];
  const sets: number[] = [];
  for (let i = from; i <= players - size; i++) {
    for (const rest of setsOfSize(players, size - 1, i + 1)) sets.push(2 ** i + rest);
  }
  return sets;
}

function setOfSize(players: number, size: number, random: Random): number {
  let set = 0;
  for (let i = 0, left = size; left > 0; i++) {
    if (random.next() * (players - i) < left) {
      set += 2 ** i;
      left--;
    }
  }
  return set;
}

function pick(weights: readonly number[], random: Random): number {
  let left = random.next() * weights.reduce((a, b) => a + b, 0);
  const at = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return at < 0 ? weights.length - 1 : at;
}

import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Coalitions } from './coalitions.js';

/** What each player adds to a whole. */
export interface OwenValues {
  /** One per player; with the worth of none they add up to that of the whole. */
  readonly values: Float64Array;
  /** Standard error of each by the sets that were not asked about; 0 where all were. */
  readonly errors: Float64Array;
}

/**
 * Owen values (Owen 1977) of the members of one group. `worth` of a set is the Shapley value that the whole group has among the other
 * groups when only these members of it are there; Owen's value of a member is then its Shapley value in this inner game. The group may
 * be there without any member, as a text without words: that comes before its members in every order (Faigle and Kern 1992) and is
 * worth `none`. So `none` and the values add up to the group's own Shapley value: what is said of phrases adds up with what is said of
 * columns.
 *
 * Of all sets: by definition. Of some: by least squares with the Shapley kernel as weights under the constraint that the values
 * add up (Lundberg and Lee 2017), which with complements is exact for games whose players act alone or in pairs; the error is that of
 * a jackknife over the pairs drawn.
 *
 * @param worth of every set of the plan
 * @param whole worth of all players together
 * @param none worth of the group without any of them
 */
export function owenValues(
  plan: Coalitions,
  worth: (set: number) => number,
  whole: number,
  none = 0,
): OwenValues {
  const { players, exact } = plan;
  const zeros = new Float64Array(players);
  if (players === 0) return { values: zeros, errors: zeros };
  const gain = (set: number): number => worth(set) - none;
  if (exact) return { values: byDefinition(players, gain, whole - none), errors: zeros };
  const values = solve(plan, gain, whole - none);
  const { drawn } = plan;
  const without = drawn.map((_, left) => solve(plan, gain, whole - none, left));
  const errors = zeros.map((_, i) => {
    const mean = without.reduce((sum, each) => sum + each[i], 0) / without.length;
    const squares = without.reduce((sum, each) => sum + (each[i] - mean) ** 2, 0);
    return Math.sqrt((squares * (without.length - 1)) / without.length);
  });
  return { values, errors };
}

function byDefinition(players: number, worth: (set: number) => number, whole: number): Float64Array {
  const full = 2 ** players - 1;
  const known = Float64Array.from({ length: full + 1 }, (_, set) =>
    set === 0 ? 0 : set === full ? whole : worth(set),
  );
  // size! (players - size - 1)! / players!, by the size of the set that a player joins.
  const weights = new Float64Array(players).fill(1 / players);
  for (let size = 1; size < players; size++) weights[size] = (weights[size - 1] * size) / (players - size);
  const values = new Float64Array(players);
  for (let set = 0; set < full; set++) {
    const weight = weights[sizeOf(set)];
    for (let i = 0; i < players; i++) {
      if ((set & (1 << i)) === 0) values[i] += weight * (known[set | (1 << i)] - known[set]);
    }
  }
  return values;
}

function sizeOf(set: number): number {
  let size = 0;
  for (let rest = set; rest > 0; rest &= rest - 1) size++;
  return size;
}

/** Weighted least squares of the worths on membership, the values adding up to the whole; without one of the drawn pairs where asked. */
function solve(plan: Coalitions, worth: (set: number) => number, whole: number, left?: number): Float64Array {
  const { players, given, drawn, drawnWeight } = plan;
  const kept = drawn.filter((_, pair) => pair !== left);
  const sets = [...given, ...kept.flat().map((set) => ({ set, weight: drawnWeight / (2 * kept.length) }))];
  const gram = Matrix.zeros(players, players);
  const sums = Matrix.zeros(players, 2);
  for (let i = 0; i < players; i++) sums.set(i, 1, 1);
  for (const { set, weight } of sets) {
    const members = membersOf(set, players);
    for (const i of members) {
      sums.set(i, 0, sums.get(i, 0) + weight * worth(set));
      for (const j of members) gram.set(i, j, gram.get(i, j) + weight);
    }
  }
  const solved = new CholeskyDecomposition(gram).solve(sums);
  const [free, ones] = [solved.getColumn(0), solved.getColumn(1)];
  const total = (column: readonly number[]): number => column.reduce((a, b) => a + b, 0);
  const excess = (total(free) - whole) / total(ones);
  return Float64Array.from(free, (value, i) => value - excess * ones[i]);
}

function membersOf(set: number, players: number): number[] {
  return Array.from({ length: players }, (_, i) => i).filter((i) => (set & (1 << i)) !== 0);
}

import type { Matches } from './matches.js';
import type { Positions } from './positions.js';

/** What the rows of an arm stand for in an average over a population. */
export interface Shares {
  /** Of every row: its own share in the population, and what it carries as a match of others; 0 outside the arm. */
  readonly weight: Float64Array;
  /** What it carries as a match alone. */
  readonly carried: Float64Array;
  /** Sum of the squares of the single shares that make up `weight`. */
  readonly squares: Float64Array;
}

/**
 * Hands the weights of a population (0 for rows outside) to the rows of an arm: its own rows keep theirs, and all others give
 * theirs to their matches in even parts. The positions are those that the matches were found in.
 */
export function sharesOf(
  own: number,
  arm: Int32Array,
  population: Float64Array,
  positions: Positions,
  { listOf, start, place, size }: Matches,
): Shares {
  const carriedAt = new Float64Array(positions.count);
  const squaresAt = new Float64Array(positions.count);
  for (let row = 0; row < arm.length; row++) {
    const list = listOf[row];
    if (arm[row] === own || list < 0) continue;
    const share = population[row] / size[list];
    for (let at = start[list]; at < start[list + 1]; at++) {
      carriedAt[place[at]] += share;
      squaresAt[place[at]] += share * share;
    }
  }
  const ofArm = (value: (row: number, at: number) => number): Float64Array =>
    Float64Array.from(arm, (a, row) => (a === own ? value(row, positions.of[row]) : 0));
  return {
    weight: ofArm((row, at) => population[row] + carriedAt[at]),
    carried: ofArm((_, at) => carriedAt[at]),
    squares: ofArm((row, at) => population[row] ** 2 + squaresAt[at]),
  };
}

/** Mean of what its matches in an arm have, for every row; NaN without matches. A row of the arm itself is left out of its own. */
export function meanOfMatches(
  values: ArrayLike<number>,
  own: number,
  arm: Int32Array,
  { of, count }: Positions,
  { listOf, start, place, size }: Matches,
): Float64Array {
  const sums = new Float64Array(count);
  for (let row = 0; row < arm.length; row++) if (arm[row] === own) sums[of[row]] += values[row];
  const means = new Float64Array(arm.length).fill(Number.NaN);
  for (let row = 0; row < arm.length; row++) {
    const list = listOf[row];
    if (list < 0) continue;
    let sum = 0;
    for (let at = start[list]; at < start[list + 1]; at++) {
      sum += sums[place[at]];
      if (arm[row] === own && place[at] === of[row]) sum -= values[row];
    }
    means[row] = sum / size[list];
  }
  return means;
}

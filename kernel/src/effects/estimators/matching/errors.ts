import { rowsWhere } from '../../../statistics/folds.js';
import type { Task } from '../../../task.js';
import type { MatchedArm } from './matched-arm.js';
import { type Matches, nearestMatches } from './matches.js';
import { meanOfMatches } from './shares.js';

/** Neighbours in its own arm that the variance of a row's outcome is told from. */
const peers = 2;
/** Weights that are equal but for rounding. */
const rounding = 1e-12;

/**
 * Nearest rows of the same arm, itself not counted: what the outcome of each row is compared with, for those whose variance matters.
 * `all` asks for every row with a weight.
 */
export function peersOf(
  { own, positions, shares }: MatchedArm,
  arm: Int32Array,
  all: boolean,
  task: Task,
): Matches {
  const { weight, squares } = shares;
  const matters = (row: number): boolean =>
    all ? weight[row] > 0 : Math.abs(weight[row] ** 2 - squares[row]) > rounding * weight[row] ** 2;
  return nearestMatches(
    {
      positions,
      candidates: rowsWhere(arm, (a) => a === own),
      queries: rowsWhere(arm, (a, row) => a === own && matters(row)),
      among: true,
      neighbours: peers,
      caliper: Number.POSITIVE_INFINITY,
    },
    task,
  );
}

/**
 * What the reuse of matches adds to the squared differences of the pairs: `sum (weight^2 - squares) s^2` over the rows of an
 * arm, the variance `s^2` of an outcome given its covariates being `J / (J + 1)` times its squared distance from the mean of its J peers
 * (Abadie and Imbens 2006, theorem 7, for any weights). A row without peers lends the whole of its own.
 */
export function varianceOfReuse(
  { own, positions, shares, noise }: MatchedArm,
  arm: Int32Array,
  peers: Matches,
): number {
  const mean = meanOfMatches(noise, own, arm, positions, peers);
  let sum = 0;
  for (let row = 0; row < arm.length; row++) {
    if (arm[row] !== own) continue;
    const factor = shares.weight[row] ** 2 - shares.squares[row];
    if (Math.abs(factor) <= rounding * shares.weight[row] ** 2) continue;
    const list = peers.listOf[row];
    const size = list < 0 ? 0 : peers.size[list];
    const variance = size === 0 ? noise[row] ** 2 : ((noise[row] - mean[row]) ** 2 * size) / (size + 1);
    sum += factor * variance;
  }
  return sum;
}

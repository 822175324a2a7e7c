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
  { own, positions, shares, counted }: MatchedArm,
  arm: Int32Array,
  all: boolean,
  task: Task,
): Matches {
  const matters = (row: number): boolean =>
    all ? shares.weight[row] > 0 : reused(counted[row], shares.squares[row]) !== 0;
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

/** What the square of all that a row counts for is above the squares of its single shares, less rounding. */
function reused(counted: number, squares: number): number {
  const more = counted ** 2 - squares;
  return Math.abs(more) > rounding * counted ** 2 ? more : 0;
}

/**
 * What the reuse of matches adds to the squared differences of the pairs: `sum (counted^2 - squares) s^2` over the rows of an
 * arm, the variance `s^2` of an outcome given its covariates being `J / (J + 1)` times its squared distance from the mean of its J peers
 * (Abadie and Imbens 2006, theorem 7, for any weights). A row counts for its share and for its part in the regression, which
 * takes out the more the farther matches are. A row without peers lends the whole of its own.
 */
export function varianceOfReuse(
  { own, positions, shares, counted, noise }: MatchedArm,
  arm: Int32Array,
  peers: Matches,
): number {
  const mean = meanOfMatches(noise, own, arm, positions, peers);
  let sum = 0;
  for (let row = 0; row < arm.length; row++) {
    if (arm[row] !== own) continue;
    const factor = reused(counted[row], shares.squares[row]);
    if (factor === 0) continue;
    const list = peers.listOf[row];
    const size = list < 0 ? 0 : peers.size[list];
    const variance = size === 0 ? noise[row] ** 2 : ((noise[row] - mean[row]) ** 2 * size) / (size + 1);
    sum += factor * variance;
  }
  return sum;
}

import { rowsWhere } from '../../../statistics/folds.js';
import type { Task } from '../../../task.js';
import type { Ground } from './grounds.js';
import { type Matches, nearestMatches, pairedMatches } from './matches.js';
import type { Positions } from './positions.js';
import { regressed } from './regression.js';
import type { MatchingSettings } from './settings.js';
import { meanOfMatches, type Shares, sharesOf } from './shares.js';

/** The outcome of a population under one arm: a row's own, or that of its matches. */
export interface MatchedArm {
  readonly own: number;
  readonly positions: Positions;
  readonly matches: Matches;
  readonly shares: Shares;
  /** What the outcome of each row counts for in the sum of `potential` over the population: its share, and its part in the regression. */
  readonly counted: Float64Array;
  /** The outcome less what a regression on all rows of the arm says: rows that are used often would draw that on the matches to themselves. */
  readonly noise: Float64Array;
  /** Of every row of the population: the regression at the row and the mean residual of its matches. */
  readonly potential: Float64Array;
}

/** Who is matched and what came of it. */
interface Rows {
  readonly arm: Int32Array;
  readonly outcome: Float64Array;
}

/** Looks for the matches in an arm of all others that a population (weights, 0 outside) counts. */
export function findMatches(
  own: number,
  { positions }: Ground,
  arm: Int32Array,
  population: Float64Array,
  { neighbours, caliper, replacement }: MatchingSettings,
  task: Task,
): Matches {
  const candidates = rowsWhere(arm, (a) => a === own);
  const queries = rowsWhere(arm, (a, row) => a !== own && population[row] > 0);
  const search = { positions, candidates, queries, among: false, neighbours, caliper };
  return replacement ? nearestMatches(search, task) : pairedMatches(search, task);
}

/**
 * Outcomes of a population under an arm, from its matches, all of whom have some. With bias correction a linear regression on the
 * matches, weighted by how often they were used, takes out what they differ in from those they stand for (Abadie and Imbens 2011).
 */
export function matchedArm(
  own: number,
  { positions, regressors }: Ground,
  matches: Matches,
  { arm, outcome }: Rows,
  population: Float64Array,
  biasCorrection: boolean,
  task: Task,
): MatchedArm {
  const shares = sharesOf(own, arm, population, positions, matches);
  const used = shares.carried.some((weight) => weight > 0) ? shares.carried : shares.weight;
  const features = biasCorrection ? regressors : { ...regressors, list: [] };
  const { fitted, countsIn } = regressed(features, outcome, used, task);
  const whole = regressed(
    features,
    outcome,
    Float64Array.from(arm, (a) => (a === own ? 1 : 0)),
    task,
  ).fitted;
  const noise = outcome.map((value, row) => value - whole[row]);
  const residual = outcome.map((value, row) => value - fitted[row]);
  const others = meanOfMatches(residual, own, arm, positions, matches);
  const potential = fitted.map(
    (mean, row) => mean + (arm[row] === own ? residual[row] : population[row] > 0 ? others[row] : 0),
  );
  const differ = countsIn(
    population.map((weight, row) => (arm[row] === own ? -shares.carried[row] : weight)),
  );
  const counted = shares.weight.map((weight, row) => weight + differ[row]);
  return { own, positions, matches, shares, counted, noise, potential };
}

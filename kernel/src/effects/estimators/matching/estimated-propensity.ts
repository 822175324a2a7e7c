import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Features } from '../../../data/table.js';
import { weightedGram } from '../../../models/linear-problem.js';
import type { Task } from '../../../task.js';
import type { MatchedArm } from './matched-arm.js';
import type { Matches } from './matches.js';
import type { PropensityModel } from './propensity.js';
import { regressed } from './regression.js';
import { meanOfMatches } from './shares.js';

/** Directions that a propensity was not fitted along: less information than this share of the most. */
const leastInformation = 1e-10;

/** An average by matches that are near in propensities which were themselves estimated. */
export interface PropensityMatched {
  readonly arm: Int32Array;
  readonly outcome: Float64Array;
  /** Weight of every row in whom the average is over; 0 outside. */
  readonly population: Float64Array;
  readonly estimate: number;
  /** The arm, then the baseline, each with the nearest rows of its own. */
  readonly sides: readonly [MatchedArm, MatchedArm];
  readonly peers: readonly [Matches, Matches];
  /** One model, or one of each arm. */
  readonly models: readonly PropensityModel[];
  /** Rows that the models were fitted on. */
  readonly use: Uint8Array;
  /** Columns of the models. */
  readonly features: Features;
}

/**
 * What the estimation of the propensity adds to the variance of an average, times the squared size of the population (Abadie and Imbens
 * 2016): `d' I^-1 d - c' I^-1 c`. `I` is the information on the coefficients of the propensity. `c` is the covariance of the average with
 * their scores: chance differences in covariates that a fitted propensity evens out. `d` is how the average over the treated (or the
 * untreated) moves with the coefficients, 0 for everyone. Given the propensity, the covariance of score and outcome in an
 * arm is told from each row's nearest peers.
 */
export function errorOfPropensity(matched: PropensityMatched, task: Task): number {
  const scores = scoreColumns(matched);
  const together = Float64Array.from(scores, (score) => covarianceWith(score, matched));
  const overAll = matched.population.every((weight) => weight > 0);
  const moved = new Float64Array(scores.length);
  if (!overAll) {
    const near = effectGiven('propensity', matched, task);
    const exact = effectGiven('covariates', matched, task);
    scores.forEach((score, k) => {
      together[k] += weightedSum(matched, near, score);
      moved[k] = weightedSum(matched, exact, score);
    });
  }
  const form = inverseForm(information(matched, task));
  return form(moved) - form(together);
}

/** Scores of the coefficients, `x (1 - p)` in the arm and `-x p` in others: one column each. */
function scoreColumns({ arm, models }: PropensityMatched): Float64Array[] {
  return models.flatMap(({ own, design, columns, propensity }) =>
    Array.from({ length: columns }, (_, k) =>
      Float64Array.from(arm, (a, row) => design[row * columns + k] * ((a === own ? 1 : 0) - propensity[row])),
    ),
  );
}

/** Covariance of a score with the outcomes that the average is made of, given the propensity. */
function covarianceWith(score: Float64Array, { arm, sides, peers }: PropensityMatched): number {
  return sides.reduce((sum, { own, positions, counted, noise }, side) => {
    const { listOf, size } = peers[side];
    const score0 = meanOfMatches(score, own, arm, positions, peers[side]);
    const noise0 = meanOfMatches(noise, own, arm, positions, peers[side]);
    let part = 0;
    for (let row = 0; row < arm.length; row++) {
      const list = listOf[row];
      if (arm[row] !== own || list < 0) continue;
      const covariance =
        ((score[row] - score0[row]) * (noise[row] - noise0[row]) * size[list]) / (size[list] + 1);
      part += counted[row] * covariance;
    }
    return sum + (side === 0 ? part : -part);
  }, 0);
}

/** The effect on every row of the population given its propensity, from peers and matches, or given its covariates, by regression. */
function effectGiven(
  what: 'propensity' | 'covariates',
  { arm, outcome, sides, peers, features }: PropensityMatched,
  task: Task,
): Float64Array {
  const [treated, untreated] = sides.map(({ own, positions, matches }, side) => {
    if (what === 'covariates') {
      return regressed(
        features,
        outcome,
        Float64Array.from(arm, (a) => (a === own ? 1 : 0)),
        task,
      ).fitted;
    }
    const ofPeers = meanOfMatches(outcome, own, arm, positions, peers[side]);
    const ofMatches = meanOfMatches(outcome, own, arm, positions, matches);
    return ofPeers.map((value, row) => (arm[row] === own ? value : ofMatches[row]));
  });
  return treated.map((value, row) => value - untreated[row]);
}

function weightedSum(
  { population, estimate }: PropensityMatched,
  effect: Float64Array,
  score: Float64Array,
): number {
  let sum = 0;
  for (let row = 0; row < population.length; row++) {
    if (population[row] > 0 && !Number.isNaN(effect[row]))
      sum += population[row] * (effect[row] - estimate) * score[row];
  }
  return sum;
}

/** Expected squares of the scores, summed over the rows: blocks `x x' (p [same model] - p q)`. */
function information({ models, use }: PropensityMatched, task: Task): Matrix {
  const [{ columns }] = models;
  const n = use.length;
  const whole = Matrix.zeros(models.length * columns, models.length * columns);
  models.forEach((one, i) => {
    models.forEach((other, j) => {
      const weights = Float64Array.from(use, (used, row) => {
        const p = one.propensity[row];
        return used * ((i === j ? p : 0) - p * other.propensity[row]);
      });
      const block = weightedGram({ x: one.design, n, p: columns }, weights, task).mul(n);
      whole.setSubMatrix(block, i * columns, j * columns);
    });
  });
  return whole;
}

/** `v' A^-1 v` within the range of A. */
function inverseForm(matrix: Matrix): (v: Float64Array) => number {
  const eigen = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const values = eigen.realEigenvalues;
  const least = leastInformation * Math.max(...values);
  const vectors = eigen.eigenvectorMatrix;
  return (v) =>
    values.reduce((sum, value, k) => {
      if (!(value > least)) return sum;
      let along = 0;
      for (let a = 0; a < v.length; a++) along += v[a] * vectors.get(a, k);
      return sum + along ** 2 / value;
    }, 0);
}

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
  const together = sumOfScores(matched, covarianceWeights(matched));
  const overAll = matched.population.every((weight) => weight > 0);
  const moved = new Float64Array(together.length);
  if (!overAll) {
    const near = effectGiven('propensity', matched, task);
    const exact = effectGiven('covariates', matched, task);
    sumOfScores(matched, deviations(matched, near)).forEach((sum, k) => {
      together[k] += sum;
    });
    moved.set(sumOfScores(matched, deviations(matched, exact)));
  }
  const form = inverseForm(information(matched, task));
  return form(moved) - form(together);
}

/** `sum of[i] score[i]` for every coefficient, whose score is `x (1 - p)` in the arm and `-x p` in others. */
function sumOfScores({ arm, models }: PropensityMatched, of: Float64Array): Float64Array {
  const sums = models.map(({ own, design, columns, propensity }) => {
    const sum = new Float64Array(columns);
    for (let row = 0; row < arm.length; row++) {
      const by = of[row] * ((arm[row] === own ? 1 : 0) - propensity[row]);
      if (by === 0) continue;
      for (let k = 0; k < columns; k++) sum[k] += by * design[row * columns + k];
    }
    return sum;
  });
  return Float64Array.from(sums.flatMap((sum) => [...sum]));
}

/**
 * What the score of every row counts for in its covariance with the outcomes that the average is made of, given the propensity:
 * `counted (score - that of peers) (noise - that of peers) J / (J + 1)`, summed, is linear in the scores.
 */
function covarianceWeights({ arm, sides, peers }: PropensityMatched): Float64Array {
  const weights = new Float64Array(arm.length);
  sides.forEach(({ own, positions, counted, noise }, side) => {
    const { listOf, start, place, size } = peers[side];
    const noise0 = meanOfMatches(noise, own, arm, positions, peers[side]);
    const carried = new Float64Array(positions.count);
    const sign = side === 0 ? 1 : -1;
    for (let row = 0; row < arm.length; row++) {
      const list = listOf[row];
      if (arm[row] !== own || list < 0) continue;
      const share = (sign * counted[row] * (noise[row] - noise0[row])) / (size[list] + 1);
      weights[row] += share * size[list];
      for (let at = start[list]; at < start[list + 1]; at++) {
        carried[place[at]] += share;
        // A row is left out of its own peers.
        if (place[at] === positions.of[row]) weights[row] += share;
      }
    }
    for (let row = 0; row < arm.length; row++)
      if (arm[row] === own) weights[row] -= carried[positions.of[row]];
  });
  return weights;
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

/** Weighted differences of the effects on the rows from their mean; 0 outside the population. */
function deviations({ population, estimate }: PropensityMatched, effect: Float64Array): Float64Array {
  return population.map((weight, row) =>
    weight > 0 && !Number.isNaN(effect[row]) ? weight * (effect[row] - estimate) : 0,
  );
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

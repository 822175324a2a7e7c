import type { Features } from '../../data/table.js';
import { type Task, unwatched } from '../../task.js';
import { currentEngine } from '../engine/current.js';
import type { Engine } from '../engine/engine.js';
import type { Forest } from '../forests/forest.js';
import {
  invert,
  type LinearMoment,
  MomentSolver,
  matrixOfH,
  momentWidth,
  placeOfH,
} from '../forests/moment.js';
import { sumLeaves } from '../model/predict.js';
import { isLeaf, leafNumber, type Trees, treeCount } from '../model/trees.js';
import { featuresAsPlayers, type Players } from './players.js';
import { pickRows, rankRows } from './rank-source.js';
import { type Shap, shapOfBlocks } from './shap-of-blocks.js';

/**
 * Attributions of what a forest estimates: effects of a causal forest (one output per arm), means of a regression forest.
 * base + sum of a row = its theta of {@link predictEstimates} to rounding; all 0 where its H has no inverse.
 *
 * The estimate theta(x) = H(x)^-1 A(x) is a ratio of forest averages, on which Shapley values of single trees do not add up.
 * But with base theta_0 = (mean H)^-1 mean A (means over the estimation rows, by cover) it is exactly
 *
 *     theta(x) = theta_0 + H(x)^-1 U(x),   U(x) = A(x) - H(x) theta_0,   mean U = 0
 *
 * and U is a plain sum of trees with leaf values a - h theta_0. So we report the Shapley values of U, the forest-weighted score of
 * the estimating equation at the average parameters, in units of the row's own information H(x), which turns a score into an
 * estimate (one Newton step, exact since the equation is linear). They keep efficiency, symmetry and the null property.
 * Averaging per-leaf ratios instead would add up as well, but explain an estimate that is noisier than the one reported: small
 * leaves with little treatment variation would count as much as any other.
 *
 * @param rows rows of `features` to explain
 * @returns base of K entries, rows.length x players x K values
 * @throws InputError CS5001, CS5002 (a feature absent or of another kind), CS5006 (memory)
 */
export function shapOfEffects(
  forest: Forest,
  features: Features,
  rows: Int32Array,
  task: Task = unwatched,
  players: Players = featuresAsPlayers(forest.features),
  engine: Engine = currentEngine(),
): Shap {
  const { moment, blocks } = forest;
  const { parameters: k } = moment;
  const picked = pickRows(features, rows);
  const ranks = rankRows(forest.features, features, rows);
  const base = averageOf(forest);
  const information = new Information(
    moment,
    sumLeaves(blocks, forest.features, picked, task.part(0, 0.05), engine),
  );
  const values = new Float64Array(rows.length * players.names.length * k);
  for (let score = 0; score < k; score++) {
    const leafValues = blocks.map((trees) => scoresOf(trees, moment, base, score));
    const part = task.part(0.05 + (0.95 * score) / k, 0.05 + (0.95 * (score + 1)) / k);
    const shap = shapOfBlocks({ blocks, leafValues, outputs: 1, players }, ranks, part, engine);
    information.addScaled(shap.values, score, values);
  }
  return { base, values };
}

/** Parameters of all estimation rows, every tree counting the same. */
function averageOf({ blocks, moment }: Forest): Float64Array {
  const width = momentWidth(moment);
  const sums = new Float64Array(width);
  for (const trees of blocks) {
    for (let tree = 0; tree < treeCount(trees); tree++) addMeans(trees, tree, width, sums);
  }
  const theta = new Float64Array(moment.parameters);
  return new MomentSolver(moment).solve(sums, 0, theta, 0) ? theta : theta.fill(0);
}

/** Adds the means of a tree's leaves by cover. */
function addMeans(trees: Trees, tree: number, width: number, sums: Float64Array): void {
  const own = new Float64Array(width);
  let weight = 0;
  for (let node = trees.roots[tree]; node < trees.roots[tree + 1]; node++) {
    if (!isLeaf(trees, node)) continue;
    const leaf = leafNumber(trees, node);
    weight += trees.cover[leaf];
    for (let j = 0; j < width; j++) own[j] += trees.cover[leaf] * trees.values[leaf * width + j];
  }
  for (let j = 0; weight > 0 && j < width; j++) sums[j] += own[j] / weight;
}

/** Entry `score` of a - h theta of every leaf. */
function scoresOf(trees: Trees, moment: LinearMoment, theta: Float64Array, score: number): Float64Array {
  const { values, width } = trees;
  return Float64Array.from(trees.cover, (_, leaf) => {
    let sum = values[leaf * width + score];
    for (let j = 0; j < theta.length; j++)
      sum -= values[leaf * width + placeOfH(moment, score, j)] * theta[j];
    return sum;
  });
}

/** The inverse of each row's H. */
class Information {
  private readonly inverses: Float64Array;
  private readonly rows: number;
  private readonly k: number;

  /** @param sums rows x width: what all trees say of each row */
  constructor(moment: LinearMoment, sums: Float64Array) {
    const { parameters: k } = moment;
    const width = momentWidth(moment);
    this.k = k;
    this.rows = sums.length / width;
    this.inverses = new Float64Array(this.rows * k * k);
    const matrix = new Float64Array(k * k);
    for (let row = 0; row < this.rows; row++) {
      const inverse = this.inverses.subarray(row * k * k, (row + 1) * k * k);
      matrixOfH(moment, sums, row * width, matrix);
      if (!invert(matrix, k, inverse)) inverse.fill(0);
    }
  }

  /** Adds column `score` of each row's inverse times its attributions of that score to `values`, rows x players x K. */
  addScaled(attributions: Float64Array, score: number, values: Float64Array): void {
    const { inverses, rows, k } = this;
    const players = rows > 0 ? attributions.length / rows : 0;
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < k; i++) {
        const scale = inverses[(row * k + i) * k + score];
        for (let at = row * players; at < (row + 1) * players; at++)
          values[at * k + i] += scale * attributions[at];
      }
    }
  }
}

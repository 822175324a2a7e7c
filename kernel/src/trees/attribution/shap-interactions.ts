import type { Features } from '../../data/table.js';
import { type Task, unwatched } from '../../task.js';
import { currentEngine } from '../engine/current.js';
import type { Engine } from '../engine/engine.js';
import { defineJob } from '../engine/job.js';
import type { TreeEnsemble } from '../model/ensemble.js';
import { LeafWalk, leafWalkBytes, mostLeafPlayers } from './leaf-walk.js';
import { featuresAsPlayers, type Players } from './players.js';
import { gaussLegendre } from './quadrature.js';
import { rankRows } from './rank-source.js';
import { shapOfBlocks } from './shap-of-blocks.js';
import { addTrees, type Part, type Question, sumOverTrees } from './tree-sums.js';

/** Attributions to pairs of players. */
export interface ShapInteractions {
  /** One per output. */
  readonly base: Float64Array;
  /**
   * rows x players x players x outputs, symmetric: half of what two players do together off the diagonal, what is left of a
   * player's attribution on it. A player's row sums to its attribution, and all of them with the base to the prediction.
   */
  readonly values: Float64Array;
}

/**
 * SHAP interaction values (Lundberg et al. 2020), path-dependent and exact, on the margin.
 *
 * In the terms of {@link ShapWalk}, a leaf of value V gives the pair i, j the Shapley interaction index
 *
 *     integral over [0, 1] of V (o_i - z_i) (o_j - z_j) prod(k /= i, j) f_k(t) dt,
 *
 * the mean second difference of the game; half of it each goes to (i, j) and (j, i). It depends on a row only through what it
 * satisfies of the leaf's path, so it is worked out once for every pattern that occurs among the rows of a block.
 *
 * @param rows rows of `features` to explain
 * @throws InputError CS5001, CS5002 (a feature absent or of another kind), CS5006 (memory), CS5060 (more than 64 players on a path)
 */
export function shapInteractions(
  ensemble: TreeEnsemble,
  features: Features,
  rows: Int32Array,
  task: Task = unwatched,
  players: Players = featuresAsPlayers(ensemble.features),
  engine: Engine = currentEngine(),
): ShapInteractions {
  const ranks = rankRows(ensemble.features, features, rows);
  const { blocks, outputs } = ensemble;
  const count = players.names.length;
  const leafValues = blocks.map((trees) => trees.values);
  const question: Question = { blocks, leafValues, outputs, players };
  const whole = shapOfBlocks(question, ranks, task.part(0, 0.1), engine);
  const summation = {
    what: 'The interactions',
    job: pairsJob,
    lines: (count * (count - 1)) / 2,
    rowsOfBlock: () => rowsOfBlock,
    scratchBytes: pairsBytes,
    extraBytes: 8 * rows.length * count * count * outputs,
    extra: () => null,
  };
  const pairs = sumOverTrees(question, ranks, summation, task.part(0.1, 1), engine);
  return {
    base: whole.base.map((mean, output) => mean + ensemble.base[output]),
    values: squares(whole.values, pairs.values, rows.length, count, outputs),
  };
}

const rowsOfBlock = 512;

/** What all leaves of a part add to the pairs of players: (1, 0), (2, 0), (2, 1), ... x rows. */
export const pairsJob = defineJob('shap of pairs', (bench, part: Part<null>, task): number[] => {
  const { work, from, rows } = part;
  const { memory, loops, arena } = bench;
  const { f64 } = memory.views;
  const most = Math.min(work.players, work.depth, mostLeafPlayers);
  const rule = arena.take(16 * mostLeafPlayers);
  const shareLine = arena.take(8 * mostLeafPlayers);
  const scratch = arena.take(8 * mostLeafPlayers);
  const table = arena.take(8 * rows * most * most);
  const rules = new Map<number, Float64Array>();
  let sums = 0;
  const block = { columns: work.columns, from, rows };
  const check = () => task.check();
  const walk = new LeafWalk(bench, [{ block, counted: rows }], work.players, work.depth, check, (leaf) => {
    const { players, shares } = leaf;
    if (players.length < 2) return;
    const points = Math.ceil((players.length - 1) / 2);
    const known = rules.get(points) ?? ruleOf(points);
    rules.set(points, known);
    f64.set(known, rule >>> 3);
    f64.set(shares, shareLine >>> 3);
    const { ids, distinct, count } = leaf.rows[0];
    const size = players.length;
    loops.shapPairs(leaf.value, size, shareLine, rule, points, distinct, count, scratch, table);
    const bytes = 4 * size * (size - 1);
    let at = table;
    for (let j = 1; j < size; j++) {
      for (let k = 0; k < j; k++, at += 8) {
        const line = pairOf(Math.max(players[j], players[k]), Math.min(players[j], players[k]));
        loops.shapAdd(ids, rows, at, bytes, sums + 8 * rows * line);
      }
    }
  });
  return addTrees(bench, part, task, (tree, stored, to) => {
    sums = to;
    walk.walk(tree, stored);
    return 0;
  });
});

function ruleOf(points: number): Float64Array {
  const { points: at, weights } = gaussLegendre(points);
  return Float64Array.of(...at, ...weights);
}

/** Number of a pair of players, the higher one first. */
function pairOf(high: number, low: number): number {
  return (high * (high - 1)) / 2 + low;
}

function pairsBytes(rows: number, players: number, depth: number): number {
  const most = Math.min(players, depth, mostLeafPlayers);
  return 8 * rows * most * most + 32 * mostLeafPlayers + leafWalkBytes(rows, depth) + 4 * 64;
}

/** Symmetric matrices with what the pairs leave of the attributions on their diagonals. */
function squares(
  whole: Float64Array,
  pairs: Float64Array,
  rows: number,
  players: number,
  outputs: number,
): Float64Array {
  const values = new Float64Array(rows * players * players * outputs);
  const lines = (players * (players - 1)) / 2;
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < outputs; output++) {
      const place = (i: number, j: number): number => ((row * players + i) * players + j) * outputs + output;
      for (let i = 0; i < players; i++) {
        let rest = whole[(row * players + i) * outputs + output];
        for (let j = 0; j < players; j++) {
          if (i === j) continue;
          const pair = pairOf(Math.max(i, j), Math.min(i, j));
          const value = pairs[(row * lines + pair) * outputs + output];
          values[place(i, j)] = value;
          rest -= value;
        }
        values[place(i, i)] = rest;
      }
    }
  }
  return values;
}

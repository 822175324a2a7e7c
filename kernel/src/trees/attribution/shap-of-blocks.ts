import type { Task } from '../../task.js';
import { currentEngine } from '../engine/current.js';
import type { Engine } from '../engine/engine.js';
import type { Ranks } from '../model/ranks.js';
import { type Trees, treeCount } from '../model/trees.js';
import { depthOf } from './measured-tree.js';
import type { Players } from './players.js';
import { layOutRanks, rankBytes } from './rank-columns.js';
import { type ShapPart, type ShapWork, shapJob } from './shap-job.js';
import { rowsOfBlock, shapWalkBytes } from './shap-walk.js';
import { storedBytes, storeTrees } from './stored-trees.js';

/** Attributions: per output, `base` plus the values of a row is what the trees say of it. */
export interface Shap {
  /** One per output. */
  readonly base: Float64Array;
  /** rows x players x outputs; players are the features, unless others were asked for. */
  readonly values: Float64Array;
}

/** Trees to explain. */
export interface Question {
  readonly blocks: readonly Trees[];
  /** One number per leaf of each block, in place of the blocks' own. */
  readonly leafValues: readonly ArrayLike<number>[];
  /** Tree t, counted through all blocks, adds to output t % outputs. */
  readonly outputs: number;
  readonly players: Players;
}

/** Rows explained before their values are taken out of the engine's memory. */
const rowsAtOnce = 16_384;
/** Parts that work on so many rows is divided into at the least, for threads to share: the same whatever their number. */
const fewestParts = 16;

/**
 * Path-dependent Shapley values (see {@link ShapWalk}) of sums of trees with any numbers in their leaves; the base of an output
 * is the mean of its trees by cover, summed. Results depend neither on the number of threads nor on the kind of loops.
 */
export function shapOfBlocks(question: Question, ranks: Ranks, task: Task, engine = currentEngine()): Shap {
  const { blocks, outputs, players } = question;
  const count = players.names.length;
  const base = new Float64Array(outputs);
  const values = new Float64Array(ranks.rows * count * outputs);
  const depth = blocks.reduce((most, trees) => Math.max(most, depthOf(trees)), 0);
  const trees = blocks.reduce((sum, block) => sum + treeCount(block), 0);
  const most = Math.min(rowsAtOnce, Math.ceil(Math.max(1, ranks.rows) / 8) * 8);
  const plan = planOf(most, trees, count, depth);
  const scratch = shapWalkBytes(plan.rows, count, depth);
  const bytes =
    blocks.reduce((sum, block) => sum + storedBytes(block), 0) +
    rankBytes(most, ranks.width) +
    plan.portions * (8 * outputs * count * (most + plan.rows) + 64) +
    engine.threads * (scratch + 64);
  engine.session(bytes, 'The attributions', () => {
    const { arena } = engine;
    const stored = blocks.map((block, b) => storeTrees(arena, block, question.leafValues[b]));
    const { mark } = arena;
    for (let from = 0; from < ranks.rows || from === 0; from += most) {
      arena.rewind(mark);
      const rows = Math.min(most, ranks.rows - from);
      const columns = layOutRanks(arena, ranks, from, rows);
      const work: ShapWork = {
        blocks: stored,
        outputs,
        columns,
        playerOf: players.ofFeature,
        players: count,
        depth,
      };
      const parts = partsOf(engine, work, plan, trees);
      const share = task.part(from / Math.max(1, ranks.rows), (from + rows) / Math.max(1, ranks.rows));
      const means = engine.map(shapJob, parts, scratch, share);
      if (from === 0) addMeans(parts, means, base);
      takeOut(engine, parts, rows, values.subarray(from * count * outputs));
    }
  });
  return { base, values };
}

/** How work is divided: rows of a block, and portions of the trees. */
interface Plan {
  readonly rows: number;
  readonly portions: number;
}

function planOf(rows: number, trees: number, players: number, depth: number): Plan {
  const ofBlock = Math.min(rowsOfBlock(players, depth), rows);
  const blocks = Math.ceil(rows / ofBlock);
  return { rows: ofBlock, portions: Math.max(1, Math.min(trees, Math.ceil(fewestParts / blocks))) };
}

function partsOf({ arena }: Engine, work: ShapWork, plan: Plan, trees: number): ShapPart[] {
  const parts: ShapPart[] = [];
  for (let from = 0; from < work.columns.stride; from += plan.rows) {
    const rows = Math.min(plan.rows, work.columns.stride - from);
    for (let portion = 0; portion < plan.portions; portion++) {
      const firstTree = Math.floor((portion * trees) / plan.portions);
      const endTree = Math.floor(((portion + 1) * trees) / plan.portions);
      const sums = arena.take(8 * work.outputs * work.players * rows);
      parts.push({ work, from, rows, firstTree, endTree, sums });
    }
  }
  return parts;
}

/** Adds up what the portions say of the first block: all trees once. */
function addMeans(parts: readonly ShapPart[], means: readonly number[][], base: Float64Array): void {
  parts.forEach(({ from }, i) => {
    for (let output = 0; from === 0 && output < base.length; output++) base[output] += means[i][output];
  });
}

/** Adds the sums of all parts to `values`, rows x players x outputs. */
function takeOut(engine: Engine, parts: readonly ShapPart[], rows: number, values: Float64Array): void {
  const { f64 } = engine.memory.views;
  for (const { work, from, rows: own, sums } of parts) {
    const { outputs, players } = work;
    const end = Math.min(own, rows - from);
    for (let output = 0; output < outputs; output++) {
      for (let player = 0; player < players; player++) {
        const line = (sums >>> 3) + (output * players + player) * own;
        let to = (from * players + player) * outputs + output;
        for (let row = 0; row < end; row++) {
          values[to] += f64[line + row];
          to += players * outputs;
        }
      }
    }
  }
}

import type { Task } from '../../task.js';
import type { Engine } from '../engine/engine.js';
import type { Bench, Job } from '../engine/job.js';
import type { Arena } from '../engine/memory.js';
import { type Trees, treeCount } from '../model/trees.js';
import type { RankColumns } from './decisions.js';
import { depthOf, MeasuredTree } from './measured-tree.js';
import type { Players } from './players.js';
import { layOutRanks, rankBytes } from './rank-columns.js';
import type { RankSource } from './rank-source.js';
import { type StoredTrees, storedBytes, storeTrees, viewTrees } from './stored-trees.js';

/** Trees to explain. */
export interface Question {
  readonly blocks: readonly Trees[];
  /** One number per leaf of each block, in place of the blocks' own. */
  readonly leafValues: readonly ArrayLike<number>[];
  /** Tree t, counted through all blocks, adds to output t % outputs. */
  readonly outputs: number;
  readonly players: Players;
}

/** What all parts of a piece of work have in common. */
export interface Work {
  readonly blocks: readonly StoredTrees[];
  readonly outputs: number;
  readonly columns: RankColumns;
  /** Player of each feature. */
  readonly playerOf: Int32Array;
  readonly players: number;
  /** Most edges on a path. */
  readonly depth: number;
  /** Numbers a row has per output. */
  readonly lines: number;
  /** Rows of every block but the last, which can be shorter. */
  readonly rowsOfBlock: number;
}

/** Some of the trees for some of the rows. */
export interface Part<Extra> {
  readonly work: Work;
  readonly extra: Extra;
  readonly from: number;
  /** A multiple of 8. */
  readonly rows: number;
  readonly firstTree: number;
  readonly endTree: number;
  /** Where the sums go: outputs x lines x rows. */
  readonly sums: number;
}

/** What is summed over trees. */
export interface Summation<Extra> {
  /** The work in a few words. */
  readonly what: string;
  /** Sums a part (see {@link addTrees}); returns what its trees add to the bases of the outputs. */
  readonly job: Job<Part<Extra>, number[]>;
  /** Numbers a row has per output. */
  readonly lines: number;
  /** Rows of a block at most. */
  rowsOfBlock(players: number, depth: number): number;
  /** Memory that a job takes for a block of rows. */
  scratchBytes(rows: number, players: number, depth: number): number;
  /** What else the job is to know, and the memory it takes. */
  readonly extraBytes: number;
  extra(arena: Arena): Extra;
}

/** Sums of trees: per output `base`, and per row `values`, rows x lines x outputs. */
export interface Sums {
  readonly base: Float64Array;
  readonly values: Float64Array;
}

/** Rows at hand at a time: so many that neither their ranks nor their sums take long to bring in and out. */
function rowsAtOnce(width: number, lines: number): number {
  return Math.max(8, Math.min(16_384, Math.floor(2 ** 22 / width), Math.floor(2 ** 25 / Math.max(1, lines))));
}

/** Parts that work on so many rows is divided into at the least, for threads to share: the same whatever their number. */
const fewestParts = 16;

/**
 * Sums something over trees for all rows: portions of the trees times blocks of rows, added up in one order. Results depend
 * neither on the number of threads nor on the kind of loops. Throws InputError CS5006 (memory).
 */
export function sumOverTrees<Extra>(
  question: Question,
  source: RankSource,
  summation: Summation<Extra>,
  task: Task,
  engine: Engine,
): Sums {
  const { blocks, outputs, players } = question;
  const { lines } = summation;
  const count = players.names.length;
  const depth = blocks.reduce((most, trees) => Math.max(most, depthOf(trees)), 0);
  const trees = blocks.reduce((sum, block) => sum + treeCount(block), 0);
  const all = Math.max(1, source.rows);
  const most = Math.ceil(Math.min(rowsAtOnce(source.width, lines * outputs), all) / 8) * 8;
  const plan = planOf(most, Math.min(most, summation.rowsOfBlock(count, depth)), trees);
  const scratch = summation.scratchBytes(plan.rows, count, depth);
  const bytes =
    blocks.reduce((sum, block) => sum + storedBytes(block), 0) +
    rankBytes(most, source.width) +
    summation.extraBytes +
    plan.portions * (8 * outputs * lines * most + 64 * Math.ceil(most / plan.rows)) +
    engine.threads * (scratch + 64);
  return engine.session(bytes, summation.what, () => {
    const base = new Float64Array(outputs);
    const values = new Float64Array(source.rows * lines * outputs);
    const { arena } = engine;
    const stored = blocks.map((block, b) => storeTrees(arena, block, question.leafValues[b]));
    const extra = summation.extra(arena);
    const { mark } = arena;
    for (let from = 0; from === 0 || from < source.rows; from += most) {
      arena.rewind(mark);
      const rows = Math.min(most, source.rows - from);
      const columns = layOutRanks(arena, source.ranks(from, rows));
      const playerOf = players.ofFeature;
      const work: Work = {
        blocks: stored,
        outputs,
        columns,
        playerOf,
        players: count,
        depth,
        lines,
        rowsOfBlock: plan.rows,
      };
      const parts = partsOf(arena, work, extra, plan, trees);
      const bases = engine.map(summation.job, parts, scratch, task.part(from / all, (from + rows) / all));
      if (from === 0) addBases(parts, bases, base);
      takeOut(engine, parts, rows, values.subarray(from * lines * outputs));
    }
    return { base, values };
  });
}

/** In a job: hands every tree of a part to `add`, with where its sums go; `add` returns what it adds to the base. */
export function addTrees(
  bench: Bench,
  { work, rows, firstTree, endTree, sums }: Part<unknown>,
  task: Task,
  add: (tree: MeasuredTree, stored: StoredTrees, sums: number) => number,
): number[] {
  const { outputs, lines, players, playerOf } = work;
  const { f64 } = bench.memory.views;
  f64.fill(0, sums >>> 3, (sums >>> 3) + outputs * lines * rows);
  const bases = new Array<number>(outputs).fill(0);
  let first = 0;
  for (const stored of work.blocks) {
    const trees = viewTrees(bench.memory, stored);
    const end = Math.min(endTree, first + stored.trees);
    for (let t = Math.max(firstTree, first); t < end; t++) {
      task.report((t - firstTree) / (endTree - firstTree));
      const tree = new MeasuredTree(trees, t - first, playerOf, players);
      const output = t % outputs;
      bases[output] += add(tree, stored, sums + 8 * output * lines * rows);
    }
    first += stored.trees;
  }
  return bases;
}

/** How work is divided: rows of a block, and portions of the trees. */
interface Plan {
  readonly rows: number;
  readonly portions: number;
}

function planOf(most: number, rows: number, trees: number): Plan {
  const blocks = Math.ceil(most / rows);
  return { rows, portions: Math.max(1, Math.min(trees, Math.ceil(fewestParts / blocks))) };
}

function partsOf<Extra>(arena: Arena, work: Work, extra: Extra, plan: Plan, trees: number): Part<Extra>[] {
  const parts: Part<Extra>[] = [];
  for (let from = 0; from < work.columns.stride; from += plan.rows) {
    const rows = Math.min(plan.rows, work.columns.stride - from);
    for (let portion = 0; portion < plan.portions; portion++) {
      const firstTree = Math.floor((portion * trees) / plan.portions);
      const endTree = Math.floor(((portion + 1) * trees) / plan.portions);
      const sums = arena.take(8 * work.outputs * work.lines * rows);
      parts.push({ work, extra, from, rows, firstTree, endTree, sums });
    }
  }
  return parts;
}

/** Adds up what the portions say of the first block: all trees once. */
function addBases(parts: readonly Part<unknown>[], bases: readonly number[][], base: Float64Array): void {
  parts.forEach(({ from }, i) => {
    for (let output = 0; from === 0 && output < base.length; output++) base[output] += bases[i][output];
  });
}

/** Adds the sums of all parts to `values`, rows x lines x outputs. */
function takeOut(engine: Engine, parts: readonly Part<unknown>[], rows: number, values: Float64Array): void {
  const { f64 } = engine.memory.views;
  for (const { work, from, rows: own, sums } of parts) {
    const { outputs, lines } = work;
    const end = Math.min(own, rows - from);
    for (let output = 0; output < outputs; output++) {
      for (let line = 0; line < lines; line++) {
        const at = (sums >>> 3) + (output * lines + line) * own;
        let to = (from * lines + line) * outputs + output;
        for (let row = 0; row < end; row++) {
          values[to] += f64[at + row];
          to += lines * outputs;
        }
      }
    }
  }
}

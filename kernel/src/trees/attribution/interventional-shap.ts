import type { Features } from '../../data/table.js';
import { inputError } from '../../problem.js';
import { type Task, unwatched } from '../../task.js';
import { currentEngine } from '../engine/current.js';
import type { Engine } from '../engine/engine.js';
import { defineJob } from '../engine/job.js';
import type { TreeEnsemble } from '../model/ensemble.js';
import { ranksOf } from '../model/ranks.js';
import type { RankColumns } from './decisions.js';
import { LeafWalk, leafWalkBytes, mostLeafPlayers } from './leaf-walk.js';
import { featuresAsPlayers, type Players } from './players.js';
import { layOutRanks, rankBytes } from './rank-columns.js';
import { pickRows, rankRows } from './rank-source.js';
import type { Shap } from './shap-of-blocks.js';
import { addTrees, type Part, sumOverTrees } from './tree-sums.js';

/** Most background rows. */
const mostBackground = 4096;

/**
 * Exact interventional Shapley values on the margin: features outside a coalition take the values of background rows
 * together, whatever those inside are (Janzing, Minorics & Bloebaum 2020; Lundberg et al. 2020). The base is the mean margin
 * of the background.
 *
 * Against one background row a leaf of value V is reached by the coalitions that hold all of the a players whose conditions
 * only the explained row satisfies and none of the b players whose conditions only the background row does; a player whose
 * conditions neither does makes it unreachable. So each of the first gets V (a - 1)! b! / (a + b)! and each of the second
 * -V a! (b - 1)! / (a + b)!. Both depend on the rows only through what they satisfy of the leaf's path: per leaf, the patterns
 * of the background are counted once, and every pattern that occurs among the explained rows is held against those
 * counts, not every row against every row (as in Zern, Broelemann & Kasneci 2023).
 *
 * @param rows rows of `features` to explain
 * @param background rows of `features` to explain them against, 1 to 4096
 * @returns rows.length x players x outputs values; base + sum of a row = its margin to rounding
 * @throws InputError CS5001, CS5002 (a feature absent or of another kind), CS5006 (memory), CS5060 (more than 64 players on a
 *   path), CS5061 (no background or too much of it)
 */
export function interventionalShap(
  ensemble: TreeEnsemble,
  features: Features,
  rows: Int32Array,
  background: Int32Array,
  task: Task = unwatched,
  players: Players = featuresAsPlayers(ensemble.features),
  engine: Engine = currentEngine(),
): Shap {
  if (background.length === 0 || background.length > mostBackground) {
    throw inputError(
      'CS5061',
      `The background has ${background.length} rows; draw a sample of 1 to ${mostBackground} of them.`,
    );
  }
  const ranks = rankRows(ensemble.features, features, rows);
  const others = ranksOf(ensemble.features, pickRows(features, background));
  const { blocks, outputs } = ensemble;
  const leafValues = blocks.map((trees) => trees.values);
  const summation = {
    what: 'The attributions',
    job: contrastsJob,
    lines: players.names.length,
    rowsOfBlock: () => rowsOfBlock,
    scratchBytes: (count: number, most: number, depth: number) =>
      contrastBytes(count, background.length, most, depth),
    extraBytes: rankBytes(background.length, ranks.width),
    extra: (arena: Parameters<typeof layOutRanks>[0]): Background => ({
      columns: layOutRanks(arena, others),
      rows: background.length,
    }),
  };
  const question = { blocks, leafValues, outputs, players };
  const { base, values } = sumOverTrees(question, ranks, summation, task, engine);
  return { base: base.map((mean, output) => mean + ensemble.base[output]), values };
}

const rowsOfBlock = 2048;

interface Background {
  readonly columns: RankColumns;
  readonly rows: number;
}

/** What all leaves of a part add to the players, against the background; the base is its mean. */
export const contrastsJob = defineJob(
  'shap of contrasts',
  (bench, part: Part<Background>, task): number[] => {
    const { work, from, rows, extra } = part;
    const { memory, loops, arena } = bench;
    const { f64, u32 } = memory.views;
    const most = Math.min(work.players, work.depth, mostLeafPlayers);
    const coefficients = arena.take(8 * 65 * 65);
    f64.set(coefficientTable(), coefficients >>> 3);
    const weights = arena.take(8 * extra.rows);
    const table = arena.take(8 * rows * most);
    let sums = 0;
    let mean = 0;
    const blocks = [
      { block: { columns: work.columns, from, rows }, counted: rows },
      { block: { columns: extra.columns, from: 0, rows: extra.columns.stride }, counted: extra.rows },
    ];
    const check = () => task.check();
    const walk = new LeafWalk(
      bench,
      blocks,
      work.players,
      work.depth,
      check,
      ({ value, players, rows: found }) => {
        const [own, others] = found;
        const size = players.length;
        const first = weights >>> 3;
        f64.fill(0, first, first + others.count);
        for (let row = 0; row < extra.rows; row++) f64[first + u32[(others.ids >>> 2) + row]] += 1;
        for (let i = 0; i < others.count; i++) {
          f64[first + i] /= extra.rows;
          if (isWhole(u32, others.distinct + 8 * i, size)) mean += value * f64[first + i];
        }
        const { distinct, count } = own;
        loops.shapContrasts(
          value,
          size,
          distinct,
          count,
          others.distinct,
          others.count,
          weights,
          coefficients,
          table,
        );
        for (let j = 0; j < size; j++)
          loops.shapAdd(own.ids, rows, table + 8 * j, 8 * size, sums + 8 * rows * players[j]);
      },
    );
    return addTrees(bench, part, task, (tree, stored, to) => {
      sums = to;
      mean = tree.inner[0] === 0 ? tree.mean : 0;
      walk.walk(tree, stored);
      return mean;
    });
  },
);

/** Whether a pattern has all of `size` bits. */
function isWhole(u32: Uint32Array, pattern: number, size: number): boolean {
  const bits = (count: number): number => (count >= 32 ? 0xffffffff : 2 ** Math.max(0, count) - 1);
  return u32[pattern >>> 2] === bits(size) && u32[(pattern >>> 2) + 1] === bits(size - 32);
}

/** (a - 1)! b! / (a + b)! at a * 65 + b, from a = 1 on: 1 / a over the binomial coefficient of a + b and b. */
function coefficientTable(): Float64Array {
  const table = new Float64Array(65 * 65);
  for (let a = 1; a <= 64; a++) {
    let binomial = 1;
    for (let b = 0; b <= 64; b++) {
      if (b > 0) binomial *= (a + b) / b;
      table[a * 65 + b] = 1 / (a * binomial);
    }
  }
  return table;
}

function contrastBytes(rows: number, background: number, players: number, depth: number): number {
  const most = Math.min(players, depth, mostLeafPlayers);
  const others = Math.ceil(background / 8) * 8;
  return (
    8 * 65 * 65 +
    8 * background +
    8 * rows * most +
    leafWalkBytes(rows, depth) +
    leafWalkBytes(others, depth) +
    4 * 64
  );
}

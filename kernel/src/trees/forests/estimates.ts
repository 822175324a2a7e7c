import type { Features } from '../../data/table.js';
import { type Task, unwatched } from '../../task.js';
import { currentEngine } from '../engine/current.js';
import { type Trees, treeCount } from '../model/trees.js';
import { walkTable } from '../model/walk.js';
import { addUnseen, addWalked, type UnseenPart, unseenBytes } from './bag-jobs.js';
import { BagReader, bagLength } from './bags.js';
import type { Estimates, Forest, NoiseRatio } from './forest.js';
import { type LinearMoment, MomentSolver, momentWidth, placeOfH } from './moment.js';
import type { GrowthPlan } from './plan.js';
import { errorOfDifference } from './positive.js';
import { bitBytes } from './sampling.js';

/** Rows that a thread sends through a block before it looks at the task again. */
const rowsAtOnce = 8192;

/**
 * Estimates for new rows from all trees, one per row of `features`; covariances include the sampling of the training rows.
 * Throws InputError where a feature of the forest is absent or of another kind (CS5001, CS5002), or memory short (CS5006).
 */
export function predictEstimates(forest: Forest, features: Features, task: Task = unwatched): Estimates {
  const { moment, groupSize } = forest;
  const centre = centreOf(forest);
  const reader = new BagReader(moment, centre, groupSize);
  const estimates = emptyEstimates(features.rows, moment);
  const width = momentWidth(moment);
  const request = {
    blocks: forest.blocks,
    valuesOf: (block: Trees) => centred(block, moment, centre),
    infos: forest.features,
    features,
    what: 'The prediction of a forest',
    start: new Array<number>(reader.length).fill(0),
    job: addWalked,
    argument: { groupSize, width },
    scratchBytes: 16 * width + 256,
    scratchBytesOfRow: 8 * groupSize,
  };
  const sums = walkTable(currentEngine(), request, task);
  for (let row = 0; row < features.rows; row++) {
    if (row % rowsAtOnce === 0) task.check();
    reader.read(sums, row * reader.length, row, estimates, forest.noise);
  }
  return estimates;
}

/** Bytes that {@link estimateOutOfBag} takes for its rows. */
export function bagBytes(rows: number, moment: LinearMoment): number {
  return rows * 8 * bagLength(moment);
}

/** Bytes that {@link estimateOutOfBag} takes for a block. */
function blockBytes({ roots, nodes, setRoots, sets, values }: Trees): number {
  return (
    roots.byteLength + nodes.byteLength + setRoots.byteLength + sets.byteLength + 8 * values.length + 5 * 64
  );
}

/** Estimates for the rows a forest was grown on, each from the groups that did not see it, while its plan is in memory. */
export function estimateOutOfBag(
  forest: Forest,
  plan: GrowthPlan,
  task: Task,
): { estimates: Estimates; noise?: NoiseRatio } {
  const { moment, groupSize } = forest;
  const { rows } = plan.samples;
  const engine = currentEngine();
  const centre = centreOf(forest);
  const reader = new BagReader(moment, centre, groupSize);
  const bytes = 8 * reader.length;
  const scratch = unseenBytes(rowsAtOnce, groupSize, momentWidth(moment));
  const most = forest.blocks.reduce((size, block) => Math.max(size, blockBytes(block)), 0);
  return engine.session(rows * bytes + most + scratch * engine.threads, 'A forest', () => {
    const { arena, memory } = engine;
    const sums = arena.take(rows * bytes);
    memory.views.f64.fill(0, sums >>> 3, (sums + rows * bytes) >>> 3);
    let seen = plan.seen;
    forest.blocks.forEach((block, i) => {
      const groups = treeCount(block) / groupSize;
      const { mark } = arena;
      const whole = {
        lines: plan.lines,
        stride: plan.stride,
        seen,
        seenBytes: bitBytes(rows),
        roots: arena.copy(block.roots),
        setRoots: arena.copy(block.setRoots),
        nodes: arena.copy(block.nodes),
        sets: arena.copy(block.sets),
        values: arena.copy(centred(block, moment, centre)),
        width: momentWidth(moment),
        groups,
        groupSize,
        sums,
        bytes,
      };
      const parts: UnseenPart[] = [];
      const size = Math.min(rowsAtOnce, Math.ceil(rows / (4 * engine.threads)));
      for (let from = 0; from < rows; from += size) {
        parts.push({ ...whole, from, to: Math.min(rows, from + size) });
      }
      engine.map(
        addUnseen,
        parts,
        scratch,
        task.part(i / forest.blocks.length, (i + 1) / forest.blocks.length),
      );
      arena.rewind(mark);
      seen += groups * bitBytes(rows);
    });
    const first = sums >>> 3;
    const all = memory.views.f64.subarray(first, first + rows * reader.length);
    return readAll(all, rows, reader, moment, task);
  });
}

function readAll(
  sums: Float64Array,
  rows: number,
  reader: BagReader,
  moment: LinearMoment,
  task: Task,
): { estimates: Estimates; noise?: NoiseRatio } {
  const noise = noiseRatio(sums, rows, reader, moment.parameters, task);
  const estimates = emptyEstimates(rows, moment);
  for (let row = 0; row < rows; row++) {
    if (row % rowsAtOnce === 0) task.check();
    reader.read(sums, row * reader.length, row, estimates, noise);
  }
  return { estimates, noise };
}

/**
 * Mean and variance, over rows, of what is left of the variance between groups without the noise of their trees, in units of
 * that noise: a single row's is known badly, and that of all rows well. Sums are divided, not rows: a ratio of two noisy
 * numbers is too large on average. The variance is without the errors of the single rows.
 */
function noiseRatio(
  sums: Float64Array,
  rows: number,
  reader: BagReader,
  k: number,
  task: Task,
): NoiseRatio | undefined {
  const mean = Array.from({ length: k }, () => 0);
  const variance = mean.slice();
  for (let i = 0; i < k; i++) {
    const differences = new Float64Array(rows);
    const noises = new Float64Array(rows);
    let difference = 0;
    let noise = 0;
    let squares = 0;
    let errors = 0;
    for (let row = 0; row < rows; row++) {
      const at = row * reader.length;
      if (row % rowsAtOnce === 0) task.check();
      if (!reader.solve(sums, at) || !reader.spread(sums, at)) continue;
      const [total, own] = reader.variances(i);
      differences[row] = total - own;
      noises[row] = own;
      difference += total - own;
      noise += own;
      squares += own * own;
      errors += errorOfDifference(total, own, sums[at + reader.length - 1], reader.groupSize);
    }
    if (!(noise > 0)) return undefined;
    mean[i] = Math.max(0, difference / noise);
    for (let row = 0; row < rows; row++) variance[i] += (differences[row] - mean[i] * noises[row]) ** 2;
    variance[i] = Math.max(0, (variance[i] - errors) / squares);
  }
  return { mean, variance };
}

function emptyEstimates(rows: number, { parameters: k }: LinearMoment): Estimates {
  return { theta: new Float64Array(rows * k), covariance: new Float64Array(rows * k * k) };
}

/** Parameters from all estimation rows of the first block's trees: what is said where a forest knows nothing. */
export function centreOf({ blocks, moment }: Forest): Float64Array {
  const sums = new Float64Array(momentWidth(moment));
  const theta = new Float64Array(moment.parameters);
  const [first] = blocks;
  let weight = 0;
  first?.cover.forEach((cover, leaf) => {
    weight += cover;
    for (let j = 0; j < sums.length; j++) sums[j] += cover * first.values[leaf * sums.length + j];
  });
  const means = sums.map((sum) => sum / weight);
  return new MomentSolver(moment).solve(means, 0, theta, 0) ? theta : theta.fill(0);
}

/** What the leaves say, with a - h centre in the place of a. */
function centred(block: Trees, moment: LinearMoment, centre: Float64Array): Float64Array {
  const values = Float64Array.from(block.values);
  const { parameters: k } = moment;
  const places = Int32Array.from({ length: k * k }, (_, i) => placeOfH(moment, Math.floor(i / k), i % k));
  for (let at = 0; at < values.length; at += block.width) {
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++) values[at + i] -= values[at + places[i * k + j]] * centre[j];
    }
  }
  return values;
}

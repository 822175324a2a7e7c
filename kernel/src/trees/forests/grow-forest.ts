import { inputError } from '../../problem.js';
import type { Task } from '../../task.js';
import { currentEngine } from '../engine/current.js';
import type { Arena } from '../engine/memory.js';
import type { BinnedMatrix } from '../matrix/binned-matrix.js';
import { bagBytes, estimateOutOfBag } from './estimates.js';
import type { GrownForest } from './forest.js';
import { type GrownBlock, type GrowthPart, growGroups } from './grow-job.js';
import { type ForestData, type GrowthOptions, growthDefaults } from './growth.js';
import { momentWidth } from './moment.js';
import { mostValues } from './node.js';
import type { GrowthPlan } from './plan.js';
import { bitBytes, groupByCluster, type SamplePlan, unitsOfTree } from './sampling.js';
import { seenByBlock } from './seen.js';
import { growerBytes } from './tree-grower.js';

/** Trees of a block, about: enough to be worth a message between threads, few enough to share the work out. */
const treesPerBlock = 16;
/** Blocks that even a small forest has, so that all threads have their share of it. */
const fewestBlocks = 16;
/** Fewest rows that an honest forest can be learned from. */
const fewestHonestRows = 8;

type Settings = Required<Omit<GrowthOptions, 'weights' | 'clusters' | 'mtry' | 'keepSamples'>> &
  Pick<GrowthOptions, 'weights' | 'clusters' | 'mtry' | 'keepSamples'>;

/**
 * Grows a forest with the current engine, and estimates for each of its rows from the trees that did not see it.
 *
 * @throws InputError CS5003 for fewer than 8 rows of positive weight (1 where trees are not honest), CS5006 where memory would not do
 */
export function growForest(data: ForestData, options: GrowthOptions, task: Task): GrownForest {
  const settings: Settings = { ...growthDefaults, ...options };
  const { weights } = settings;
  const rows = weights ? data.rows.filter((row) => weights[row] > 0) : data.rows;
  const fewestRows = settings.honestyShare < 1 ? fewestHonestRows : 1;
  if (rows.length < fewestRows) {
    throw inputError(
      'CS5003',
      `The forest needs ${fewestRows} or more rows of a weight above 0 but has ${rows.length}; widen the selection.`,
    );
  }
  const engine = currentEngine();
  const sketch = planSketch(data, settings, rows, task);
  const groups = Math.ceil(Math.max(1, settings.trees) / sketch.samples.groupSize);
  const bytes = planBytes(data, sketch, groups) + engine.threads * growerBytes(sketch);
  return engine.session(bytes + bagBytes(rows.length, data.moment), 'A forest', () => {
    const plan = layOut(engine.arena, data, settings, rows, sketch, groups, task);
    const parts = partsOf(plan, groups);
    const blocks = engine.map(growGroups, parts, growerBytes(plan), task.part(0, 0.9, 'Growing trees'));
    return finish(data, plan, rows, blocks, task.part(0.9, 1, 'Estimating out of bag'));
  });
}

function finish(
  data: ForestData,
  plan: GrowthPlan,
  rows: Int32Array,
  blocks: GrownBlock[],
  task: Task,
): GrownForest {
  for (const { samples } of blocks) if (samples) toMatrixRows(samples.rows, rows);
  const trees = blocks.map((block) => block.trees);
  const forest = {
    features: data.matrix.features,
    blocks: trees,
    groupSize: plan.samples.groupSize,
    moment: data.moment,
    samples: plan.keepSamples
      ? blocks.map(({ samples }) => samples ?? { starts: new Uint32Array(1), rows: new Uint32Array(0) })
      : undefined,
    seen: plan.keepSamples
      ? seenByBlock(currentEngine().memory, plan.seen, plan.samples, trees, rows, data.matrix.rows)
      : undefined,
  };
  const { estimates, noise } = estimateOutOfBag(forest, plan, task);
  return { forest: { ...forest, noise }, outOfBag: estimates };
}

/** Rows of the grower become those of the matrix. */
function toMatrixRows(list: Uint32Array, rows: Int32Array): void {
  for (let i = 0; i < list.length; i++) list[i] = rows[list[i]];
}

/** Blocks for the threads to grow, the same whatever their number. */
function partsOf(plan: GrowthPlan, groups: number): GrowthPart[] {
  const size = Math.ceil(Math.min(treesPerBlock / plan.samples.groupSize, groups / fewestBlocks));
  const parts: GrowthPart[] = [];
  for (let firstGroup = 0; firstGroup < groups; firstGroup += size) {
    parts.push({ plan, firstGroup, groups: Math.min(size, groups - firstGroup) });
  }
  return parts;
}

/** The plan before anything lies in memory: addresses are 0, but for 1 where there are weights. */
function planSketch(data: ForestData, settings: Settings, rows: Int32Array, task: Task): GrowthPlan {
  const { matrix, moment } = data;
  const { clusters, sampleShare, honestyShare, seed } = settings;
  const samples: SamplePlan = {
    rows: rows.length,
    clusters: clusters ? new Set(Array.from(rows, (row) => clusters[row])).size : 0,
    clusterRows: 0,
    clusterStarts: 0,
    seed,
    groupSize: Math.max(1, Math.round(settings.groupSize)),
    sampleShare,
    honestyShare,
  };
  const { size, splitting } = unitsOfTree(samples);
  const mostRows = clusters ? rows.length : Math.max(splitting, size - splitting);
  const features = matrix.features.length;
  const varying = varyingFeatures(matrix, rows, task);
  const values = data.relabelling ? data.relabelling.values : moment.parameters;
  if (values > mostValues) throw new Error(`A node has room for ${mostValues} values a row.`);
  return {
    samples,
    mostRows,
    features,
    lines: 0,
    stride: strideOf(features),
    kinds: 0,
    binCounts: 0,
    varying,
    moment,
    moments: 0,
    weights: settings.weights ? 1 : 0,
    packs: 0,
    unit: 2 ** (52 - Math.ceil(Math.log2(mostRows + 2))),
    values,
    mtry: Math.max(1, Math.round(settings.mtry ?? Math.ceil(Math.sqrt(features) + 20))),
    minLeaf: Math.max(1, Math.round(settings.minLeaf)),
    balance: settings.balance,
    keepSamples: settings.keepSamples ?? false,
    precision: data.precision ?? 'single',
    seen: 0,
  };
}

/** Bytes between the lines of two rows: a power of two, so that few lines lie across two cache lines. */
function strideOf(features: number): number {
  return features <= 64 ? 2 ** Math.ceil(Math.log2(Math.max(4, features))) : 64 * Math.ceil(features / 64);
}

function varyingFeatures(matrix: BinnedMatrix, rows: Int32Array, task: Task): number[] {
  return matrix.bins.flatMap((bins, feature) => {
    task.check();
    const first = bins[rows[0]];
    return rows.some((row) => bins[row] !== first) ? [feature] : [];
  });
}

function planBytes(data: ForestData, sketch: GrowthPlan, groups: number): number {
  const { rows } = sketch.samples;
  const perRow = sketch.stride + 1 + 8 * (momentWidth(sketch.moment) + 3) + 8;
  return (
    rows * perRow + groups * bitBytes(rows) + 64 * sketch.features + (data.relabelling?.bytes ?? 0) + 2 ** 16
  );
}

/** Puts everything into the engine's memory. */
function layOut(
  arena: Arena,
  data: ForestData,
  settings: Settings,
  rows: Int32Array,
  sketch: GrowthPlan,
  groups: number,
  task: Task,
): GrowthPlan {
  const { matrix, moment, relabelling } = data;
  const { weights, clusters } = settings;
  const n = rows.length;
  const byCluster = clusters && groupByCluster(rows.map((row) => clusters[row]));
  return {
    ...sketch,
    samples: {
      ...sketch.samples,
      clusterRows: byCluster ? arena.copy(byCluster.rows) : 0,
      clusterStarts: byCluster ? arena.copy(byCluster.starts) : 0,
    },
    lines: layLines(arena, matrix, rows, sketch, task),
    kinds: arena.copy(Uint8Array.from(matrix.features, (info) => (info.kind === 'categorical' ? 1 : 0))),
    binCounts: arena.copy(matrix.binCounts),
    moments: layMoments(arena, data, rows, moment.parameters, weights),
    weights: weights ? arena.copy(Float64Array.from(rows, (row) => weights[row])) : 0,
    packs: layPacks(arena, sketch.unit, rows, data.size, weights),
    relabelling: relabelling?.choose(arena, rows),
    seen: arena.take(groups * bitBytes(n)),
  };
}

function layLines(
  arena: Arena,
  matrix: BinnedMatrix,
  rows: Int32Array,
  { stride }: GrowthPlan,
  task: Task,
): number {
  const { length: n } = rows;
  const lines = arena.take(n * stride);
  const column = arena.take(n);
  const { u8 } = arena.memory.views;
  const { loops } = currentEngine();
  matrix.bins.forEach((bins, feature) => {
    task.check();
    for (let i = 0; i < n; i++) u8[column + i] = bins[rows[i]];
    loops.scatterColumn(column, n, lines, stride, feature);
  });
  return lines;
}

function layMoments(
  arena: Arena,
  { a, h, moment }: ForestData,
  rows: Int32Array,
  k: number,
  weights: Float64Array | undefined,
): number {
  const width = momentWidth(moment);
  const moments = arena.take(8 * width * rows.length);
  const { f64 } = arena.memory.views;
  let to = moments >>> 3;
  for (const row of rows) {
    const weight = weights ? weights[row] : 1;
    for (let j = 0; j < k; j++) f64[to++] = weight * a[row * k + j];
    for (let j = 0; j < width - k; j++) f64[to++] = weight * h[row * (width - k) + j];
  }
  return moments;
}

/** Count (1) and size of each row in one double: sizes in whole steps, so fine that the sum of all is just below `unit`. */
function layPacks(
  arena: Arena,
  unit: number,
  rows: Int32Array,
  size: Float64Array | undefined,
  weights: Float64Array | undefined,
): number {
  const sizeOf = (row: number): number => (size ? size[row] : 1) * (weights ? weights[row] : 1);
  let total = 0;
  for (const row of rows) total += sizeOf(row);
  const scale = total > 0 ? (unit - rows.length - 1) / total : 0;
  const packs = arena.take(8 * rows.length);
  const { f64 } = arena.memory.views;
  rows.forEach((row, i) => {
    f64[(packs >>> 3) + i] = unit + Math.round(scale * sizeOf(row));
  });
  return packs;
}

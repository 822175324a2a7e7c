import { type CartNode, DecisionTreeRegression } from 'ml-cart';
import type { Feature, Features } from '../data/table.js';
import { createRandom, sampleSorted } from '../statistics/random.js';
import type { Task } from '../task.js';
import type { TreeEnsemble } from '../trees/ensemble.js';
import { prepareColumns } from '../trees/prepare.js';
import { type FeatureInfo, setWords, type Tree } from '../trees/tree.js';

export interface CartOptions {
  /** Questions from the root to a leaf at most. */
  readonly depth: number;
  /** Rows in a leaf at least. */
  readonly minLeaf: number;
  readonly seed: number;
}

/** ml-cart compares every cut with every row: its time grows with columns x rows^2, and it cannot be stopped. */
const mostComparisons = 4e7;
const mostRows = 2000;
/** Levels of a category that may be asked about, most frequent first. */
const mostLevels = 12;

/** A column as ml-cart sees it: a number, or whether a category has one level. */
interface CartColumn {
  readonly feature: number;
  /** Group of the level asked about; absent for a number. */
  readonly group?: number;
  readonly values: Float64Array;
  /** What a missing number counts as. */
  readonly median: number;
}

/**
 * One readable tree, its questions chosen by ml-cart (CART: Breiman et al. 1984) with the squared error, which for an
 * outcome of 0 and 1 chooses as Gini does. ml-cart sees a seeded sample of at most 2,000 rows (fewer with many columns);
 * the numbers in the leaves then come from all rows. A missing number goes where the median goes, a missing or unseen
 * level is not the level asked about.
 *
 * @returns an ensemble of that one tree, and the rows that ml-cart saw
 */
export function fitCart(
  features: Features,
  y: Float64Array,
  rows: Int32Array,
  options: CartOptions,
  task: Task,
): { ensemble: TreeEnsemble; sampled: number } {
  const infos = features.list.map((feature) => describe(feature, rows));
  const prepared = prepareColumns(infos, features);
  const columns = infos.flatMap((info, feature) => cartColumns(info, feature, prepared[feature], rows));
  const room = Math.floor(Math.sqrt(mostComparisons / Math.max(1, columns.length)));
  const size = Math.min(rows.length, mostRows, Math.max(200, room));
  const sample = sampleSorted(rows, size, createRandom(options.seed, 11));
  task.check();
  const cart = new DecisionTreeRegression({
    gainThreshold: 0,
    maxDepth: columns.length > 0 ? options.depth : 0,
    minNumSamples: Math.max(10, Math.round(size / 50)),
  });
  const cells = Array.from(sample, (row) => columns.map((column) => cellOf(column, row)));
  cart.train(
    columns.length > 0 ? cells : cells.map(() => [0]),
    Array.from(sample, (row) => y[row]),
  );
  const tree = toTree(cart.root, columns, y, rows, Math.max(1, options.minLeaf));
  return { ensemble: { objective: 'squared', base: 0, trees: [tree], features: infos }, sampled: size };
}

function describe(feature: Feature, rows: Int32Array): FeatureInfo {
  const { name, source, kind, levels = [] } = feature;
  if (kind === 'numeric') return { name, source, kind };
  const counts = new Float64Array(levels.length);
  for (const row of rows) if (!Number.isNaN(feature.values[row])) counts[feature.values[row]]++;
  const ranked = [...levels.keys()].sort((a, b) => counts[b] - counts[a] || a - b);
  const groups = new Array<number>(levels.length).fill(0);
  ranked.forEach((level, rank) => {
    if (counts[level] > 0) groups[level] = 1 + Math.min(rank, mostLevels);
  });
  return { name, source, kind, levels, groups };
}

function cartColumns(
  info: FeatureInfo,
  feature: number,
  values: Float64Array,
  rows: Int32Array,
): CartColumn[] {
  if (info.kind === 'numeric') {
    const present = Float64Array.from(rows, (row) => values[row]).filter((value) => !Number.isNaN(value));
    const median = present.length > 0 ? present.sort()[present.length >>> 1] : 0;
    return [{ feature, values, median }];
  }
  const most = Math.min(mostLevels, Math.max(0, ...(info.groups ?? [])));
  return Array.from({ length: most }, (_, i) => ({ feature, group: i + 1, values, median: 0 }));
}

function cellOf(column: CartColumn, row: number): number {
  const value = column.values[row];
  if (column.group !== undefined) return value === column.group ? 1 : 0;
  return Number.isNaN(value) ? column.median : value;
}

/** A node to be written: what ml-cart asks there, and the rows of all that come to it. */
interface Pending {
  readonly cart: CartNode;
  readonly rows: Int32Array;
}

/** The questions of ml-cart as a tree of ours, level by level; a question that leaves a side too few rows is not asked. */
function toTree(
  root: CartNode,
  columns: readonly CartColumn[],
  y: Float64Array,
  rows: Int32Array,
  minLeaf: number,
): Tree {
  const pending: Pending[] = [{ cart: root, rows }];
  const tree = { feature: [-1], threshold: [0], set: [-1], left: [-1], missingLeft: [0], value: [0] };
  const sets: number[] = [];
  for (let node = 0; node < pending.length; node++) {
    const { cart, rows: here } = pending[node];
    const column = cart.left && cart.right ? columns[cart.splitColumn ?? -1] : undefined;
    const split = cart.splitValue ?? 0;
    const left = column ? here.filter((row) => cellOf(column, row) < split) : here;
    const isLeaf = !column || left.length < minLeaf || here.length - left.length < minLeaf;
    tree.left[node] = isLeaf ? -1 : pending.length;
    tree.feature[node] = isLeaf ? -1 : column.feature;
    tree.value[node] = isLeaf ? meanOf(y, here) : 0;
    tree.threshold[node] = isLeaf || column.group !== undefined ? 0 : nextBelow(split);
    tree.set[node] = isLeaf || column.group === undefined ? -1 : sets.length;
    tree.missingLeft[node] = !isLeaf && (column.group !== undefined || column.median < split) ? 1 : 0;
    if (isLeaf || !cart.left || !cart.right) continue;
    if (column.group !== undefined) sets.push(...allBut(column.group));
    pending.push({ cart: cart.left, rows: left });
    pending.push({ cart: cart.right, rows: here.filter((row) => !(cellOf(column, row) < split)) });
  }
  return {
    feature: Int32Array.from(tree.feature),
    threshold: Float64Array.from(tree.threshold),
    set: Int32Array.from(tree.set),
    sets: Uint32Array.from(sets),
    left: Int32Array.from(tree.left),
    right: Int32Array.from(tree.left, (child) => (child < 0 ? -1 : child + 1)),
    missingLeft: Uint8Array.from(tree.missingLeft),
    cover: Float64Array.from(pending, (reached) => reached.rows.length),
    value: Float64Array.from(tree.value),
  };
}

/** The set of all groups but one. */
function allBut(group: number): Uint32Array {
  const words = new Uint32Array(setWords).fill(0xffffffff);
  words[group >>> 5] &= ~(1 << (group & 31));
  return words;
}

function meanOf(y: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) sum += y[row];
  return sum / rows.length;
}

/** The largest number below a finite one: `x < v` is `x <= nextBelow(v)`. */
function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const bits = new BigInt64Array(1);
  const number = new Float64Array(bits.buffer);
  number[0] = value;
  bits[0] += value > 0 ? -1n : 1n;
  return Number.isFinite(number[0]) ? number[0] : value;
}

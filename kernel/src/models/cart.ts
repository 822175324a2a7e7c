import { type CartNode, DecisionTreeRegression } from 'ml-cart';
import type { Feature, Features } from '../data/table.js';
import { createRandom, sampleSorted } from '../statistics/random.js';
import type { Task } from '../task.js';
import type { TreeEnsemble } from '../trees/model/ensemble.js';
import { type FeatureInfo, firstAtLeast } from '../trees/model/feature-info.js';
import { prepareColumns } from '../trees/model/prepare.js';
import { TreeWriter } from '../trees/model/tree-writer.js';
import { setWords, type Trees } from '../trees/model/trees.js';

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
  const questions = askAll(cart.root, columns, rows, Math.max(1, options.minLeaf));
  const asked = infos.map((info, feature) => ({ ...info, cuts: thresholdsOn(feature, questions) }));
  const blocks = [writeTree(questions, asked, y)];
  return {
    ensemble: { objective: 'squared', outputs: 1, base: [0], blocks, features: asked },
    sampled: size,
  };
}

function describe(feature: Feature, rows: Int32Array): FeatureInfo {
  const { name, source, kind, levels = [] } = feature;
  const cuts = new Float64Array(0);
  if (kind === 'numeric') return { name, source, kind, cuts };
  const counts = new Float64Array(levels.length);
  for (const row of rows) if (!Number.isNaN(feature.values[row])) counts[feature.values[row]]++;
  const ranked = [...levels.keys()].sort((a, b) => counts[b] - counts[a] || a - b);
  const groups = new Array<number>(levels.length).fill(0);
  ranked.forEach((level, rank) => {
    if (counts[level] > 0) groups[level] = 1 + Math.min(rank, mostLevels);
  });
  return { name, source, kind, cuts, levels, groups };
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

/** A node to be written, with the rows of all that come to it; a leaf where it asks nothing. */
interface Question {
  readonly rows: Int32Array;
  readonly column?: CartColumn;
  /** Numbers: at most this goes left. */
  readonly threshold: number;
  /** Place of the left child among the questions; the right one is the next. */
  readonly left: number;
}

/** The questions of ml-cart, level by level; one that leaves a side too few rows is not asked. */
function askAll(
  root: CartNode,
  columns: readonly CartColumn[],
  all: Int32Array,
  minLeaf: number,
): Question[] {
  const pending = [{ cart: root, rows: all }];
  const questions: Question[] = [];
  for (let node = 0; node < pending.length; node++) {
    const { cart, rows } = pending[node];
    const { left: yes, right: no, splitValue: split = 0 } = cart;
    const column = yes && no ? columns[cart.splitColumn ?? -1] : undefined;
    const left = column ? rows.filter((row) => cellOf(column, row) < split) : rows;
    if (!yes || !no || !column || left.length < minLeaf || rows.length - left.length < minLeaf) {
      questions.push({ rows, threshold: 0, left: -1 });
      continue;
    }
    questions.push({ rows, column, threshold: nextBelow(split), left: pending.length });
    pending.push({ cart: yes, rows: left });
    pending.push({ cart: no, rows: rows.filter((row) => !(cellOf(column, row) < split)) });
  }
  return questions;
}

/** The thresholds asked of a number, each once and ascending. */
function thresholdsOn(feature: number, questions: readonly Question[]): Float64Array {
  const asked = questions.filter(({ column }) => column?.feature === feature && column.group === undefined);
  return Float64Array.from(new Set(asked.map(({ threshold }) => threshold))).sort();
}

function writeTree(questions: readonly Question[], infos: readonly FeatureInfo[], y: Float64Array): Trees {
  const writer = new TreeWriter(1, 'double');
  const nodes = [writer.begin()];
  questions.forEach(({ rows, column, threshold, left }, i) => {
    const { [i]: node } = nodes;
    if (!column) {
      writer.setValue(writer.leaf(node, rows.length), 0, meanOf(y, rows));
      return;
    }
    const { feature, group, median } = column;
    const child =
      group === undefined
        ? writer.splitNumbers(
            node,
            feature,
            firstAtLeast(infos[feature].cuts, threshold),
            median <= threshold,
          )
        : writer.splitGroups(node, feature, allBut(group), true);
    nodes[left] = child;
    nodes[left + 1] = child + 1;
  });
  return writer.finish();
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

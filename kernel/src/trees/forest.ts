import { inputError } from '../problem.js';
import { createRandom, sampleSorted } from '../statistics/random.js';
import type { Task } from '../task.js';
import type { BinnedMatrix } from './binning.js';
import type { TreeEnsemble } from './ensemble.js';
import { DeepGrower } from './grow-deep.js';
import type { Tree } from './tree.js';
import { TreeBuilder } from './tree-builder.js';

/** Options of a random forest; see {@link forestDefaults}. */
export interface ForestOptions {
  readonly trees?: number;
  /** Features tried at each split; by default a third of them, or the square root of their number for a 0/1 outcome. */
  readonly mtry?: number;
  /** Rows in a leaf at least. */
  readonly minLeaf?: number;
  /** Share of the rows drawn for each tree, without replacement. */
  readonly sampleShare?: number;
  readonly seed?: number;
  /** One per row of the matrix, 0 or more; rows of weight 0 are left out. */
  readonly weights?: Float64Array;
}

export const forestDefaults = { trees: 500, minLeaf: 5, sampleShare: 0.632, seed: 1 } as const;

/**
 * Random forest for means (Breiman 2001), each tree on a draw of rows without replacement; for an outcome of 0 and 1
 * the means are probabilities.
 *
 * @param y outcome, one per row of the matrix
 * @param allRows rows to learn from
 * @returns an ensemble whose leaves hold a tree's mean divided by the number of trees
 * @throws InputError CS5003 where no row has a positive weight
 */
export function fitForest(
  matrix: BinnedMatrix,
  y: Float64Array,
  allRows: Int32Array,
  options: ForestOptions,
  task: Task,
): TreeEnsemble {
  const { trees: count, minLeaf, sampleShare, seed, weights } = { ...forestDefaults, ...options };
  const rows = weights ? allRows.filter((row) => weights[row] > 0) : allRows;
  if (rows.length === 0) throw inputError('CS5003', 'There is no row to learn from; widen the selection.');
  const size = Math.max(1, Math.round(rows.length * Math.min(1, sampleShare)));
  const h = weights ?? new Float64Array(matrix.rows).fill(1);
  const a = weights ? y.map((value, row) => value * weights[row]) : y;
  const grower = createGrower(matrix, y, rows, { ...options, minLeaf }, size);
  const builder = new TreeBuilder(matrix, Math.floor(size / Math.max(1, minLeaf)) + 1);
  const trees: Tree[] = [];
  for (let t = 0; t < count; t++) {
    task.report(t / count);
    const random = createRandom(seed, t);
    const sample = sampleSorted(rows, size, random);
    const estimate = meanOf(a, h, builder, count);
    grower.grow(builder, sample, new Int32Array(0), a, h, random, estimate, task);
    trees.push(builder.finish());
  }
  return { objective: 'squared', base: 0, trees, features: matrix.features };
}

function createGrower(
  matrix: BinnedMatrix,
  y: Float64Array,
  rows: Int32Array,
  options: ForestOptions & { minLeaf: number },
  mostRows: number,
): DeepGrower {
  const features = matrix.features.length;
  const binary = rows.every((row) => y[row] === 0 || y[row] === 1);
  const mtry = options.mtry ?? Math.ceil(binary ? Math.sqrt(features) : features / 3);
  const rule = {
    effect: 0,
    byRows: false,
    l2: 0,
    levelSmoothing: 0,
    minRows: Math.max(1, options.minLeaf),
    minH: 0,
    minGain: 1e-10 * variance(y, rows),
  };
  return new DeepGrower(matrix, { rule, mtry: Math.max(1, mtry), causal: false, balance: 0 }, mostRows);
}

function variance(y: Float64Array, rows: Int32Array): number {
  let mean = 0;
  let sum = 0;
  rows.forEach((row, i) => {
    const delta = y[row] - mean;
    mean += delta / (i + 1);
    sum += delta * (y[row] - mean);
  });
  return sum / rows.length;
}

/** Sets a leaf to its mean, divided by the number of trees. */
function meanOf(a: Float64Array, h: Float64Array, builder: TreeBuilder, trees: number) {
  return (node: number, rows: Int32Array, from: number, to: number): void => {
    let sumA = 0;
    let sumH = 0;
    for (let i = from; i < to; i++) {
      sumA += a[rows[i]];
      sumH += h[rows[i]];
    }
    builder.value[node] = sumA / sumH / trees;
  };
}

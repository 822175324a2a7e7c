import { inputError } from '../../problem.js';
import { type Task, unwatched } from '../../task.js';
import type { BinnedMatrix } from '../matrix/binned-matrix.js';
import type { TreeEnsemble } from '../model/ensemble.js';
import type { Trees } from '../model/trees.js';
import { growForest } from './grow-forest.js';

/** Options of a random forest; see {@link forestDefaults}. */
export interface ForestOptions {
  readonly trees?: number;
  /** Features tried at each split; by default a third of them, or the square root of their number for a 0/1 outcome. */
  readonly mtry?: number;
  /** Rows in a leaf at least. */
  readonly minLeaf?: number;
  /** Share of the rows (or clusters) drawn for each tree, without replacement. */
  readonly sampleShare?: number;
  readonly seed?: number;
  /** One per row of the matrix, 0 or more; a row of weight 2 counts as two, one of weight 0 is left out. */
  readonly weights?: Float64Array;
  /** Cluster of each row of the matrix: whole clusters go into a sample or stay out of it. */
  readonly clusters?: Int32Array;
}

export const forestDefaults = { trees: 500, minLeaf: 5, sampleShare: 0.632, seed: 1 } as const;

/** A random forest: an ensemble whose leaves hold a tree's mean divided by the number of trees. */
export interface RandomForest extends TreeEnsemble {
  /**
   * Predictions for the rows it was grown on, in their order (those of weight 0 left out), each from the trees that did not
   * see the row; where all did, the mean of the outcome.
   */
  readonly outOfBag: Float64Array;
}

/**
 * Random forest for means (Breiman 2001), each tree on a draw of rows without replacement; for an outcome of 0 and 1
 * the means are probabilities.
 *
 * @param y outcome, one per row of the matrix
 * @param rows rows to learn from
 * @throws InputError CS5003 where no row has a positive weight, CS5012 where an outcome is not finite, CS5006 where memory would
 *   not do
 */
export function fitForest(
  matrix: BinnedMatrix,
  y: Float64Array,
  rows: Int32Array,
  options: ForestOptions,
  task: Task = unwatched,
): RandomForest {
  if (rows.some((row) => !Number.isFinite(y[row])))
    throw inputError('CS5012', 'A row has no finite outcome; keep only rows that have one.');
  const features = matrix.features.length;
  const binary = rows.every((row) => y[row] === 0 || y[row] === 1);
  const data = {
    matrix,
    rows,
    moment: { parameters: 1, symmetric: true },
    a: y,
    h: new Float64Array(matrix.rows).fill(1),
    precision: 'double',
  } as const;
  const growth = {
    ...forestDefaults,
    ...options,
    mtry: options.mtry ?? Math.ceil(binary ? Math.sqrt(features) : features / 3),
    honestyShare: 1,
    groupSize: 1,
    balance: 0,
  };
  const { forest, outOfBag } = growForest(data, growth, task);
  const blocks = forest.blocks.map((block) => meansOf(block, growth.trees));
  return {
    objective: 'squared',
    outputs: 1,
    base: [0],
    blocks,
    features: forest.features,
    outOfBag: outOfBag.theta,
  };
}

/** Leaves with nothing but the mean of the outcome, the first of their two numbers, divided by the number of trees. */
function meansOf(block: Trees, trees: number): Trees {
  return {
    ...block,
    width: 1,
    values: Float64Array.from(block.cover, (_, leaf) => block.values[2 * leaf] / trees),
  };
}

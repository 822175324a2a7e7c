import type { Features } from '../data/table.js';
import type { Task } from '../task.js';
import { type CausalForest, meanEffect } from './causal-trees.js';
import type { TreeEnsemble } from './ensemble.js';
import { prepareColumns } from './prepare.js';
import { shapPaths } from './shap-paths.js';
import { mostPatternBits, ShapPatterns } from './shap-patterns.js';
import { ShapSweeps } from './shap-sweeps.js';
import { leafOf, type Tree } from './tree.js';

/** Attributions: `base` plus the values of a row is its prediction. */
export interface Shap {
  readonly base: number;
  /** Row-major, one row per row asked for and one value per feature of the model. */
  readonly values: Float64Array;
}

/**
 * Exact path-dependent TreeSHAP (Lundberg et al. 2020): Shapley values of the conditional expectation in which absent
 * features follow the training rows in the nodes. On the margin: the log odds for the logistic objective.
 *
 * @param rows rows of `features` to explain
 * @returns rows.length x ensemble.features.length values; base + sum of a row = predictRaw to rounding
 */
export function treeShap(ensemble: TreeEnsemble, features: Features, rows: Int32Array, task: Task): Shap {
  const columns = prepareColumns(ensemble.features, features);
  const width = ensemble.features.length;
  const values = new Float64Array(rows.length * width);
  let base = ensemble.base;
  ensemble.trees.forEach((tree, i) => {
    task.report(i / ensemble.trees.length);
    base += addTree(tree, tree.value, columns, rows, values, task);
  });
  return { base, values: transpose(values, width, rows.length) };
}

/**
 * Attributions of the effects of a causal forest; base + sum of a row = effect of {@link predictEffects} to rounding.
 *
 * The reported effect is a ratio of forest averages, effect(x) = A(x) / H(x), on which Shapley values of single trees
 * do not add up. But with base = mean A / mean H (means over the estimation rows, by cover) it is exactly
 *
 *     effect(x) = base + U(x) / H(x),   U(x) = A(x) - base H(x),   mean U = 0
 *
 * and U is a plain sum of trees with leaf values a - base h. So we report the Shapley values of U, the forest-weighted
 * score of the estimating equation at the average effect, in units of the row's own information H(x), which turns a score
 * into an effect (one Newton step, exact since the equation is linear in the effect). They keep efficiency, symmetry
 * and the null property. Averaging per-leaf ratios instead would add up as well, but explain an estimate that is
 * noisier than the one reported: small leaves with little treatment variation would count as much as any other.
 */
export function shapOfEffects(forest: CausalForest, features: Features, rows: Int32Array, task: Task): Shap {
  const columns = prepareColumns(forest.features, features);
  const width = forest.features.length;
  const values = new Float64Array(rows.length * width);
  const base = meanEffect(forest.trees);
  forest.trees.forEach((tree, i) => {
    task.report(i / forest.trees.length);
    const score = tree.value.map((a, node) => a - base * tree.information[node]);
    addTree(tree, score, columns, rows, values, task);
  });
  for (let i = 0; i < rows.length; i++) {
    task.check();
    let information = 0;
    for (const tree of forest.trees) information += tree.information[leafOf(tree, columns, rows[i])];
    for (let j = 0; j < width; j++) values[j * rows.length + i] *= information > 0 ? 1 / information : 0;
  }
  return { base, values: transpose(values, width, rows.length) };
}

/** From features x rows, as they are summed up, to rows x features. */
function transpose(values: Float64Array, features: number, rows: number): Float64Array {
  const byRow = new Float64Array(values.length);
  for (let j = 0; j < features; j++) {
    for (let i = 0; i < rows; i++) byRow[i * features + j] = values[j * rows + i];
  }
  return byRow;
}

/** Adds the attributions of one tree with the given leaf values, features x rows; returns its mean by cover. */
function addTree(
  tree: Tree,
  leafValues: Float64Array,
  columns: readonly Float64Array[],
  rows: Int32Array,
  values: Float64Array,
  task: Task,
): number {
  const paths = shapPaths(tree);
  if (paths.most <= mostPatternBits) {
    new ShapPatterns(tree, paths, leafValues).add(columns, rows, values, task);
  } else {
    new ShapSweeps(tree, paths, leafValues).add(columns, rows, values, task);
  }
  let mean = 0;
  for (let node = 0; node < leafValues.length; node++) {
    if (tree.feature[node] < 0) mean += (tree.cover[node] / tree.cover[0]) * leafValues[node];
  }
  return mean;
}

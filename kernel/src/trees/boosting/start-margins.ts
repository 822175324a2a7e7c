import { inputError } from '../../problem.js';
import type { Task } from '../../task.js';
import type { BinnedMatrix } from '../matrix/binned-matrix.js';
import type { TreeEnsemble } from '../model/ensemble.js';
import type { FeatureInfo } from '../model/feature-info.js';
import { leafOfRanks, treeCount } from '../model/trees.js';
import type { Loss } from './objectives/loss.js';
import type { BoostingOptions } from './options.js';

/** Margins of some rows before the first tree, output after output: the best constants, or what a model says. */
export function startMargins(
  matrix: BinnedMatrix,
  rows: Int32Array,
  { start, startMargin }: BoostingOptions,
  base: readonly number[],
  task: Task,
): Float64Array {
  const margins = new Float64Array(rows.length * base.length);
  const n = rows.length;
  if (start && !startMargin) addLeaves(matrix, rows, start, margins, task);
  else
    base.forEach((value, output) => {
      for (let i = 0; i < n; i++)
        margins[output * n + i] = startMargin ? startMargin[output * matrix.rows + rows[i]] : value;
    });
  return margins;
}

/** Throws InputError CS5030 where a model is not one that a fit can go on from. */
export function checkStart(
  matrix: BinnedMatrix,
  { start, startMargin, objective }: BoostingOptions,
  loss: Loss,
) {
  if (!start) return;
  if (start.objective !== objective || start.outputs !== loss.outputs)
    throw inputError(
      'CS5030',
      `The model to go on from was fitted as ${start.objective} with ${start.outputs} output(s), not as ${objective} ` +
        `with ${loss.outputs}; name its objective, or train anew.`,
    );
  const needed = matrix.rows * loss.outputs;
  if (startMargin && startMargin.length !== needed)
    throw inputError(
      'CS5030',
      `There are ${startMargin.length} margins of the model to go on from; give ${needed}, one per row and output.`,
    );
  if (!startMargin && !matrix.features.every((info, j) => isSame(info, start.features[j])))
    throw inputError(
      'CS5030',
      'The model to go on from splits at other numbers or groups than these data were cut into; give its margins for ' +
        'these rows, or cut the data as it does.',
    );
}

function isSame(info: FeatureInfo, other: FeatureInfo | undefined): boolean {
  return (
    other !== undefined &&
    info.name === other.name &&
    info.kind === other.kind &&
    sameList(info.cuts, other.cuts) &&
    sameList(info.levels ?? [], other.levels ?? []) &&
    sameList(info.groups ?? [], other.groups ?? [])
  );
}

function sameList<Item>(a: ArrayLike<Item>, b: ArrayLike<Item>): boolean {
  return a.length === b.length && Array.prototype.every.call(a, (item, i) => item === b[i]);
}

/** Base plus the leaves that rows end in, whose bins are the ranks that the model knows. */
function addLeaves(
  matrix: BinnedMatrix,
  rows: Int32Array,
  start: TreeEnsemble,
  margins: Float64Array,
  task: Task,
): void {
  const ranks = new Uint8Array(matrix.features.length);
  rows.forEach((row, i) => {
    if (i % 256 === 0) task.check();
    matrix.bins.forEach((bins, feature) => {
      ranks[feature] = bins[row];
    });
    start.base.forEach((base, output) => {
      margins[output * rows.length + i] = base;
    });
    let number = 0;
    for (const trees of start.blocks) {
      for (let tree = 0; tree < treeCount(trees); tree++, number++)
        margins[(number % start.outputs) * rows.length + i] += trees.values[leafOfRanks(trees, tree, ranks)];
    }
  });
}

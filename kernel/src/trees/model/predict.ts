import type { Features } from '../../data/table.js';
import { type Task, unwatched } from '../../task.js';
import { currentEngine } from '../engine/current.js';
import type { Engine } from '../engine/engine.js';
import { defineJob } from '../engine/job.js';
import { type TreeEnsemble, toProbability } from './ensemble.js';
import type { FeatureInfo } from './feature-info.js';
import { addLeafValues } from './placed-trees.js';
import type { Trees } from './trees.js';
import { type Slice, walkSlice, walkTable } from './walk.js';

/** Which sums a tree's leaves are added to: those of all outputs, or of output `tree % outputs` alone. */
interface Sums {
  readonly outputs: number;
  readonly inTurn: boolean;
}

export const sumLeavesJob = defineJob<Slice<Sums>, void>('sum what the leaves say', (bench, slice, task) => {
  const { walk, argument } = slice;
  const { outputs, inTurn } = argument;
  let rowsOfTile = 0;
  let sums = 0;
  walkSlice(bench, slice, task, {
    begin(row, rows) {
      rowsOfTile = rows;
      sums = walk.results + row * walk.resultBytes;
    },
    tree(placed, _, number, leaves) {
      const to = sums + (inTurn ? 8 * (number % outputs) : 0);
      addLeafValues(bench, placed, leaves, rowsOfTile, to, walk.resultBytes);
    },
  });
});

/**
 * Sum over all trees of what a row's leaves say, rows x width, added in the order of the trees; blocks must be of one
 * width. Throws InputError CS5001, CS5002 (columns) and CS5006 (memory).
 */
export function sumLeaves(
  blocks: readonly Trees[],
  infos: readonly FeatureInfo[],
  features: Features,
  task: Task = unwatched,
  engine: Engine = currentEngine(),
): Float64Array {
  const width = blocks[0]?.width ?? 1;
  return walkTable(
    engine,
    {
      blocks,
      infos,
      features,
      what: 'Prediction',
      start: new Array<number>(width).fill(0),
      job: sumLeavesJob,
      argument: { outputs: width, inTurn: false },
    },
    task,
  );
}

/**
 * Margins: base plus the leaf values of all trees, output after output (that of row `i` in output `o` is entry
 * `o * rows + i`), added in the order of the trees whatever the number of threads. Features are found by name.
 * Throws InputError CS5001 (column absent), CS5002 (of another kind) and CS5006 (memory).
 */
export function predictMargin(
  ensemble: TreeEnsemble,
  features: Features,
  task: Task = unwatched,
  engine: Engine = currentEngine(),
): Float64Array {
  const { base, outputs, blocks } = ensemble;
  const margins = walkTable(
    engine,
    {
      blocks,
      infos: ensemble.features,
      features,
      what: 'Prediction',
      start: base,
      job: sumLeavesJob,
      argument: { outputs, inTurn: true },
    },
    task,
  );
  return outputs === 1 ? margins : transposed(margins, features.rows, outputs);
}

/** From rows x outputs to outputs x rows. */
function transposed(from: Float64Array, rows: number, outputs: number): Float64Array {
  const to = new Float64Array(from.length);
  for (let output = 0; output < outputs; output++) {
    for (let i = 0; i < rows; i++) to[output * rows + i] = from[i * outputs + output];
  }
  return to;
}

/**
 * Predictions in the terms of the outcome, output after output as {@link predictMargin}: a mean (squared, huber), a
 * quantile, a rate (poisson), a probability (logistic) or one per class (softmax, of sum 1), a score to rank by (pairwise,
 * lambdamart), or a hazard relative to the baseline (cox). Throws as {@link predictMargin}.
 */
export function predict(
  ensemble: TreeEnsemble,
  features: Features,
  task: Task = unwatched,
  engine: Engine = currentEngine(),
): Float64Array {
  return fromMargin(ensemble, predictMargin(ensemble, features, task, engine));
}

/** Turns margins, output after output, into predictions in place; returns them. */
export function fromMargin(
  { objective, outputs }: Pick<TreeEnsemble, 'objective' | 'outputs'>,
  margins: Float64Array,
): Float64Array {
  switch (objective) {
    case 'logistic':
      return inPlace(margins, toProbability);
    case 'poisson':
    case 'cox':
      return inPlace(margins, Math.exp);
    case 'softmax':
      return toShares(margins, outputs);
    case 'squared':
    case 'huber':
    case 'quantile':
    case 'pairwise':
    case 'lambdamart':
      return margins;
  }
}

function inPlace(values: Float64Array, change: (value: number) => number): Float64Array {
  for (let i = 0; i < values.length; i++) values[i] = change(values[i]);
  return values;
}

/** Softmax over the outputs of each row. */
function toShares(margins: Float64Array, outputs: number): Float64Array {
  const rows = margins.length / outputs;
  for (let i = 0; i < rows; i++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let at = i; at < margins.length; at += rows) most = Math.max(most, margins[at]);
    let sum = 0;
    for (let at = i; at < margins.length; at += rows) {
      margins[at] = Math.exp(margins[at] - most);
      sum += margins[at];
    }
    for (let at = i; at < margins.length; at += rows) margins[at] /= sum;
  }
  return margins;
}

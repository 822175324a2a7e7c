import type { Features } from '../../../data/table.js';
import { type Task, unwatched } from '../../../task.js';
import type { Arena } from '../../engine/memory.js';
import type { BinnedMatrix } from '../../matrix/binned-matrix.js';
import { firstAtLeast } from '../../model/feature-info.js';
import { ranksOf } from '../../model/ranks.js';
import type { Forest } from '../forest.js';
import { growForest } from '../grow-forest.js';
import type { GrowthOptions } from '../growth.js';
import { Checks } from './checks.js';
import { oneParameter } from './effects.js';
import { Neighbours } from './neighbours.js';
import { relabelQuantiles } from './relabel-quantiles.js';

/** Options of a quantile forest. */
export interface QuantileForestOptions extends GrowthOptions {
  /** Quantiles that splits seek to tell apart, and that are predicted where no others are asked for. */
  readonly quantiles?: readonly number[];
  /** `means` splits by the mean of the outcome as Meinshausen (2006) does; `quantiles`, the default, by its distribution. */
  readonly splitBy?: 'quantiles' | 'means';
}

export const quantileForestDefaults = { quantiles: [0.1, 0.5, 0.9], splitBy: 'quantiles' } as const;

/** A forest of the distribution of an outcome. */
export interface QuantileForest {
  readonly forest: Forest;
  readonly quantiles: readonly number[];
  /** Outcome of every row of the training matrix. */
  readonly outcomes: Float64Array;
  /** Their weights, where the forest was grown with such. */
  readonly weights?: Float64Array;
}

/**
 * Forest of the whole distribution of an outcome at x (Meinshausen 2006; splits as Athey, Tibshirani & Wager 2019): the
 * distribution that gives every training outcome the forest's weight alpha_i(x).
 *
 * @param y outcome, one per row of the matrix
 * @param rows rows to learn from
 * @throws InputError with all of: CS5003 for fewer than 8 rows, CS5050 where an outcome is missing, CS5056 for quantiles
 *   not between 0 and 1
 */
export function fitQuantileForest(
  matrix: BinnedMatrix,
  y: Float64Array,
  rows: Int32Array,
  options: QuantileForestOptions,
  task: Task = unwatched,
): QuantileForest {
  const { quantiles, splitBy } = { ...quantileForestDefaults, ...options };
  const checks = new Checks();
  checks.rows(rows);
  checks.finite('outcome', y, rows);
  checkQuantiles(checks, quantiles);
  checks.done();
  const relabelling = {
    values: quantiles.length,
    bytes: 2 * (8 * rows.length + 64),
    choose: (arena: Arena, own: Int32Array) =>
      relabelQuantiles({
        y: arena.copy(Float64Array.from(own, (row) => y[row])),
        weights: arena.copy(Float64Array.from(own, (row) => options.weights?.[row] ?? 1)),
        quantiles,
      }),
  };
  const data = {
    matrix,
    rows,
    moment: oneParameter,
    a: y,
    h: new Float64Array(y.length).fill(1),
    relabelling: splitBy === 'quantiles' ? relabelling : undefined,
  };
  const { forest } = growForest(data, { ...options, keepSamples: true }, task);
  return { forest, quantiles, outcomes: y, weights: options.weights };
}

/**
 * Quantiles for new rows, rows x quantiles: the smallest outcome at or below which at least that share of the weight lies.
 * Throws InputError CS5056 for quantiles not between 0 and 1, or where a feature of the forest is absent or of another kind.
 */
export function predictQuantiles(
  model: QuantileForest,
  features: Features,
  quantiles: readonly number[] = model.quantiles,
  task: Task = unwatched,
): Float64Array {
  const checks = new Checks();
  checkQuantiles(checks, quantiles);
  checks.done();
  const { forest, outcomes } = model;
  const ranks = ranksOf(forest.features, features);
  const sorted = outcomes.slice().sort();
  const place = Uint32Array.from(outcomes, (own) => firstAtLeast(sorted, own));
  const neighbours = new Neighbours(forest, outcomes.length, model.weights);
  const weightAt = new Float64Array(sorted.length);
  const predicted = new Float64Array(features.rows * quantiles.length);
  for (let row = 0; row < features.rows; row++) {
    task.check();
    if (row % 16 === 0) task.report(row / features.rows);
    neighbours.look(ranks, row);
    const places = new Uint32Array(neighbours.count);
    let distinct = 0;
    for (let i = 0; i < neighbours.count; i++) {
      const member = neighbours.rows[i];
      if (weightAt[place[member]] === 0) places[distinct++] = place[member];
      weightAt[place[member]] += neighbours.weight[member];
    }
    const ascending = places.subarray(0, distinct).sort();
    quantiles.forEach((quantile, k) => {
      const at = quantilePlace(ascending, weightAt, quantile);
      predicted[row * quantiles.length + k] = at === undefined ? Number.NaN : sorted[at];
    });
    for (const at of ascending) weightAt[at] = 0;
  }
  return predicted;
}

function checkQuantiles(checks: Checks, quantiles: readonly number[]): void {
  if (quantiles.length === 0) checks.add('CS5056', 'No quantile is asked for; name one between 0 and 1.');
  for (const quantile of quantiles) {
    if (!(quantile > 0 && quantile < 1)) {
      checks.add('CS5056', `Quantile ${quantile} does not lie between 0 and 1; the median is .5.`);
    }
  }
}

/** The first of ascending places at which the weights up to there reach a share of 1. */
function quantilePlace(ascending: Uint32Array, weightAt: Float64Array, share: number): number | undefined {
  // Weights sum to 1 up to rounding; a share that is reached but for that counts as reached.
  const wanted = share - 1e-12 * ascending.length;
  let below = 0;
  for (const at of ascending) {
    below += weightAt[at];
    if (below >= wanted) return at;
  }
  return ascending.at(-1);
}

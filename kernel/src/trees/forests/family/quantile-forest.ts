import type { Features } from '../../../data/table.js';
import { type Task, unwatched } from '../../../task.js';
import type { Arena } from '../../engine/memory.js';
import type { BinnedMatrix } from '../../matrix/binned-matrix.js';
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
  const place = placesByValue(outcomes);
  const neighbours = new Neighbours(forest, outcomes.length, model.weights);
  const predicted = new Float64Array(features.rows * quantiles.length);
  for (let row = 0; row < features.rows; row++) {
    if (row % 16 === 0) task.report(row / features.rows);
    neighbours.look(ranks, row);
    const members = neighbours.rows.subarray(0, neighbours.count);
    // Sorting whole numbers is many times faster than sorting by a comparison.
    const sorted = Uint32Array.from(members, (member) => place.of[member]).sort();
    quantiles.forEach((quantile, k) => {
      const at = quantilePlace(sorted, place.rows, neighbours.weight, quantile);
      predicted[row * quantiles.length + k] = at === undefined ? Number.NaN : outcomes[at];
    });
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

/** Rows by ascending value, and the place of each row in that order. */
function placesByValue(values: Float64Array): { rows: Uint32Array; of: Uint32Array } {
  const rows = Uint32Array.from(values, (_, row) => row);
  rows.sort((i, j) => values[i] - values[j] || i - j);
  const of = new Uint32Array(values.length);
  rows.forEach((row, at) => {
    of[row] = at;
  });
  return { rows, of };
}

/** The training row whose outcome is the quantile; `sorted` are the places of the rows that speak. */
function quantilePlace(
  sorted: Uint32Array,
  rows: Uint32Array,
  weight: Float64Array,
  quantile: number,
): number | undefined {
  // Weights sum to 1 up to rounding; a share that is reached but for that counts as reached.
  const wanted = quantile - 1e-12 * sorted.length;
  let below = 0;
  for (const at of sorted) {
    below += weight[rows[at]];
    if (below >= wanted) return rows[at];
  }
  return sorted.length > 0 ? rows[sorted[sorted.length - 1]] : undefined;
}

import type { Features } from '../../../data/table.js';
import { type Task, unwatched } from '../../../task.js';
import { prepareColumns } from '../../model/prepare.js';
import { type Ranks, ranksOf } from '../../model/ranks.js';
import type { Forest } from '../forest.js';
import { Checks } from './checks.js';
import { LocalFit } from './local-fit.js';
import { Neighbours } from './neighbours.js';

/** Options of a local-linear correction. */
export interface LocalLinearOptions {
  /** Numeric columns to draw lines through; by default all of the forest that vary. */
  readonly columns?: readonly string[];
  /**
   * Ridge penalty of the slopes of standardised columns, in units of the mean diagonal of the weighted normal equations.
   * `choose`, the default, takes the one of {@link penalties} that errs least out of bag.
   */
  readonly penalty?: number | 'choose';
  /** Sample weight of every row of the training matrix, where the forest was grown with such. */
  readonly weights?: Float64Array;
}

/** Penalties that `choose` tries; the last leaves the forest as it is. */
export const penalties = [0.001, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, Number.POSITIVE_INFINITY] as const;
/** Training rows that `choose` leaves out one by one: evenly spread ones, where there are more. */
const mostRowsLeftOut = 1000;

/** A forest with what it takes to correct it. */
export interface LocalLinear {
  readonly forest: Forest;
  /** Numeric columns with lines through them, and how each is standardised. */
  readonly columns: readonly { readonly name: string; readonly mean: number; readonly spread: number }[];
  readonly penalty: number;
  /** Standardised columns of the training rows, rows x columns, 0 where missing. */
  readonly x: Float32Array;
  /** Outcome of the training rows. */
  readonly y: Float64Array;
  /** What the mean is multiplied with: 1 for a regression, the treatment's residual for an effect. */
  readonly w: Float64Array;
  readonly weights?: Float64Array;
}

/**
 * Local-linear correction of a regression forest (Friedberg, Tibshirani, Athey & Wager 2020): at x the mean mu of
 * min sum alpha_i(x) (y_i - mu - (x_i - x)' beta)^2 + penalty |beta|^2. A forest averages flatly over its neighbourhoods and
 * lags behind where the mean rises; the line takes the lag out.
 *
 * @param forest grown with `keepSamples`
 * @param training table that the matrix of the forest was binned from
 * @param y outcome, one per row of it; only rows that the forest was grown on are read
 * @throws InputError CS5059 where there are no numeric columns, CS5001 or CS5002 where one is absent or of another kind
 */
export function localLinearMeans(
  forest: Forest,
  training: Features,
  y: Float64Array,
  options: LocalLinearOptions = {},
  task: Task = unwatched,
): LocalLinear {
  return prepare(forest, training, y, new Float64Array(y.length).fill(1), options, task);
}

/**
 * Local-linear correction of a causal forest: at x the effect tau of
 * min sum alpha_i(x) (y_i - w_i (tau + (x_i - x)' beta))^2 + penalty |beta|^2 on residuals, the R-loss (Nie & Wager 2021) with an
 * effect that is linear nearby.
 *
 * @param forest grown with `keepSamples`
 * @param training table that the matrix of the forest was binned from
 * @param yResidual outcome less its mean given x, one per row of it
 * @param wResidual treatment or dose less its mean given x, likewise
 */
export function localLinearEffects(
  forest: Forest,
  training: Features,
  yResidual: Float64Array,
  wResidual: Float64Array,
  options: LocalLinearOptions = {},
  task: Task = unwatched,
): LocalLinear {
  return prepare(forest, training, yResidual, wResidual, options, task);
}

/** What is estimated for rows, with the variance of each; NaN where the forest cannot tell. */
export interface Corrected {
  readonly estimate: Float64Array;
  readonly variance: Float64Array;
}

/** Corrected means or effects for new rows. Throws InputError where a feature of the forest is absent or of another kind. */
export function predictLocalLinear(
  model: LocalLinear,
  features: Features,
  task: Task = unwatched,
): Corrected {
  const ranks = ranksOf(model.forest.features, features);
  const x = standardised(model, features);
  const neighbours = new Neighbours(model.forest, model.y.length, model.weights);
  const fit = new LocalFit(model, neighbours);
  const estimate = new Float64Array(features.rows);
  const variance = new Float64Array(features.rows);
  for (let row = 0; row < features.rows; row++) {
    task.check();
    if (row % 16 === 0) task.report(row / features.rows);
    neighbours.look(ranks, row);
    fit.gather(x, row);
    estimate[row] = fit.solve(model.penalty);
    variance[row] = fit.variance(ranks, row, model.weights);
  }
  return { estimate, variance };
}

function prepare(
  forest: Forest,
  training: Features,
  y: Float64Array,
  w: Float64Array,
  options: LocalLinearOptions,
  task: Task,
): LocalLinear {
  const values = prepareColumns(forest.features, training);
  const columns = forest.features.flatMap(({ name, kind }, j) => {
    if (kind !== 'numeric' || options.columns?.includes(name) === false) return [];
    const { mean, spread } = scaleOf(values[j]);
    return spread > 0 ? [{ name, mean, spread }] : [];
  });
  if (columns.length === 0) {
    const checks = new Checks();
    const named = options.columns ? ` among ${options.columns.join(', ')}` : '';
    checks.add('CS5059', `There is no numeric column that varies${named}; use the forest without lines.`);
    checks.done();
  }
  const penalty = options.penalty ?? 'choose';
  const model = { forest, columns, penalty: 0, x: new Float32Array(0), y, w, weights: options.weights };
  const known = { ...model, x: standardised(model, training) };
  if (penalty !== 'choose') return { ...known, penalty };
  return { ...known, penalty: choosePenalty(known, ranksOf(forest.features, training), task) };
}

/** The penalty with the least squared error of rows from trees that did not see them. */
function choosePenalty(model: LocalLinear, ranks: Ranks, task: Task): number {
  const { forest, y, w, x } = model;
  const grown = rowsOf(forest, y.length);
  const count = Math.min(mostRowsLeftOut, grown.length);
  const neighbours = new Neighbours(forest, y.length, model.weights);
  const fit = new LocalFit(model, neighbours);
  const errors = new Float64Array(penalties.length);
  for (let i = 0; i < count; i++) {
    task.check();
    if (i % 16 === 0) task.report(i / count);
    const row = grown[Math.floor((i * grown.length) / count)];
    neighbours.look(ranks, row, row);
    if (neighbours.count === 0) continue;
    fit.gather(x, row);
    penalties.forEach((penalty, k) => {
      errors[k] += (y[row] - w[row] * fit.solve(penalty)) ** 2;
    });
  }
  return penalties[errors.indexOf(Math.min(...errors))];
}

/** Rows that are an estimation row of any tree, ascending. */
function rowsOf(forest: Forest, size: number): Uint32Array {
  const used = new Uint8Array(size);
  for (const { rows } of forest.samples ?? []) for (const row of rows) used[row] = 1;
  return Uint32Array.from(used.keys()).filter((row) => used[row] === 1);
}

function scaleOf(values: Float64Array): { mean: number; spread: number } {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value / known.length, 0);
  const square = known.reduce((sum, value) => sum + (value - mean) ** 2 / known.length, 0);
  return { mean, spread: Number.isFinite(square) ? Math.sqrt(square) : 0 };
}

function standardised({ forest, columns }: Pick<LocalLinear, 'forest' | 'columns'>, features: Features) {
  const wanted = forest.features.filter(({ name }) => columns.some((column) => column.name === name));
  const x = new Float32Array(features.rows * columns.length);
  prepareColumns(wanted, features).forEach((values, j) => {
    const { mean, spread } = columns[j];
    for (let row = 0; row < features.rows; row++) {
      const value = (values[row] - mean) / spread;
      x[row * columns.length + j] = Number.isNaN(value) ? 0 : value;
    }
  });
  return x;
}

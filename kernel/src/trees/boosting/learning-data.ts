import type { LossData } from './objectives/loss.js';
import type { BoostingOptions } from './options.js';

/** Rows of a matrix that a loss is about, and what it has to know of them, in the order of these rows. */
export interface LearningData {
  readonly rows: Int32Array;
  readonly data: LossData;
}

/** The rows of positive weight with their outcomes; of a ranking, query by query. */
export function learningData(rows: Int32Array, y: Float64Array, options: BoostingOptions): LearningData {
  const { objective, weights, groups, events, classes, quantile, delta, truncation } = options;
  const ranks = objective === 'pairwise' || objective === 'lambdamart';
  // A row of a weight that is no number stays, for the check of the data to name it.
  const weighty = weights ? rows.filter((row) => weights[row] !== 0) : rows;
  const { sorted, queries } = ranks && groups ? byQuery(weighty, groups) : { sorted: weighty };
  return {
    rows: sorted,
    data: {
      y: pick(new Float64Array(sorted.length), y, sorted),
      weights: weights && pick(new Float64Array(sorted.length), weights, sorted),
      queries,
      events: objective === 'cox' && events ? pick(new Uint8Array(sorted.length), events, sorted) : undefined,
      classes,
      quantile,
      delta,
      truncation,
    },
  };
}

/** Values of some rows, side by side. */
function pick<Values extends Float64Array | Uint8Array>(
  to: Values,
  values: Values,
  rows: Int32Array,
): Values {
  for (let i = 0; i < rows.length; i++) to[i] = values[rows[i]];
  return to;
}

/** Rows of the same query one after another, queries in the order of their first rows. */
function byQuery(rows: Int32Array, groups: Int32Array): { sorted: Int32Array; queries: Int32Array } {
  const placeOf = new Map<number, number>();
  for (const row of rows) if (!placeOf.has(groups[row])) placeOf.set(groups[row], placeOf.size);
  const next = new Int32Array(placeOf.size + 1);
  for (const row of rows) next[(placeOf.get(groups[row]) ?? 0) + 1]++;
  for (let place = 1; place < next.length; place++) next[place] += next[place - 1];
  const queries = next.slice(0, placeOf.size);
  const sorted = new Int32Array(rows.length);
  for (const row of rows) sorted[next[placeOf.get(groups[row]) ?? 0]++] = row;
  return { sorted, queries };
}

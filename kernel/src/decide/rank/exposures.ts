import { joinFeatures } from '../../data/features.js';
import type { Features } from '../../data/table.js';
import type { Folds } from '../../statistics/folds.js';
import type { Task } from '../../task.js';
import { type Design, designOf, numeric } from './design.js';
import type { ExposureLog } from './exposure-log.js';
import { learnMean, predictMean, tryMean } from './means.js';

/** Rows of the average that every item and every user has beside its own. */
const priorRows = 5;

/** How often items and users were shown in rows, drawn to the average: what a shop's habits show in. */
export function shownRates({ items, users, shown, rows: all }: ExposureLog, rows: Int32Array): Features {
  const average = rows.reduce((sum, row) => sum + shown[row], 0) / rows.length;
  const rateOf = (of: Int32Array, count: number): Float64Array => {
    const sums = new Float64Array(count).fill(priorRows * average);
    const counts = new Float64Array(count).fill(priorRows);
    for (const row of rows) {
      sums[of[row]] += shown[row];
      counts[of[row]] += 1;
    }
    return Float64Array.from(of, (place) => logOdds(sums[place] / counts[place]));
  };
  return {
    rows: all.length,
    list: [
      numeric('how often the item is shown', rateOf(items.of, items.count)),
      numeric('how often the user is shown items', rateOf(users.of, users.count)),
    ],
  };
}

/**
 * Chances of being shown where they are not known: learned from `rows`, by rates of the rest of them and by whatever else is given; for every
 * row. Supposes that what else moved both the showing and the purchase is among these.
 */
export function learnExposure(
  log: ExposureLog,
  { foldOf, folds, seed }: Folds,
  rows: Int32Array,
  more: Features,
  task: Task,
): Float64Array {
  const y = Float64Array.from(log.shown);
  const lists = Array.from({ length: folds }, (_, fold) =>
    shownRates(
      log,
      rows.filter((row) => foldOf[row] !== fold),
    ),
  );
  const rates: Features = {
    rows: y.length,
    list: lists[0].list.map(({ name }, i) =>
      numeric(
        name,
        y.map((_, row) => lists[foldOf[row]].list[i].values[row]),
      ),
    ),
  };
  const design: Design = designOf(
    joinFeatures(rates, more.list),
    { rows: y.length, list: [] },
    task.part(0, 0),
  );
  const weights = new Float64Array(y.length).fill(1);
  const trial = rows.filter((_, i) => i % 5 === 0);
  const others = rows.filter((_, i) => i % 5 !== 0);
  const lesson = { design, y, weights, seed };
  const tried = tryMean(lesson, others, trial, task.part(0, 0.5));
  return predictMean(learnMean(lesson, rows, tried, task.part(0.5, 1)), design, task.part(1, 1));
}

function logOdds(p: number): number {
  return Math.log(p / (1 - p));
}

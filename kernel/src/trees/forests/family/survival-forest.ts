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
import { relabelSurvival } from './relabel-survival.js';
import { restrictedMean, type SurvivalEstimator, survivalAt, survivalCurve } from './survival-curves.js';

/** Options of a survival forest. */
export interface SurvivalForestOptions extends GrowthOptions {
  readonly estimator?: SurvivalEstimator;
}

export const survivalForestDefaults = { minLeaf: 15, estimator: 'nelson-aalen' } as const;
const mostTimes = 200;

/** A forest of the time until an event. */
export interface SurvivalForest {
  readonly forest: Forest;
  readonly estimator: SurvivalEstimator;
  /** Grid of the curves: the times of events, ascending; of more than 200, so many, evenly spread over the events. */
  readonly times: Float64Array;
  /** Of every row of the training matrix: number of grid times at or before the one it leaves at, see {@link placesOf}. */
  readonly place: Uint32Array;
  /** Of every row of the training matrix: whether it leaves with an event. */
  readonly event: Uint8Array;
  readonly weights?: Float64Array;
}

/** Survival curves of rows. */
export interface SurvivalCurves {
  readonly times: Float64Array;
  /** Probability that the event comes after each time, rows x times. */
  readonly survival: Float64Array;
  /** Mean time until the event, cut off at the last event of the training rows, one per row. */
  readonly expectedTime: Float64Array;
}

/**
 * Survival forest (Ishwaran et al. 2008) in honest trees: splits by the log-rank statistic, and at x the curve of the
 * training rows with the forest's weights alpha_i(x). Observation may end before the event, for reasons that, given x,
 * have nothing to do with its time.
 *
 * @param time time of the event or of the end of observation, one per row of the matrix, 0 or more
 * @param event 1 where it is that of the event
 * @param rows rows to learn from
 * @throws InputError with all of: CS5003 for fewer than 8 rows, CS5050 where a time is missing, CS5057 without events, CS5058
 *   for a time below 0
 */
export function fitSurvivalForest(
  matrix: BinnedMatrix,
  time: Float64Array,
  event: Uint8Array,
  rows: Int32Array,
  options: SurvivalForestOptions,
  task: Task = unwatched,
): SurvivalForest {
  checkSurvival(time, event, rows);
  const settings = { ...survivalForestDefaults, ...options };
  const times = eventTimes(time, event, rows);
  const place = placesOf(times, time, event);
  const relabelling = {
    values: 1,
    bytes: 20 * rows.length + 3 * 64,
    choose: (arena: Arena, own: Int32Array) =>
      relabelSurvival({
        place: arena.copy(Uint32Array.from(own, (row) => place[row])),
        event: arena.copy(Float64Array.from(own, (row) => event[row])),
        weights: arena.copy(Float64Array.from(own, (row) => options.weights?.[row] ?? 1)),
        times: times.length,
      }),
  };
  const h = new Float64Array(time.length).fill(1);
  const data = { matrix, rows, moment: oneParameter, a: Float64Array.from(event), h, relabelling };
  const { forest } = growForest(data, { ...settings, keepSamples: true }, task);
  return { forest, estimator: settings.estimator, times, place, event, weights: options.weights };
}

/**
 * Survival curves of new rows, at the times asked for or at those of the model. Throws InputError where a feature of the
 * forest is absent or of another kind.
 */
export function predictSurvival(
  model: SurvivalForest,
  features: Features,
  asked: ArrayLike<number> = model.times,
  task: Task = unwatched,
): SurvivalCurves {
  const { forest, times, place, event, estimator } = model;
  const ranks = ranksOf(forest.features, features);
  const neighbours = new Neighbours(forest, place.length, model.weights);
  const survival = new Float64Array(features.rows * asked.length);
  const curve = new Float64Array(times.length);
  const expectedTime = new Float64Array(features.rows);
  const events = new Float64Array(times.length);
  const leaving = new Float64Array(times.length);
  for (let row = 0; row < features.rows; row++) {
    task.check();
    if (row % 16 === 0) task.report(row / features.rows);
    neighbours.look(ranks, row);
    events.fill(0);
    leaving.fill(0);
    let atRisk = 0;
    for (let i = 0; i < neighbours.count; i++) {
      const member = neighbours.rows[i];
      const at = place[member] - 1;
      if (at < 0) continue;
      const weight = neighbours.weight[member];
      atRisk += weight;
      leaving[at] += weight;
      if (event[member] === 1) events[at] += weight;
    }
    survivalCurve(events, leaving, atRisk, estimator, curve);
    expectedTime[row] = restrictedMean(times, curve);
    for (let t = 0; t < asked.length; t++) {
      survival[row * asked.length + t] = survivalAt(times, curve, asked[t]);
    }
  }
  return { times: Float64Array.from(asked), survival, expectedTime };
}

function checkSurvival(time: Float64Array, event: Uint8Array, rows: Int32Array): void {
  const checks = new Checks();
  checks.rows(rows);
  checks.finite('time', time, rows);
  const early = rows.find((row) => time[row] < 0);
  if (early !== undefined) {
    checks.add('CS5058', `The time of row ${early + 1} is ${time[early]}, below 0; check how it was made.`);
  }
  if (rows.length > 0 && !rows.some((row) => event[row] === 1)) {
    checks.add('CS5057', 'No row has an event: nothing is known of when it happens.');
  }
  checks.done();
}

/** Distinct times of events, or as many of them as a grid holds, evenly spread over the events. */
function eventTimes(time: Float64Array, event: Uint8Array, rows: Int32Array): Float64Array {
  const all = Float64Array.from(
    rows.filter((row) => event[row] === 1),
    (row) => time[row],
  ).sort();
  const distinct = Float64Array.from(new Set(all));
  if (distinct.length <= mostTimes) return distinct;
  const spread = Array.from({ length: mostTimes }, (_, t) =>
    Math.round((t * (all.length - 1)) / (mostTimes - 1)),
  );
  return Float64Array.from(new Set(spread.map((at) => all[at])));
}

/**
 * Where each row leaves the grid, as the number of its times up to there: with an event at the first grid time not before
 * its own, so that a curve counts no event too early, else after the last that it was still observed at; 0 before the first.
 */
function placesOf(times: Float64Array, time: Float64Array, event: Uint8Array): Uint32Array {
  return Uint32Array.from(time, (own, row) => {
    const earlier = firstAtLeast(times, own);
    return event[row] === 1 || times[earlier] === own ? earlier + 1 : earlier;
  });
}

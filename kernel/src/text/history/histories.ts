import { type Task, unwatched } from '../../task.js';
import type { SparseMatrix } from '../sparse-matrix.js';
import type { Events, Moments } from './events.js';
import { eventsBefore, type OrderedEvents, orderEvents } from './order-events.js';
import { DistinctShares, RunningWeights } from './shares.js';

/** What happened to the unit of each row before it, as shares of texts. */
export interface Histories {
  /** Row to distinct history; -1 where nothing happened before, or where that is not known. */
  readonly codes: Int32Array;
  /** Events in each row's history; NaN for rows without unit or moment. */
  readonly count: Float64Array;
  /** Texts of all events that are in some history, ascending by code unit. */
  readonly texts: readonly string[];
  /** Distinct histories x `texts`: how much of a history each text is. Its rows add up to 1. */
  readonly shares: SparseMatrix;
}

/**
 * Cuts histories strictly before the moments of rows. An event weighs `0.5 ^ (age / halfLife)`. A common factor takes no part in shares, so
 * ages may count from any moment, and which events are in a history is all that it follows from: what happens later changes
 * nothing, not even the order in which numbers are added up.
 *
 * @param halfLife in the unit of the times, above 0; infinite where all events weigh the same
 */
export function cutHistories(
  events: Events,
  moments: Moments,
  halfLife: number = Number.POSITIVE_INFINITY,
  task: Task = unwatched,
): Histories {
  const ordered = orderEvents(events, moments.units, task);
  const count = Float64Array.from(moments.unit, (unit, row) => {
    const before = moments.before[row];
    const known = unit >= 0 && !Number.isNaN(before);
    return known ? eventsBefore(events.time, ordered, unit, before) : Number.NaN;
  });
  const rowsOf = rowsByLength(moments, count);
  const { texts, placeOf } = textsHeld(events, ordered, rowsOf, count);
  const codes = new Int32Array(count.length).fill(-1);
  const distinct = new DistinctShares();
  const weights = new RunningWeights(texts.length, halfLife);
  rowsOf.forEach((rows, unit) => {
    task.check();
    weights.clear();
    let passed = 0;
    rows.forEach((row, i) => {
      if (i > 0 && count[row] === count[rows[i - 1]]) {
        codes[row] = codes[rows[i - 1]];
        return;
      }
      for (; passed < count[row]; passed++) {
        const event = ordered.order[ordered.start[unit] + passed];
        weights.add(placeOf[events.text[event]], events.time[event]);
      }
      codes[row] = distinct.numberOf(weights.shares());
    });
  });
  return { codes, count, texts, shares: distinct.matrix(texts.length) };
}

/** Rows of each unit that have a history, the shortest first. */
function rowsByLength({ unit, units }: Moments, count: Float64Array): number[][] {
  const rowsOf: number[][] = Array.from({ length: units }, () => []);
  count.forEach((events, row) => {
    if (events > 0) rowsOf[unit[row]].push(row);
  });
  for (const rows of rowsOf) rows.sort((a, b) => count[a] - count[b] || a - b);
  return rowsOf;
}

/** Texts in some history, and the place among them of each text of the events; -1 for those that came too late for every row. */
function textsHeld(
  { text, texts }: Events,
  { order, start }: OrderedEvents,
  rowsOf: readonly (readonly number[])[],
  count: Float64Array,
): { texts: string[]; placeOf: Int32Array } {
  const placeOf = new Int32Array(texts.length).fill(-1);
  rowsOf.forEach((rows, unit) => {
    const longest = rows.at(-1);
    const events = longest === undefined ? 0 : count[longest];
    for (let i = 0; i < events; i++) placeOf[text[order[start[unit] + i]]] = 0;
  });
  const held = [...placeOf.keys()].filter((code) => placeOf[code] === 0);
  held.sort((a, b) => (texts[a] < texts[b] ? -1 : 1));
  held.forEach((code, place) => {
    placeOf[code] = place;
  });
  return { texts: held.map((code) => texts[code]), placeOf };
}

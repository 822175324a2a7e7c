import type { Task } from '../../task.js';
import type { Events } from './events.js';

/** Events that can be in a history, one unit after another and in time within each. */
export interface OrderedEvents {
  readonly order: Uint32Array;
  /** Place of each unit's first event, and one entry more for the end. */
  readonly start: Uint32Array;
}

/** Puts events in order; those without unit, time or text are left out. */
export function orderEvents({ unit, time, text }: Events, units: number, task: Task): OrderedEvents {
  const usable = (event: number): boolean =>
    unit[event] >= 0 && text[event] >= 0 && Number.isFinite(time[event]);
  const start = new Uint32Array(units + 1);
  for (let event = 0; event < unit.length; event++) if (usable(event)) start[unit[event] + 1] += 1;
  for (let own = 0; own < units; own++) start[own + 1] += start[own];
  const order = new Uint32Array(start[units]);
  const next = start.slice();
  for (let event = 0; event < unit.length; event++) if (usable(event)) order[next[unit[event]]++] = event;
  for (let own = 0; own < units; own++) {
    task.check();
    order.subarray(start[own], start[own + 1]).sort((a, b) => time[a] - time[b] || a - b);
  }
  return { order, start };
}

/** Number of a unit's events strictly before a moment, by halving. */
export function eventsBefore(
  time: Float64Array,
  { order, start }: OrderedEvents,
  unit: number,
  before: number,
): number {
  let [low, high] = [start[unit], start[unit + 1]];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[order[middle]] < before) low = middle + 1;
    else high = middle;
  }
  return low - start[unit];
}

import type { Column } from '../../data/table.js';

/** Things that happened, in any order: one entry per event in each of the columns. */
export interface Events {
  /** Number of the unit, as the rows count them; -1 for units that no row is about. */
  readonly unit: Int32Array;
  /** No finite number where it is missing. */
  readonly time: Float64Array;
  /** What happened, as a place in `texts`; -1 where it is missing. */
  readonly text: Int32Array;
  readonly texts: readonly string[];
}

/** Rows that have histories. */
export interface Moments {
  /** Number of the unit from 0 on; -1 where it is missing. */
  readonly unit: Int32Array;
  /** Only what happened before it is in the history; NaN where it is missing. */
  readonly before: Float64Array;
  readonly units: number;
}

/** The units of rows, numbered as they first come, and those of events by the same numbers. */
export interface MatchedUnits {
  readonly rows: Int32Array;
  readonly events: Int32Array;
  readonly units: number;
}

/**
 * Numbers the units that two columns name, which must both hold numbers or both words.
 * @returns undefined where one holds numbers and the other words
 */
export function matchUnits(rows: Column, events: Column): MatchedUnits | undefined {
  if ((rows.kind === 'numeric') !== (events.kind === 'numeric')) return undefined;
  const numbers = new Map<string | number, number>();
  const ofRows = numbered(rows, (name) => {
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
  });
  const ofEvents = numbered(events, (name) => numbers.get(name) ?? -1);
  return { rows: ofRows, events: ofEvents, units: numbers.size };
}

/** The number of the unit of each entry; -1 where it is missing. A name of a category is looked up once. */
function numbered(column: Column, numberOf: (name: string | number) => number): Int32Array {
  if (column.kind === 'numeric') {
    return Int32Array.from(column.values, (value) => (Number.isNaN(value) ? -1 : numberOf(value)));
  }
  const names = column.kind === 'text' ? column.distinct : column.levels;
  const known = new Int32Array(names.length).fill(-2);
  return column.codes.map((code) => {
    if (code < 0) return -1;
    if (known[code] === -2) known[code] = numberOf(names[code]);
    return known[code];
  });
}

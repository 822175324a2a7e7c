import type { Feature, Features } from '../../data/table.js';
import { power } from '../../statistics/power.js';
import { figure } from '../../words/phrases.js';

/** A column that rows can be parted by: those of a rank up to some rank, and the others. */
export interface SplitColumn {
  /** Rank of each row's value among all values of the column, from 0. */
  readonly rank: Int32Array;
  /** Number of ranks. */
  readonly count: number;
  /** What is true of the rows up to a rank, in words. */
  readonly question: (last: number) => string;
  /** The same of the rows beyond it. */
  readonly denial: (last: number) => string;
}

/** Categories with more levels than this are asked about one by one only for their most frequent levels. */
const mostLevels = 30;

/** Columns to split on: a number by its values, missing ones last; a category by each of its levels. */
export function splitColumns({ list }: Features): SplitColumn[] {
  return list.flatMap((feature) => (feature.kind === 'numeric' ? [byValue(feature)] : byLevel(feature)));
}

function byValue({ name, values }: Feature): SplitColumn {
  const distinct = Float64Array.from(new Set(values)).sort();
  const known = distinct.findIndex((value) => Number.isNaN(value));
  const last = (known < 0 ? distinct.length : known) - 1;
  const places = new Map<number, number>();
  for (const [place, value] of distinct.entries()) places.set(value, place);
  const rank = Int32Array.from(values, (value) => places.get(value) ?? 0);
  const cut = (k: number): string => figure(cutBetween(distinct[k], distinct[k + 1]));
  return {
    rank,
    count: distinct.length,
    question: (k) => (k >= last ? `${name} is known` : `${name} <= ${cut(k)}`),
    denial: (k) => (k >= last ? `${name} is missing` : `${name} > ${cut(k)}`),
  };
}

/** The roundest number that parts two neighbours, the lower one itself where they are too close. */
function cutBetween(low: number, high: number): number {
  const widest = Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
  for (let exponent = widest; exponent > widest - 4; exponent--) {
    const rounded = Number((Math.ceil(low / power(10, exponent)) * power(10, exponent)).toPrecision(6));
    if (rounded >= low && rounded < high) return rounded;
  }
  return low;
}

function byLevel({ name, values, levels = [] }: Feature): SplitColumn[] {
  const counts = new Float64Array(levels.length);
  for (const value of values) if (!Number.isNaN(value)) counts[value]++;
  const asked = [...counts.keys()]
    .filter((level) => counts[level] > 0)
    .sort((a, b) => counts[b] - counts[a])
    .slice(0, mostLevels);
  return asked.map((level) => ({
    rank: Int32Array.from(values, (value) => (value === level ? 0 : 1)),
    count: 2,
    question: () => `${name} = ${levels[level]}`,
    denial: () => `${name} is not ${levels[level]}`,
  }));
}

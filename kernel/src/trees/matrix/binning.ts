import type { Feature, Features } from '../../data/table.js';
import { type Task, unwatched } from '../../task.js';
import { boundValue, type FeatureInfo, firstAtLeast } from '../model/feature-info.js';
import type { BinnedMatrix } from './binned-matrix.js';

/** Cuts are taken from at most this many rows, evenly spread over the table. */
const mostRowsForCuts = 200_000;

/**
 * Cuts every feature into bins of 8 bits, once per data set.
 *
 * Numeric: one bin per distinct value where there are at most `maxBins` (255 by default), else bins of about equal
 * count; a value more frequent than a bin's share has a bin of its own. A cut lies midway between neighbouring
 * values. Infinities count as the largest finite numbers.
 * Categorical: a bin per level; with more than `maxBins` levels the most frequent `maxBins - 1` (ties: the earlier
 * level) keep their own and all others share one. A constant or wholly missing feature yields one bin and no split.
 */
export function binFeatures(
  features: Features,
  options: { maxBins?: number } = {},
  task: Task = unwatched,
): BinnedMatrix {
  const maxBins = Math.min(255, Math.max(2, options.maxBins ?? 255));
  const binned = features.list.map((feature) => {
    task.check();
    return feature.kind === 'numeric' ? binNumeric(feature, maxBins) : binCategorical(feature, maxBins);
  });
  return {
    rows: features.rows,
    features: binned.map((column) => column.info),
    bins: binned.map((column) => column.bins),
    binCounts: Int32Array.from(binned, (column) => column.count),
  };
}

interface BinnedColumn {
  readonly info: FeatureInfo;
  readonly bins: Uint8Array;
  readonly count: number;
}

function binNumeric(feature: Feature, maxBins: number): BinnedColumn {
  const { name, source, kind, values } = feature;
  const cuts = quantileCuts(values, maxBins);
  const bins = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i])) bins[i] = 1 + firstAtLeast(cuts, boundValue(values[i]));
  }
  return { info: { name, source, kind, cuts }, bins, count: cuts.length + 2 };
}

function quantileCuts(values: Float64Array, maxBins: number): Float64Array {
  const { distinct, counts, total } = countDistinct(values);
  const cuts: number[] = [];
  let left = total;
  let inBin = 0;
  for (let i = 0; i + 1 < distinct.length; i++) {
    inBin += counts[i];
    const share = left / (maxBins - cuts.length);
    const room = cuts.length < maxBins - 1;
    if (room && (distinct.length <= maxBins || inBin >= share || counts[i + 1] >= share)) {
      cuts.push(between(distinct[i], distinct[i + 1]));
      left -= inBin;
      inBin = 0;
    }
  }
  return Float64Array.from(cuts);
}

function countDistinct(values: Float64Array): { distinct: number[]; counts: number[]; total: number } {
  const step = Math.max(1, values.length / mostRowsForCuts);
  const sample = new Float64Array(Math.floor(values.length / step));
  let total = 0;
  for (let i = 0; i < sample.length; i++) {
    const value = values[Math.floor(i * step)];
    if (!Number.isNaN(value)) sample[total++] = boundValue(value) + 0;
  }
  const sorted = sample.subarray(0, total).sort();
  const distinct: number[] = [];
  const counts: number[] = [];
  for (const value of sorted) {
    if (distinct.length > 0 && distinct[distinct.length - 1] === value) counts[counts.length - 1]++;
    else {
      distinct.push(value);
      counts.push(1);
    }
  }
  return { distinct, counts, total };
}

/** A number `c` with `low <= c < high`, midway where floating point allows. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle >= low && middle < high ? middle : low;
}

function binCategorical(feature: Feature, maxBins: number): BinnedColumn {
  const { name, source, kind, values, levels = [] } = feature;
  const counts = new Float64Array(levels.length);
  for (const code of values) if (!Number.isNaN(code)) counts[code]++;
  const groups = new Array<number>(levels.length).fill(0);
  const seen = [...counts.keys()].filter((level) => counts[level] > 0);
  const ranked = seen.sort((a, b) => counts[b] - counts[a] || a - b);
  ranked.forEach((level, rank) => {
    groups[level] = 1 + Math.min(rank, maxBins - 1);
  });
  const bins = Uint8Array.from(values, (code) => groups[code] ?? 0);
  const count = 1 + Math.max(1, Math.min(ranked.length, maxBins));
  return { info: { name, source, kind, cuts: new Float64Array(0), levels, groups }, bins, count };
}

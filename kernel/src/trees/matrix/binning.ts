import type { Feature, Features } from '../../data/table.js';
import { inputError } from '../../problem.js';
import { type Task, unwatched } from '../../task.js';
import { currentEngine } from '../engine/current.js';
import type { Engine } from '../engine/engine.js';
import type { FeatureInfo } from '../model/feature-info.js';
import { mostFeatures } from '../model/trees.js';
import { binNumbersJob, binningBytes, type NumberColumn } from './bin-numbers.js';
import type { BinnedMatrix } from './binned-matrix.js';

/** Most bytes of columns that are brought into shared memory at once, one column per thread apart. */
const batchBytes = 2 ** 26;

/**
 * Cuts every feature into bins of 8 bits, once per data set, on all threads.
 *
 * Numeric: one bin per distinct value where there are at most `maxBins` (255 by default), else bins of about equal
 * count; a value more frequent than a bin's share has a bin of its own. Cuts are taken from at most 200,000 rows, evenly
 * spread; a cut lies midway between neighbouring values. Infinities count as the largest finite numbers.
 * Categorical: a bin per level; with more than `maxBins` levels the most frequent `maxBins - 1` (ties: the earlier
 * level) keep their own and all others share one. A constant or wholly missing feature yields one bin and no split.
 *
 * Throws InputError CS5008 where there are more features than a model can name, CS5006 (memory).
 */
export function binFeatures(
  features: Features,
  options: { maxBins?: number } = {},
  task: Task = unwatched,
  engine: Engine = currentEngine(),
): BinnedMatrix {
  const { list, rows } = features;
  if (list.length > mostFeatures) {
    const [have, most] = [list.length, mostFeatures].map((count) => count.toLocaleString('en-US'));
    throw inputError(
      'CS5008',
      `There are ${have} features, but a model takes ${most} at most; leave some out.`,
    );
  }
  const maxBins = Math.min(255, Math.max(2, options.maxBins ?? 255));
  const binned = new Array<BinnedColumn>(list.length);
  const numeric = [...list.keys()].filter((j) => list[j].kind === 'numeric');
  const atOnce = Math.max(engine.threads, Math.floor(batchBytes / (8 * rows + 1)));
  for (let from = 0; from < numeric.length; from += atOnce) {
    const batch = numeric.slice(from, from + atOnce);
    const part = task.part(from / list.length, (from + batch.length) / list.length);
    const columns = binNumeric(
      batch.map((j) => list[j]),
      rows,
      maxBins,
      part,
      engine,
    );
    columns.forEach((column, i) => {
      binned[batch[i]] = column;
    });
  }
  list.forEach((feature, j) => {
    task.check();
    if (feature.kind === 'categorical') binned[j] = binCategorical(feature, maxBins);
  });
  return {
    rows,
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

/** Bins some columns of numbers, each on the first thread that is free. */
function binNumeric(
  list: readonly Feature[],
  rows: number,
  maxBins: number,
  task: Task,
  engine: Engine,
): BinnedColumn[] {
  const own = binningBytes(rows);
  const bytes = list.length * (9 * rows + 128) + engine.threads * own;
  return engine.session(bytes, 'Cutting columns into bins', () => {
    const columns = list.map(({ values }): NumberColumn => {
      task.check();
      return { values: engine.arena.copy(values), rows, bins: engine.arena.take(rows), maxBins };
    });
    const cuts = engine.map(binNumbersJob, columns, own, task);
    const { u8 } = engine.memory.views;
    return list.map(({ name, source, kind }, i) => ({
      info: { name, source, kind, cuts: cuts[i] },
      // Out of memory that threads share into an array of its own.
      bins: new Uint8Array(u8.subarray(columns[i].bins, columns[i].bins + rows)),
      count: cuts[i].length + 2,
    }));
  });
}

function binCategorical(feature: Feature, maxBins: number): BinnedColumn {
  const { name, source, kind, values, levels = [] } = feature;
  const counts = new Float64Array(levels.length);
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) counts[values[i]]++;
  const groups = new Array<number>(levels.length).fill(0);
  const seen = [...counts.keys()].filter((level) => counts[level] > 0);
  const ranked = seen.sort((a, b) => counts[b] - counts[a] || a - b);
  ranked.forEach((level, rank) => {
    groups[level] = 1 + Math.min(rank, maxBins - 1);
  });
  const bins = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) bins[i] = groups[values[i]] ?? 0;
  const count = 1 + Math.max(1, Math.min(ranked.length, maxBins));
  return { info: { name, source, kind, cuts: new Float64Array(0), levels, groups }, bins, count };
}

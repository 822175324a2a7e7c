import { type Bench, defineJob } from '../engine/job.js';
import { paddedCuts, sortingWords } from './plain-loops.js';

/** Cuts are taken from at most this many rows, evenly spread over the table. */
const mostRowsForCuts = 200_000;
/** Values that are binned between two looks at whether to stop. */
const portion = 2 ** 20;

/** A column of numbers in shared memory. */
export interface NumberColumn {
  /** Its values, 8 bytes each. */
  readonly values: number;
  readonly rows: number;
  /** Where its bins go. */
  readonly bins: number;
  readonly maxBins: number;
}

/** Bytes that a thread needs of its own to bin columns of so many rows. */
export function binningBytes(rows: number): number {
  const sample = Math.min(rows, mostRowsForCuts);
  return 8 * (paddedCuts + 2 * sample) + 4 * (sample + sortingWords) + 5 * 64;
}

/** Cuts a column of numbers into bins; returns its cuts. */
export const binNumbersJob = defineJob<NumberColumn, Float64Array>('bin numbers', (bench, column, task) => {
  const { values, rows, bins, maxBins } = column;
  const cuts = quantileCuts(bench, column, maxBins);
  task.check();
  const padded = bench.arena.take(8 * paddedCuts);
  const place = bench.memory.views.f64.subarray(padded >>> 3, (padded >>> 3) + paddedCuts);
  place.fill(Number.POSITIVE_INFINITY);
  place.set(cuts);
  const first = cuts.length === 0 ? 0 : 2 ** Math.floor(Math.log2(cuts.length));
  for (let row = 0; row < rows; row += portion) {
    task.check();
    bench.loops.binNumbers(values + 8 * row, Math.min(portion, rows - row), padded, first, bins + row);
  }
  return cuts;
});

/** Cuts midway between neighbouring values: all of them if that makes few enough bins, else for bins of about equal count. */
function quantileCuts(bench: Bench, column: NumberColumn, maxBins: number): Float64Array {
  const { distinct, counts, total } = countDistinct(bench, column);
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

function countDistinct({ arena, loops, memory }: Bench, { values, rows }: NumberColumn) {
  const step = Math.max(1, rows / mostRowsForCuts);
  const size = Math.floor(rows / step);
  const numbers = arena.take(8 * size);
  const scratch = arena.take(8 * size);
  const counts = arena.take(4 * size);
  const total = loops.gatherNumbers(values, size, step, numbers);
  loops.sortNumbers(numbers, total, scratch, arena.take(4 * sortingWords));
  const runs = loops.countRuns(numbers, total, counts);
  const { f64, u32 } = memory.views;
  return {
    distinct: f64.subarray(numbers >>> 3, (numbers >>> 3) + runs),
    counts: u32.subarray(counts >>> 2, (counts >>> 2) + runs),
    total,
  };
}

/** A number `c` with `low <= c < high`, midway where floating point allows. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle >= low && middle < high ? middle : low;
}

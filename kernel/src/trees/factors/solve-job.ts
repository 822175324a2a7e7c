import { defineJob } from '../engine/job.js';
import { blockRows } from '../products/products.js';

/** Rows of one side that one run of a job takes; small, since rows have very different numbers of entries. */
export const rowsAtOnce = 256;
/** Rows whose products one run of a job sums; the same for every number of threads, so that the sums are too. */
export const gramRows = 4096;
/** Rows between two looks whether to stop. */
const rowsBetweenLooks = 32;

/** Rows of one side in shared memory, whose factors are to be moved towards the best for those of the other side. */
export interface SolveOrder {
  /** Addresses of compressed rows; `start` is that of the first row asked for. */
  readonly start: number;
  readonly column: number;
  readonly value: number;
  readonly count: number;
  readonly others: number;
  /** Address of the first row's factors. */
  readonly own: number;
  /** Diagonal of `Y'Y + l2 I` of the other side, on whose axes both sides stand. */
  readonly curvature: number;
  readonly columns: number;
  readonly steps: number;
}

/** Some rows of factors in shared memory. */
export interface FactorRows {
  readonly rows: number;
  readonly count: number;
  readonly columns: number;
}

/** Bytes that a thread needs of its own for either job. */
export function factorBytes(columns: number): number {
  const solving = 12 * columns;
  const summing = 8 * columns * columns + 16 * columns * blockRows + 8 * blockRows;
  return Math.max(solving, summing) + 4 * 64;
}

/** See `fitFactors`, which hands out the work. */
export const solveFactorsJob = defineJob<SolveOrder, null>(
  'solve factors',
  ({ arena, loops }, { start, column, value, count, others, own, curvature, columns, steps }, task) => {
    const space = arena.take(12 * columns);
    for (let from = 0; from < count; from += rowsBetweenLooks) {
      task.check();
      const some = Math.min(rowsBetweenLooks, count - from);
      const at = own + 4 * columns * from;
      loops.solveFactors(
        ...([start + 4 * from, column, value, some, others, at, curvature, columns, steps, space] as const),
      );
    }
    return null;
  },
);

/** Turns some rows of factors onto other axes; see `turnRows`. */
export const turnFactorsJob = defineJob<FactorRows & { readonly axes: number }, null>(
  'turn factors',
  ({ arena, loops }, { rows, count, columns, axes }, task) => {
    const space = arena.take(8 * columns);
    for (let from = 0; from < count; from += rowsAtOnce) {
      task.check();
      loops.turnRows(rows + 4 * columns * from, Math.min(rowsAtOnce, count - from), columns, axes, space);
    }
    return null;
  },
);

/** `Y'Y` of some rows of factors, row-major; right of the diagonal and on it. */
export const sumGramJob = defineJob<FactorRows, Float64Array>(
  'sum products of factors',
  ({ arena, loops, memory }, { rows, count, columns }, task) => {
    const sums = arena.take(8 * columns * columns);
    const block = arena.take(8 * columns * blockRows);
    const scaled = arena.take(8 * columns * blockRows);
    const weights = arena.take(8 * blockRows);
    const { f32, f64 } = memory.views;
    f64.fill(0, sums >>> 3, (sums >>> 3) + columns * columns);
    f64.fill(1, weights >>> 3, (weights >>> 3) + blockRows);
    for (let from = 0; from < count; from += blockRows) {
      task.check();
      const size = Math.min(blockRows, count - from);
      const first = (rows >>> 2) + columns * from;
      f64.set(f32.subarray(first, first + size * columns), block >>> 3);
      loops.addProducts(block, size, columns, weights, scaled, sums);
    }
    return f64.slice(sums >>> 3, (sums >>> 3) + columns * columns);
  },
);

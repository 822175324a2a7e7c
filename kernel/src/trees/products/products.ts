import { type Task, unwatched } from '../../task.js';
import { currentEngine } from '../engine/current.js';
import type { Engine } from '../engine/engine.js';
import { defineJob } from '../engine/job.js';

/** Rows that are multiplied while they are near. */
export const blockRows = 64;
/** Rows that one run of a job sums; the same for every number of threads, so that the sums are too. */
export const stretchRows = 4096;
/** Most bytes of rows that are brought into shared memory at once. */
const portionBytes = 2 ** 25;

/** Rows of numbers in shared memory, row-major. */
export interface Stretch {
  readonly rows: number;
  readonly count: number;
  /** A multiple of four. */
  readonly columns: number;
  /** One a row. */
  readonly weights: number;
}

/** Columns as the loops take them: more of them, full of zeros, up to a multiple of four. */
export function paddedColumns(columns: number): number {
  return 4 * Math.ceil(columns / 4);
}

/** Bytes that a thread needs of its own to sum products. */
export function productBytes(columns: number): number {
  return 8 * columns * (columns + blockRows + 1) + 8 * blockRows + 4 * 64;
}

/**
 * `X' diag(weights) X` of a stretch, right of the diagonal (left of it is anything). With coefficients the weights are multiplied by
 * `m (1 - m)`, `m` being the probability whose log odds they are of: the curvature of the log loss.
 */
export const sumProductsJob = defineJob<Stretch & { readonly at?: Float64Array }, Float64Array>(
  'sum products',
  ({ arena, loops, memory }, { rows, count, columns, weights, at }, task) => {
    const { f64 } = memory.views;
    const sums = arena.take(8 * columns * columns);
    const scaled = arena.take(8 * columns * blockRows);
    const coefficients = at && arena.copy(at);
    const bent = arena.take(8 * blockRows);
    f64.fill(0, sums >>> 3, (sums >>> 3) + columns * columns);
    for (let from = 0; from < count; from += blockRows) {
      task.check();
      const size = Math.min(blockRows, count - from);
      const block = rows + 8 * columns * from;
      let by = weights + 8 * from;
      if (coefficients !== undefined) {
        loops.multiplyRows(block, size, columns, coefficients, bent);
        for (let i = 0; i < size; i++)
          f64[(bent >>> 3) + i] = f64[(by >>> 3) + i] * curvature(f64[(bent >>> 3) + i]);
        by = bent;
      }
      loops.addProducts(block, size, columns, by, scaled, sums);
    }
    return f64.slice(sums >>> 3, (sums >>> 3) + columns * columns);
  },
);

/** `m (1 - m)` at log odds, kept above 0. */
function curvature(logOdds: number): number {
  const m = 1 / (1 + Math.exp(-logOdds));
  return Math.max(m * (1 - m), 1e-10);
}

/** Stretches of rows that lie one after another. */
export function stretchesOf({ rows, count, columns, weights }: Stretch): Stretch[] {
  return Array.from({ length: Math.ceil(count / stretchRows) }, (_, i) => {
    const from = i * stretchRows;
    const size = Math.min(stretchRows, count - from);
    return { rows: rows + 8 * columns * from, count: size, columns, weights: weights + 8 * from };
  });
}

/**
 * `X' diag(weights) X` of `n` rows and `p` columns, row-major, on all threads: `p` x `p`, row-major. The same whatever their number.
 * Throws InputError CS5006 (memory).
 */
export function crossProducts(
  { x, n, p }: { readonly x: Float64Array; readonly n: number; readonly p: number },
  weights: Float64Array,
  task: Task = unwatched,
  engine: Engine = currentEngine(),
): Float64Array {
  const columns = paddedColumns(p);
  const sums = new Float64Array(columns * columns);
  const portion = stretchRows * Math.max(1, Math.floor(portionBytes / (8 * columns * stretchRows)));
  for (let from = 0; from < n; from += portion) {
    const count = Math.min(portion, n - from);
    const part = task.part(from / n, (from + count) / n);
    const bytes = 8 * count * (columns + 1) + 128 + engine.threads * productBytes(columns);
    engine.session(bytes, 'Summing products of columns', () => {
      const rows = engine.arena.take(8 * count * columns);
      const by = engine.arena.copy(weights.subarray(from, from + count));
      placeRows(engine.memory.views.f64, rows >>> 3, columns, x.subarray(from * p, (from + count) * p), p);
      const stretches = stretchesOf({ rows, count, columns, weights: by });
      for (const part1 of engine.map(sumProductsJob, stretches, productBytes(columns), part))
        addTo(sums, part1);
    });
  }
  return wholeOf(sums, columns, p);
}

function placeRows(to: Float64Array, at: number, columns: number, x: Float64Array, p: number): void {
  if (columns === p) {
    to.set(x, at);
    return;
  }
  const rows = x.length / p;
  for (let i = 0; i < rows; i++) {
    const start = at + i * columns;
    for (let a = 0; a < p; a++) to[start + a] = x[i * p + a];
    to.fill(0, start + p, start + columns);
  }
}

/** Adds numbers to sums, one by one. */
export function addTo(sums: Float64Array, more: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] += more[i];
}

/** The first `p` columns of sums, with both halves. */
function wholeOf(sums: Float64Array, columns: number, p: number): Float64Array {
  const whole = new Float64Array(p * p);
  for (let a = 0; a < p; a++) {
    for (let b = a; b < p; b++) whole[a * p + b] = whole[b * p + a] = sums[a * columns + b];
  }
  return whole;
}

import type { Memory } from '../engine/memory.js';

/** The hot loops of this room; see `engine/loops.ts`. Rows are row-major, with a multiple of four columns. */
export interface ProductLoops {
  /**
   * Adds `sum of weight * row row'` to sums, `columns` x `columns`, for what lies on the diagonal and right of it; `scaled` is space for
   * as much as the rows take.
   */
  addProducts(
    rows: number,
    count: number,
    columns: number,
    weights: number,
    scaled: number,
    sums: number,
  ): void;
  /** The product of every row with the coefficients. */
  multiplyRows(rows: number, count: number, columns: number, coefficients: number, results: number): void;
  /** Adds `sum of weight * row` to the sums. */
  addWeightedRows(rows: number, count: number, columns: number, weights: number, sums: number): void;
  /** The same for rows of 32-bit floats, a multiple of eight columns, by 32-bit coefficients; the results have 64 bits. */
  multiplyShortRows(
    rows: number,
    count: number,
    columns: number,
    coefficients: number,
    results: number,
  ): void;
  /** The same for rows of 32-bit floats: they are summed in `partial`, in 32 bits, which is then added to the sums, in 64. */
  addWeightedShortRows(
    rows: number,
    count: number,
    columns: number,
    weights: number,
    partial: number,
    sums: number,
  ): void;
  /** Adds the product of every compressed row, whose entries begin at `start`, with the coefficients to the results. */
  multiplyTerms(
    start: number,
    column: number,
    value: number,
    count: number,
    coefficients: number,
    results: number,
  ): void;
  /** Adds `sum of weight * row` of compressed rows to the sums. */
  addWeightedTerms(
    start: number,
    column: number,
    value: number,
    count: number,
    weights: number,
    sums: number,
  ): void;
}

/** Their TypeScript twins: every sum is made in the order of the rows. */
export function productLoops(memory: Memory): ProductLoops {
  return {
    addProducts(rows, count, columns, weights, _scaled, sums) {
      const { f64 } = memory.views;
      const to = sums >>> 3;
      for (let i = 0; i < count; i++) {
        const weight = f64[(weights >>> 3) + i];
        const row = (rows >>> 3) + i * columns;
        for (let a = 0; a < columns; a++) {
          const scaled = weight * f64[row + a];
          for (let b = a - (a % 4); b < columns; b++) f64[to + a * columns + b] += scaled * f64[row + b];
        }
      }
    },

    multiplyRows(rows, count, columns, coefficients, results) {
      const { f64 } = memory.views;
      const by = coefficients >>> 3;
      for (let i = 0; i < count; i++) {
        const row = (rows >>> 3) + i * columns;
        let [s0, s1, s2, s3] = [0, 0, 0, 0];
        for (let a = 0; a < columns; a += 4) {
          s0 += f64[row + a] * f64[by + a];
          s1 += f64[row + a + 1] * f64[by + a + 1];
          s2 += f64[row + a + 2] * f64[by + a + 2];
          s3 += f64[row + a + 3] * f64[by + a + 3];
        }
        f64[(results >>> 3) + i] = s0 + s2 + (s1 + s3);
      }
    },

    addWeightedRows(rows, count, columns, weights, sums) {
      const { f64 } = memory.views;
      for (let i = 0; i < count; i++) {
        const weight = f64[(weights >>> 3) + i];
        const row = (rows >>> 3) + i * columns;
        for (let a = 0; a < columns; a++) f64[(sums >>> 3) + a] += weight * f64[row + a];
      }
    },

    multiplyShortRows(rows, count, columns, coefficients, results) {
      const { f32, f64 } = memory.views;
      const round = Math.fround;
      const lanes = new Float32Array(8);
      for (let i = 0; i < count; i++) {
        const row = (rows >>> 2) + i * columns;
        lanes.fill(0);
        for (let a = 0; a < columns; a++) lanes[a & 7] += round(f32[row + a] * f32[(coefficients >>> 2) + a]);
        const [s0, s1, s2, s3] = [0, 1, 2, 3].map((lane) => round(lanes[lane] + lanes[lane + 4]));
        f64[(results >>> 3) + i] = s0 + s2 + (s1 + s3);
      }
    },

    addWeightedShortRows(rows, count, columns, weights, partial, sums) {
      const { f32, f64 } = memory.views;
      const part = f32.subarray(partial >>> 2, (partial >>> 2) + columns);
      part.fill(0);
      for (let i = 0; i < count; i++) {
        const weight = Math.fround(f64[(weights >>> 3) + i]);
        const row = (rows >>> 2) + i * columns;
        for (let a = 0; a < columns; a++) part[a] += Math.fround(weight * f32[row + a]);
      }
      for (let a = 0; a < columns; a++) f64[(sums >>> 3) + a] += part[a];
    },

    multiplyTerms(start, column, value, count, coefficients, results) {
      const { i32, f32, f64 } = memory.views;
      const [columns, values, by] = [column >>> 2, value >>> 2, coefficients >>> 3];
      for (let i = 0; i < count; i++) {
        let sum = 0;
        const end = i32[(start >>> 2) + i + 1];
        for (let k = i32[(start >>> 2) + i]; k < end; k++)
          sum += f32[values + k] * f64[by + i32[columns + k]];
        f64[(results >>> 3) + i] += sum;
      }
    },

    addWeightedTerms(start, column, value, count, weights, sums) {
      const { i32, f32, f64 } = memory.views;
      const [columns, values, to] = [column >>> 2, value >>> 2, sums >>> 3];
      for (let i = 0; i < count; i++) {
        const weight = f64[(weights >>> 3) + i];
        const end = i32[(start >>> 2) + i + 1];
        for (let k = i32[(start >>> 2) + i]; k < end; k++)
          f64[to + i32[columns + k]] += weight * f32[values + k];
      }
    },
  };
}

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
  };
}

import type { Memory } from '../engine/memory.js';
import { boundValue } from '../model/feature-info.js';

/** Words that {@link BinningLoops.sortNumbers} counts in. */
export const sortingWords = 6 * 2048;
/** Doubles that hold the cuts of a feature for {@link BinningLoops.binNumbers}. */
export const paddedCuts = 256;

/** The hot loops of this room; see `engine/loops.ts`. */
export interface BinningLoops {
  /** Copies column `feature` of `rows` bins into row-major lines of `stride` bytes. */
  scatterColumn(column: number, rows: number, lines: number, stride: number, feature: number): void;
  /**
   * Copies every `step`-th of the values, `count` of them, but those missing; infinities become the largest finite numbers.
   * Returns how many there are.
   */
  gatherNumbers(values: number, count: number, step: number, numbers: number): number;
  /** Sorts numbers in ascending order, with as much space as they take and {@link sortingWords} words. */
  sortNumbers(numbers: number, count: number, scratch: number, counts: number): void;
  /** Leaves of sorted numbers the distinct ones, and how often each is there; returns how many. */
  countRuns(numbers: number, count: number, counts: number): number;
  /**
   * Bins of values: 1 + the number of cuts below, 0 for a missing value. Behind the cuts infinities have to follow;
   * `first` is the highest power of two that is at most the number of cuts, 0 where there are none.
   */
  binNumbers(values: number, count: number, cuts: number, first: number, bins: number): void;
}

/** Their TypeScript twins. */
export function binningLoops(memory: Memory): BinningLoops {
  return {
    scatterColumn(column, rows, lines, stride, feature) {
      const { u8 } = memory.views;
      for (let row = 0; row < rows; row++) u8[lines + row * stride + feature] = u8[column + row];
    },

    gatherNumbers(values, count, step, numbers) {
      const { f64 } = memory.views;
      let to = numbers >>> 3;
      for (let i = 0; i < count; i++) {
        const value = f64[(values >>> 3) + Math.floor(i * step)];
        if (!Number.isNaN(value)) f64[to++] = boundValue(value) + 0;
      }
      return to - (numbers >>> 3);
    },

    sortNumbers(numbers, count) {
      memory.views.f64.subarray(numbers >>> 3, (numbers >>> 3) + count).sort();
    },

    countRuns(numbers, count, counts) {
      const { u32, f64 } = memory.views;
      const first = numbers >>> 3;
      let runs = 0;
      for (let i = 0; i < count; i++) {
        if (i > 0 && f64[first + i] === f64[first + runs - 1]) u32[(counts >>> 2) + runs - 1]++;
        else {
          u32[(counts >>> 2) + runs] = 1;
          f64[first + runs++] = f64[first + i];
        }
      }
      return runs;
    },

    binNumbers(values, count, cuts, first, bins) {
      const { u8, f64 } = memory.views;
      for (let i = 0; i < count; i++) {
        const value = f64[(values >>> 3) + i];
        let at = cuts >>> 3;
        for (let step = first; step >= 1; step >>>= 1) if (f64[at + step - 1] < value) at += step;
        u8[bins + i] = Number.isNaN(value) ? 0 : 1 + at - (cuts >>> 3);
      }
    },
  };
}

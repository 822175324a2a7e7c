import type { Memory } from '../engine/memory.js';

/** The hot loops of this room; see `engine/loops.ts`. */
export interface BinningLoops {
  /** Copies column `feature` of `rows` bins into row-major lines of `stride` bytes. */
  scatterColumn(column: number, rows: number, lines: number, stride: number, feature: number): void;
}

/** Their TypeScript twins. */
export function binningLoops(memory: Memory): BinningLoops {
  return {
    scatterColumn(column, rows, lines, stride, feature) {
      const { u8 } = memory.views;
      for (let row = 0; row < rows; row++) u8[lines + row * stride + feature] = u8[column + row];
    },
  };
}

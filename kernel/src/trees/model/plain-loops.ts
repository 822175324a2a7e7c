import type { Memory } from '../engine/memory.js';

/** The hot loops of this room; see `engine/loops.ts`. */
export type PredictionLoops = Record<never, never>;

/** Their TypeScript twins. */
export function predictionLoops(_: Memory): PredictionLoops {
  return {};
}

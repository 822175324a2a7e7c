import type { Memory } from '../engine/memory.js';

/** The hot loops of this room; see `engine/loops.ts`. */
export type ForestLoops = Record<never, never>;

/** Their TypeScript twins. */
export function forestLoops(_: Memory): ForestLoops {
  return {};
}

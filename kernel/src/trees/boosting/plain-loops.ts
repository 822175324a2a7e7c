import type { Memory } from '../engine/memory.js';

/** The hot loops of this room; see `engine/loops.ts`. */
export type BoostingLoops = Record<never, never>;

/** Their TypeScript twins. */
export function boostingLoops(_: Memory): BoostingLoops {
  return {};
}

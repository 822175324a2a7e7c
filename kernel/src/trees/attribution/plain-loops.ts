import type { Memory } from '../engine/memory.js';

/** The hot loops of this room; see `engine/loops.ts`. */
export type AttributionLoops = Record<never, never>;

/** Their TypeScript twins. */
export function attributionLoops(_: Memory): AttributionLoops {
  return {};
}

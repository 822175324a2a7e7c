import type { Arena } from '../engine/memory.js';
import type { Ranks } from '../model/ranks.js';
import type { RankColumns } from './decisions.js';

/** Bytes that {@link layOutRanks} takes. */
export function rankBytes(rows: number, width: number): number {
  return 2 * width * (rows + 8) + 64;
}

/** Copies ranks into the memory of an engine, column after column; rows up to a multiple of 8 are all missing. */
export function layOutRanks(arena: Arena, { rows, width, values }: Ranks): RankColumns {
  const stride = Math.max(8, Math.ceil(rows / 8) * 8);
  const address = arena.take(2 * width * stride);
  const { u16 } = arena.memory.views;
  for (let j = 0; j < width; j++) {
    const column = (address >>> 1) + j * stride;
    let at = j;
    for (let row = 0; row < rows; row++) {
      u16[column + row] = values[at];
      at += width;
    }
    u16.fill(0, column + rows, column + stride);
  }
  return { address, stride };
}

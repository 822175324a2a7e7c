import type { Memory } from '../engine/memory.js';

/** The hot loops of this room; see `engine/loops.ts`. */
export interface NeighbourLoops {
  /**
   * Which points may be near a query. Points lie in groups of four in single precision: four starts, then four coordinates for every
   * dimension. The query has each of its coordinates four times over. Writes the number of every point whose start plus product
   * with the query is at least `least`; returns how many there are.
   */
  nearPoints(
    points: number,
    groups: number,
    dimensions: number,
    query: number,
    least: number,
    hits: number,
  ): number;
}

/** Their TypeScript twins. */
export function neighbourLoops(memory: Memory): NeighbourLoops {
  return {
    nearPoints(points, groups, dimensions, query, least, hits) {
      const { f32, i32 } = memory.views;
      const bound = Math.fround(least);
      let to = hits >>> 2;
      for (let group = 0; group < groups; group++) {
        const start = (points >>> 2) + group * 4 * (dimensions + 1);
        for (let lane = 0; lane < 4; lane++) {
          let sum = f32[start + lane];
          for (let k = 0; k < dimensions; k++) {
            const product = Math.fround(f32[(query >>> 2) + 4 * k] * f32[start + 4 * (k + 1) + lane]);
            sum = Math.fround(sum + product);
          }
          if (sum >= bound) i32[to++] = 4 * group + lane;
        }
      }
      return to - (hits >>> 2);
    },
  };
}

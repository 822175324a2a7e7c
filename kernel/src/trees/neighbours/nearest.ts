import { defineJob } from '../engine/job.js';
import { PointSearch } from './point-search.js';
import type { PointTrees } from './point-trees.js';

/** Places whose nearest points are asked for. */
export interface Asked {
  readonly trees: PointTrees;
  /** Places, 4 bytes each. */
  readonly queries: number;
  readonly count: number;
  /** Rows that the points have to stand for, and their largest distance. */
  readonly needed: number;
  readonly within: number;
  /** Whether the row that asks is one of those that stand at its place. */
  readonly among: boolean;
}

/** Lists of points, one after another. */
export interface Found {
  /** Points of each list. */
  readonly lengths: Int32Array;
  /** Rows that each list stands for. */
  readonly sizes: Int32Array;
  readonly places: Int32Array;
}

/** Nearest points of places, all that are as near as the last one needed among them. */
export const nearestJob = defineJob<Asked, Found>('nearest points', (bench, asked, task) => {
  const { trees, queries, count, needed, within, among } = asked;
  const search = new PointSearch(trees, bench);
  const { i32 } = bench.memory.views;
  const lengths = new Int32Array(count);
  const sizes = new Int32Array(count);
  const places: number[] = [];
  for (let i = 0; i < count; i++) {
    if (i % 64 === 0) task.report(i / count);
    else task.check();
    const place = i32[(queries >>> 2) + i];
    search.search(place, needed, within, true, among ? place : -1);
    const { found, rows } = search;
    lengths[i] = found.length;
    for (let k = 0; k < found.length; k++) {
      places.push(found[k]);
      sizes[i] += rows[k];
    }
  }
  return { lengths, sizes, places: Int32Array.from(places) };
});

import type { Bench } from '../engine/job.js';
import { isShort, mostInLeaf, nodeWords, type PointTrees } from './point-trees.js';

/** Squared distances that differ by less than this share of them are the same: what rounding leaves of a tie. */
export const tieTolerance = 1e-9;

/** Bytes that a search needs of its own, in the largest leaf of points that are all at one place, too. */
export function searchBytes({ dimensions, points }: Pick<PointTrees, 'dimensions' | 'points'>): number {
  return 16 * dimensions + 4 * Math.max(points, mostInLeaf(dimensions)) + 4 * 64;
}

/**
 * Searches trees of points with the distance to a box grown one dimension at a time (Arya and Mount 1993). In many dimensions a leaf is swept
 * in single precision first, with bounds that its rounding cannot deceive; what may be near is looked at in double precision.
 */
export class PointSearch {
  /** Found by the last search, nearest first: places, squared distances and rows that stand there. */
  readonly found: number[] = [];
  readonly distances: number[] = [];
  readonly rows: number[] = [];

  private readonly query: Float64Array;
  private readonly offset: Float64Array;
  private readonly lanes: number;
  private readonly hits: number;
  private readonly f64: Float64Array;
  private readonly f32: Float32Array;
  private readonly i32: Int32Array;
  private slots: Map<number, number> | undefined;
  private squaredLength = 0;
  private sweeping = false;
  private needed = 0;
  private ties = true;
  private bound = 0;
  private self = -1;

  constructor(
    private readonly trees: PointTrees,
    private readonly bench: Pick<Bench, 'memory' | 'loops' | 'arena'>,
  ) {
    const { dimensions, points } = trees;
    this.query = new Float64Array(dimensions);
    this.offset = new Float64Array(dimensions);
    this.lanes = bench.arena.take(16 * dimensions);
    this.hits = bench.arena.take(4 * Math.max(points, mostInLeaf(dimensions)) + 16);
    ({ f64: this.f64, f32: this.f32, i32: this.i32 } = bench.memory.views);
  }

  /**
   * Finds the points nearest to a place in its cell that stand for at least `needed` rows, no farther than `within`; with `ties` all others
   * as near as the last of them, too. Fewer where there are no more. `self` is a place whose count is one row less: the one
   * that asks.
   */
  search(place: number, needed: number, within: number, ties: boolean, self = -1): void {
    const { trees, query, f64, i32 } = this;
    this.found.length = 0;
    this.distances.length = 0;
    this.rows.length = 0;
    const root = i32[(trees.roots >>> 2) + i32[(trees.cell >>> 2) + place]];
    if (root < 0) return;
    const at = (trees.coordinates >>> 3) + place * trees.dimensions;
    let squared = 0;
    for (let k = 0; k < trees.dimensions; k++) {
      const value = f64[at + k];
      query[k] = value;
      squared += value * value;
      if (trees.groups > 0) this.f32.fill(value, (this.lanes >>> 2) + 4 * k, (this.lanes >>> 2) + 4 * k + 4);
    }
    this.squaredLength = squared;
    this.sweeping = trees.groups > 0 && isShort(squared);
    this.offset.fill(0);
    this.needed = needed;
    this.ties = ties;
    this.self = self;
    this.bound = within === Number.POSITIVE_INFINITY ? within : widened(within * within);
    this.descend(root, 0);
  }

  /** Takes one row of a point away; whether there was one. */
  take(place: number): boolean {
    const { trees, i32 } = this;
    this.slots ??= new Map(
      Array.from({ length: trees.points }, (_, slot) => [i32[(trees.places >>> 2) + slot], slot]),
    );
    const slot = this.slots.get(place);
    if (slot === undefined || i32[(trees.left >>> 2) + slot] === 0) return false;
    i32[(trees.left >>> 2) + slot]--;
    return true;
  }

  private descend(index: number, distance: number): void {
    const { trees, i32, offset } = this;
    const node = (trees.nodes >>> 2) + index * nodeWords;
    const dimension = i32[node + 2];
    if (dimension < 0) {
      if (this.sweeping) this.sweep(i32[node], i32[node + 1], i32[node + 4]);
      else for (let slot = i32[node]; slot < i32[node + 1]; slot++) this.look(slot);
      return;
    }
    const difference = this.query[dimension] - this.f64[(trees.cuts >>> 3) + index];
    const upper = i32[node + 3];
    this.descend(difference < 0 ? index + 1 : upper, distance);
    const before = offset[dimension];
    const beyond = distance - before * before + difference * difference;
    if (beyond > this.bound) return;
    offset[dimension] = difference;
    this.descend(difference < 0 ? upper : index + 1, beyond);
    offset[dimension] = before;
  }

  /** Looks at the points of a leaf that may be within the bound. */
  private sweep(from: number, to: number, group: number): void {
    const { trees, i32, squaredLength: squared } = this;
    const { dimensions, slack, groups } = trees;
    const half = (squared - this.bound) / 2 - slack * squared;
    const least = half - 2 ** -23 * Math.abs(half) - 1e-30;
    const hits = this.bench.loops.nearPoints(
      groups + 16 * (dimensions + 1) * group,
      (to - from + 3) >> 2,
      dimensions,
      this.lanes,
      // Without a bound all are near, but for places that no point stands at.
      Math.max(least, -3e38),
      this.hits,
    );
    for (let i = 0; i < hits; i++) this.look(from + i32[(this.hits >>> 2) + i]);
  }

  /** Takes a point in where it is within the bound. */
  private look(slot: number): void {
    const { trees, query, f64, i32, bound } = this;
    const { dimensions } = trees;
    const start = (trees.sorted >>> 3) + slot * dimensions;
    let distance = 0;
    for (let k = 0; k < dimensions && distance <= bound; k++) {
      const difference = f64[start + k] - query[k];
      distance += difference * difference;
    }
    if (distance > bound) return;
    const place = i32[(trees.places >>> 2) + slot];
    const rows = i32[(trees.left >>> 2) + slot] - (place === this.self ? 1 : 0);
    if (rows > 0) this.insert(place, distance, rows);
  }

  private insert(place: number, distance: number, rows: number): void {
    const { found, distances, rows: counts } = this;
    let at = found.length;
    found.push(place);
    distances.push(distance);
    counts.push(rows);
    while (
      at > 0 &&
      (distances[at - 1] > distance || (distances[at - 1] === distance && found[at - 1] > place))
    ) {
      found[at] = found[at - 1];
      distances[at] = distances[at - 1];
      counts[at] = counts[at - 1];
      at--;
    }
    found[at] = place;
    distances[at] = distance;
    counts[at] = rows;
    let sum = 0;
    for (let i = 0; i < found.length; i++) {
      sum += counts[i];
      if (sum < this.needed) continue;
      this.bound = this.ties ? Math.min(this.bound, widened(distances[i])) : distances[i];
      let end = i + 1;
      if (this.ties) while (end < found.length && distances[end] <= this.bound) end++;
      if (end < found.length) found.length = distances.length = counts.length = end;
      return;
    }
  }
}

function widened(squared: number): number {
  return squared * (1 + tieTolerance);
}

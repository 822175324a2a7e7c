import type { Task } from '../../../task.js';

/** Squared distances that differ by less than this share of them are the same: what rounding leaves of a tie. */
export const tieTolerance = 1e-9;

/** Points in a leaf: few where a split rules out much, many where it rules out little. */
const leafPoints = { flat: 8, high: 64 } as const;
const manyDimensions = 8;

/** A leaf, or where a dimension is cut. Points `from` to `to` (exclusive) stand below. */
interface Node {
  readonly from: number;
  readonly to: number;
  /** -1 for a leaf. */
  readonly dimension: number;
  readonly cut: number;
  /** The lower half comes right behind its node. */
  readonly upper: number;
}

/**
 * Exact nearest neighbours by Euclidean distance: a k-d tree (Friedman, Bentley and Finkel 1977), cut at the median of the widest
 * dimension, searched with the distance to a box grown one dimension at a time (Arya and Mount 1993). In a leaf a point is
 * dropped as soon as part of its distance is too large, which in many dimensions, where the boxes rule out little, does most
 * of the work. Every point stands for a number of rows; those taken away are found no more.
 */
export class PointTree {
  private readonly nodes: Node[] = [];
  /** Coordinates in the order of the leaves. */
  private readonly sorted: Float64Array;
  private readonly places: Int32Array;
  private readonly left: Int32Array;
  private slots: Map<number, number> | undefined;
  private readonly query: Float64Array;
  private readonly offset: Float64Array;

  /** Found by the last search, nearest first: places, squared distances and rows that stand there. */
  readonly found: number[] = [];
  readonly distances: number[] = [];
  readonly rows: number[] = [];

  private needed = 0;
  private ties = true;
  private bound = 0;
  private self = -1;

  /**
   * @param coordinates of all places, row-major
   * @param places that are points of this tree
   * @param rowsAt rows that a point stands for, by place
   */
  constructor(
    private readonly coordinates: Float64Array,
    private readonly dimensions: number,
    places: Int32Array,
    rowsAt: Int32Array,
    task: Task,
  ) {
    this.places = places.slice();
    this.query = new Float64Array(dimensions);
    this.offset = new Float64Array(dimensions);
    if (places.length > 0) this.grow(0, places.length, task);
    this.sorted = new Float64Array(places.length * dimensions);
    this.left = new Int32Array(places.length);
    this.places.forEach((place, slot) => {
      this.sorted.set(coordinates.subarray(place * dimensions, (place + 1) * dimensions), slot * dimensions);
      this.left[slot] = rowsAt[place];
    });
  }

  /**
   * Finds the points nearest to a place that stand for at least `needed` rows, no farther than `within`; with `ties` all others
   * as near as the last of them, too. Fewer where there are no more. `self` is a place whose count is one row less: the one
   * that asks.
   */
  search(place: number, needed: number, within: number, ties: boolean, self = -1): void {
    this.found.length = 0;
    this.distances.length = 0;
    this.rows.length = 0;
    if (this.nodes.length === 0) return;
    const { dimensions, query } = this;
    for (let k = 0; k < dimensions; k++) query[k] = this.coordinates[place * dimensions + k];
    this.offset.fill(0);
    this.needed = needed;
    this.ties = ties;
    this.self = self;
    this.bound = within === Number.POSITIVE_INFINITY ? within : widened(within * within);
    this.descend(0, 0);
  }

  /** Takes one row of a place away; whether there was one. */
  take(place: number): boolean {
    this.slots ??= new Map([...this.places.entries()].map(([slot, own]) => [own, slot]));
    const slot = this.slots.get(place);
    if (slot === undefined || this.left[slot] === 0) return false;
    this.left[slot]--;
    return true;
  }

  private descend(index: number, distance: number): void {
    const { from, to, dimension, cut, upper } = this.nodes[index];
    if (dimension < 0) {
      this.scan(from, to);
      return;
    }
    const difference = this.query[dimension] - cut;
    const [near, far] = difference < 0 ? [index + 1, upper] : [upper, index + 1];
    this.descend(near, distance);
    const before = this.offset[dimension];
    const beyond = distance - before * before + difference * difference;
    if (beyond > this.bound) return;
    this.offset[dimension] = difference;
    this.descend(far, beyond);
    this.offset[dimension] = before;
  }

  private scan(from: number, to: number): void {
    const { sorted, query, dimensions, left } = this;
    for (let slot = from; slot < to; slot++) {
      const start = slot * dimensions;
      const { bound } = this;
      let distance = 0;
      for (let k = 0; k < dimensions && distance <= bound; k++) {
        const difference = sorted[start + k] - query[k];
        distance += difference * difference;
      }
      if (distance > bound || left[slot] === 0) continue;
      const place = this.places[slot];
      const rows = left[slot] - (place === this.self ? 1 : 0);
      if (rows > 0) this.insert(place, distance, rows);
    }
  }

  private insert(place: number, distance: number, rows: number): void {
    const { found, distances, rows: counts } = this;
    let at = found.length;
    while (
      at > 0 &&
      (distances[at - 1] > distance || (distances[at - 1] === distance && found[at - 1] > place))
    )
      at--;
    found.splice(at, 0, place);
    distances.splice(at, 0, distance);
    counts.splice(at, 0, rows);
    let sum = 0;
    for (let i = 0; i < found.length; i++) {
      sum += counts[i];
      if (sum < this.needed) continue;
      this.bound = this.ties ? Math.min(this.bound, widened(distances[i])) : distances[i];
      let end = i + 1;
      if (this.ties) while (end < found.length && distances[end] <= this.bound) end++;
      found.length = end;
      distances.length = end;
      counts.length = end;
      return;
    }
  }

  private grow(from: number, to: number, task: Task): number {
    task.check();
    const index = this.nodes.length;
    const { dimension, spread } = this.widest(from, to);
    const most = this.dimensions < manyDimensions ? leafPoints.flat : leafPoints.high;
    if (to - from <= most || spread === 0) {
      this.nodes.push({ from, to, dimension: -1, cut: 0, upper: 0 });
      return index;
    }
    const middle = (from + to) >>> 1;
    this.partition(from, to, middle, dimension);
    const cut = this.coordinates[this.places[middle] * this.dimensions + dimension];
    this.nodes.push({ from, to, dimension, cut, upper: 0 });
    this.grow(from, middle, task);
    this.nodes[index] = { from, to, dimension, cut, upper: this.grow(middle, to, task) };
    return index;
  }

  private widest(from: number, to: number): { dimension: number; spread: number } {
    let widest = { dimension: -1, spread: 0 };
    for (let k = 0; k < this.dimensions; k++) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (let i = from; i < to; i++) {
        const value = this.coordinates[this.places[i] * this.dimensions + k];
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (high - low > widest.spread) widest = { dimension: k, spread: high - low };
    }
    return widest;
  }

  /** Puts the point that belongs at `middle` there, smaller ones before it and larger ones behind (Hoare 1961). */
  private partition(from: number, to: number, middle: number, dimension: number): void {
    const { places, coordinates, dimensions } = this;
    const value = (i: number): number => coordinates[places[i] * dimensions + dimension];
    let low = from;
    let high = to - 1;
    while (low < high) {
      const pivot = value((low + high) >>> 1);
      let i = low;
      let j = high;
      while (i <= j) {
        while (value(i) < pivot) i++;
        while (value(j) > pivot) j--;
        if (i > j) break;
        const moved = places[i];
        places[i++] = places[j];
        places[j--] = moved;
      }
      if (middle <= j) high = j;
      else if (middle >= i) low = i;
      else return;
    }
  }
}

function widened(squared: number): number {
  return squared * (1 + tieTolerance);
}

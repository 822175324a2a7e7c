import type { Task } from '../../task.js';
import type { Arena } from '../engine/memory.js';

/** Points in a leaf: few where a split rules out much; where it rules out little, as many as are looked at in one sweep. */
const leafPoints = { flat: 8, high: 256 } as const;
/** Dimensions from which on the points of a leaf are swept in single precision before they are looked at. */
const manyDimensions = 8;
/** Beyond this squared length a point is no number in single precision any more. */
const longest = 1e30;

/** Words of a node: points `from` to `to` (exclusive), dimension that is cut or -1 in a leaf, upper child, first group of four. */
export const nodeWords = 5;

/** What trees are grown of. */
export interface Points {
  readonly dimensions: number;
  /** Coordinates of all places, row-major. */
  readonly coordinates: Float64Array;
  /** Cell of every place. */
  readonly cell: Int32Array;
  /** Rows that a place stands for; 0 where it is no point of a tree. */
  readonly rowsAt: Int32Array;
}

/** Trees in shared memory, one for every cell: addresses of their parts. */
export interface PointTrees {
  readonly dimensions: number;
  /** Coordinates of all places, 8 bytes each, row-major. */
  readonly coordinates: number;
  /** Cell of every place; root of the tree of every cell, -1 where it has none. */
  readonly cell: number;
  readonly roots: number;
  readonly nodes: number;
  /** Where nodes are cut, 8 bytes each. */
  readonly cuts: number;
  /** Of the points in the order of the leaves: coordinates, place and rows that stand there. */
  readonly sorted: number;
  readonly places: number;
  readonly left: number;
  readonly points: number;
  /** Groups of four points in single precision, see `nearPoints`; 0 where leaves are not swept. */
  readonly groups: number;
  /** What bounds are widened by for the rounding of single precision, by the squared length of the query. */
  readonly slack: number;
}

const sweeps = (dimensions: number): boolean => dimensions >= manyDimensions;

/** Most points in a leaf. */
export function mostInLeaf(dimensions: number): number {
  return sweeps(dimensions) ? leafPoints.high : leafPoints.flat;
}

/** Bytes that trees take at most. */
export function pointTreesBytes({ dimensions, cell, rowsAt }: Points, cells: number): number {
  const points = rowsAt.reduce((count, rows) => count + (rows > 0 ? 1 : 0), 0);
  const nodes = 2 * points + cells;
  const groups = sweeps(dimensions) ? 16 * (dimensions + 1) * (points / 2 + cells + 1) : 0;
  const own = 8 * points * (dimensions + 1) + nodes * (4 * nodeWords + 8) + groups;
  return own + cell.length * (8 * dimensions + 4) + 4 * cells + 12 * 64;
}

/**
 * Trees for exact nearest neighbours by Euclidean distance, one for every cell: k-d trees (Friedman, Bentley and Finkel 1977), cut at the
 * median of the widest dimension. In many dimensions, where their boxes rule out little, leaves are large, and hold their points in
 * single precision too.
 */
export function placePointTrees(points: Points, cells: number, arena: Arena, task: Task): PointTrees {
  const { dimensions, coordinates, cell, rowsAt } = points;
  const grown = new Growing(points, cells, task);
  const { nodes, cuts, places, roots, groups } = grown;
  const sorted = new Float64Array(places.length * dimensions);
  places.forEach((place, slot) => {
    for (let k = 0; k < dimensions; k++) sorted[slot * dimensions + k] = coordinates[place * dimensions + k];
  });
  const slack = (dimensions + 8) * 2 ** -23;
  const swept = sweeps(dimensions) ? lanesOf(sorted, dimensions, nodes, groups, slack) : undefined;
  return {
    dimensions,
    coordinates: arena.copy(coordinates),
    cell: arena.copy(cell),
    roots: arena.copy(roots),
    nodes: arena.copy(Int32Array.from(nodes)),
    cuts: arena.copy(Float64Array.from(cuts)),
    sorted: arena.copy(sorted),
    places: arena.copy(places),
    left: arena.copy(places.map((place) => rowsAt[place])),
    points: places.length,
    groups: swept ? arena.copy(swept) : 0,
    slack,
  };
}

/**
 * Points of the leaves in groups of four. A point `b` is at most `bound` off a query `a` where `ab - b^2 / 2 >= (a^2 - bound) / 2`; the start of its sum
 * is `-b^2 / 2`, with what rounding may take away at most added. None where lengths are beyond single precision.
 */
function lanesOf(
  sorted: Float64Array,
  dimensions: number,
  nodes: readonly number[],
  groups: number,
  slack: number,
): Float32Array | undefined {
  const size = 4 * (dimensions + 1);
  // What no point stands at is never near.
  const lanes = new Float32Array(groups * size).fill(0);
  for (let group = 0; group < groups; group++)
    lanes.fill(Number.NEGATIVE_INFINITY, group * size, group * size + 4);
  for (let node = 0; node < nodes.length; node += nodeWords) {
    const [from, to, dimension, , first] = nodes.slice(node, node + nodeWords);
    if (dimension >= 0) continue;
    for (let slot = from; slot < to; slot++) {
      const lane = first * size + ((slot - from) >> 2) * size + ((slot - from) & 3);
      let squared = 0;
      for (let k = 0; k < dimensions; k++) {
        const value = sorted[slot * dimensions + k];
        squared += value * value;
        lanes[lane + 4 * (k + 1)] = value;
      }
      if (!(squared < longest)) return undefined;
      lanes[lane] = -squared * (0.5 - slack);
    }
  }
  return lanes;
}

/** Whether a query is short enough to be told from in single precision. */
export function isShort(squaredLength: number): boolean {
  return squaredLength < longest;
}

/** Trees in the making. */
class Growing {
  readonly nodes: number[] = [];
  readonly cuts: number[] = [];
  readonly places: Int32Array;
  readonly roots: Int32Array;
  groups = 0;
  private readonly dimensions: number;
  private readonly coordinates: Float64Array;

  constructor(
    { dimensions, coordinates, cell, rowsAt }: Points,
    cells: number,
    private readonly task: Task,
  ) {
    this.dimensions = dimensions;
    this.coordinates = coordinates;
    const starts = new Int32Array(cells + 1);
    for (let place = 0; place < cell.length; place++) if (rowsAt[place] > 0) starts[cell[place] + 1]++;
    for (let c = 0; c < cells; c++) starts[c + 1] += starts[c];
    this.places = new Int32Array(starts[cells]);
    const next = starts.slice();
    for (let place = 0; place < cell.length; place++)
      if (rowsAt[place] > 0) this.places[next[cell[place]]++] = place;
    this.roots = Int32Array.from({ length: cells }, (_, c) =>
      starts[c] < starts[c + 1] ? this.grow(starts[c], starts[c + 1]) : -1,
    );
  }

  private grow(from: number, to: number): number {
    this.task.check();
    const index = this.nodes.length / nodeWords;
    const { dimension, spread } = this.widest(from, to);
    if (to - from <= mostInLeaf(this.dimensions) || spread === 0) {
      this.nodes.push(from, to, -1, 0, this.groups);
      this.cuts.push(0);
      this.groups += Math.ceil((to - from) / 4);
      return index;
    }
    const middle = (from + to) >>> 1;
    this.partition(from, to, middle, dimension);
    this.nodes.push(from, to, dimension, 0, 0);
    this.cuts.push(this.coordinates[this.places[middle] * this.dimensions + dimension]);
    this.grow(from, middle);
    this.nodes[index * nodeWords + 3] = this.grow(middle, to);
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

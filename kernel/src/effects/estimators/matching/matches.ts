import { rowsWhere } from '../../../statistics/folds.js';
import type { Task } from '../../../task.js';
import { currentEngine } from '../../../trees/engine/current.js';
import type { Engine } from '../../../trees/engine/engine.js';
import { type Asked, type Found, nearestJob } from '../../../trees/neighbours/nearest.js';
import { PointSearch, searchBytes } from '../../../trees/neighbours/point-search.js';
import { type PointTrees, placePointTrees, pointTreesBytes } from '../../../trees/neighbours/point-trees.js';
import type { Positions } from './positions.js';

/** Which rows of an arm stand in for other rows. */
export interface Matches {
  /** List of every row; -1 where it did not ask or has no match. */
  readonly listOf: Int32Array;
  /** List `l` is entries `start[l]` to `start[l + 1]`. */
  readonly start: Int32Array;
  /** Places of the matches: all candidates that stand there. */
  readonly place: Int32Array;
  /** Rows that a list comes to, the asking one not counted; they share its weight evenly. */
  readonly size: Int32Array;
}

/** Who is to be matched to whom. */
export interface Search {
  readonly positions: Positions;
  /** Rows that may be matches: those of one arm. */
  readonly candidates: Int32Array;
  /** Rows that ask for matches. */
  readonly queries: Int32Array;
  /** Whether they are candidates themselves; none is then a match of its own. */
  readonly among: boolean;
  readonly neighbours: number;
  /** Largest distance of a match; any where infinite. */
  readonly caliper: number;
}

/** Queries that a thread takes at a time. */
const queriesAtOnce = 256;

/**
 * Matches with replacement: for every query the nearest candidates of its cell, `neighbours` rows of them and all others as near
 * as the last, so that ties share the weight and the order of the rows decides nothing (Abadie and Imbens 2006). A query with fewer
 * candidates in reach has those. On all threads; the same whatever their number.
 */
export function nearestMatches(search: Search, task: Task): Matches {
  const { positions, queries, among, neighbours, caliper } = search;
  const asked = new Uint8Array(positions.count);
  for (const row of queries) asked[positions.of[row]] = 1;
  const places = rowsWhere(asked, (one) => one === 1);
  const found = withTrees(search, places.length, task, (trees, engine, searching) => {
    const at = engine.arena.copy(places);
    const parts = Array.from({ length: Math.ceil(places.length / queriesAtOnce) }, (_, i): Asked => {
      const from = i * queriesAtOnce;
      const count = Math.min(queriesAtOnce, places.length - from);
      return { trees, queries: at + 4 * from, count, needed: neighbours, within: caliper, among };
    });
    return engine.map(nearestJob, parts, searchBytes(trees), searching);
  });
  return matchesOf(positions, queries, places, found);
}

/** What was found for places, as lists of the rows that asked. */
function matchesOf(
  { of, count }: Positions,
  queries: Int32Array,
  places: Int32Array,
  found: readonly Found[],
): Matches {
  const lengths = joined(found.map((part) => part.lengths));
  const start = [0];
  const size: number[] = [];
  const listAt = new Int32Array(count).fill(-1);
  const sizes = joined(found.map((part) => part.sizes));
  places.forEach((place, i) => {
    if (lengths[i] === 0) return;
    listAt[place] = size.length;
    start.push(start[size.length] + lengths[i]);
    size.push(sizes[i]);
  });
  const listOf = new Int32Array(of.length).fill(-1);
  for (const row of queries) listOf[row] = listAt[of[row]];
  const place = joined(found.map((part) => part.places));
  return { listOf, start: Int32Array.from(start), place, size: Int32Array.from(size) };
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * Matches without replacement, the nearest pair of all first: no row of the arm is matched twice, and queries for whom none is left
 * in reach go without. Positions must be separate. Ties go to the earlier row.
 */
export function pairedMatches(search: Search, task: Task): Matches {
  return withTrees(search, 0, task, (trees, engine, searching) => {
    const nearest = new PointSearch(trees, engine);
    return pairUp(search, nearest, searching);
  });
}

function pairUp(
  { positions, queries, neighbours, caliper }: Search,
  nearest: PointSearch,
  task: Task,
): Matches {
  const matched = new Map([...queries].map((row): [number, number[]] => [row, []]));
  const waiting = new Waiting();
  const ask = (row: number): void => {
    task.check();
    nearest.search(row, 1, caliper, false);
    if (nearest.found.length > 0)
      waiting.push({ row, match: nearest.found[0], distance: nearest.distances[0] });
  };
  for (const row of queries) ask(row);
  let pairs = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { row, match } = next;
    const own = matched.get(row);
    if (own && nearest.take(match)) {
      own.push(match);
      task.report(++pairs / (queries.length * neighbours));
      if (own.length === neighbours) continue;
    }
    ask(row);
  }
  const lists = new Lists(positions.of.length);
  for (const [row, own] of matched) lists.listOf[row] = lists.add(own, own.length);
  return lists.matches();
}

/** Does some work with the trees of the candidates of every cell, and memory for so many queries. */
function withTrees<Result>(
  { positions, candidates }: Search,
  queries: number,
  task: Task,
  work: (trees: PointTrees, engine: Engine, task: Task) => Result,
): Result {
  const { dimensions, coordinates, cell } = positions;
  const rowsAt = new Int32Array(positions.count);
  for (const row of candidates) rowsAt[positions.of[row]]++;
  const points = { dimensions, coordinates, cell, rowsAt };
  const cells = cell.reduce((most, own) => Math.max(most, own), -1) + 1;
  const engine = currentEngine();
  const searching = engine.threads * searchBytes({ dimensions, points: positions.count });
  const bytes = pointTreesBytes(points, cells) + 4 * queries + searching + 128;
  return engine.session(bytes, 'Matching', () =>
    work(placePointTrees(points, cells, engine.arena, task), engine, task),
  );
}

/** Lists of matches as they are found. */
class Lists {
  readonly listOf: Int32Array;
  private readonly start = [0];
  private readonly place: number[] = [];
  private readonly size: number[] = [];

  constructor(rows: number) {
    this.listOf = new Int32Array(rows).fill(-1);
  }

  /** Adds a list; its number, or -1 for none where it is empty. */
  add(places: readonly number[], size: number): number {
    if (places.length === 0) return -1;
    for (const place of places) this.place.push(place);
    this.start.push(this.place.length);
    return this.size.push(size) - 1;
  }

  matches(): Matches {
    const { listOf } = this;
    const [start, place, size] = [this.start, this.place, this.size].map((values) => Int32Array.from(values));
    return { listOf, start, place, size };
  }
}

/** A pair that could be matched. */
interface Pair {
  readonly row: number;
  readonly match: number;
  readonly distance: number;
}

/** Pairs, the nearest at the top: a binary heap. */
class Waiting {
  private readonly pairs: Pair[] = [];

  push(pair: Pair): void {
    const { pairs } = this;
    let at = pairs.push(pair) - 1;
    while (at > 0) {
      const above = (at - 1) >>> 1;
      if (!before(pair, pairs[above])) break;
      pairs[at] = pairs[above];
      at = above;
    }
    pairs[at] = pair;
  }

  pop(): Pair | undefined {
    const { pairs } = this;
    const top = pairs[0];
    const last = pairs.pop();
    if (!last || pairs.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= pairs.length) break;
      if (child + 1 < pairs.length && before(pairs[child + 1], pairs[child])) child++;
      if (!before(pairs[child], last)) break;
      pairs[at] = pairs[child];
      at = child;
    }
    pairs[at] = last;
    return top;
  }
}

function before(a: Pair, b: Pair): boolean {
  return a.distance < b.distance || (a.distance === b.distance && a.row < b.row);
}

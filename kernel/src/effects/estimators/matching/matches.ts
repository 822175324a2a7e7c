import type { Task } from '../../../task.js';
import { PointTree } from './point-tree.js';
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

/**
 * Matches with replacement: for every query the nearest candidates of its cell, `neighbours` rows of them and all others as near
 * as the last, so that ties share the weight and the order of the rows decides nothing (Abadie and Imbens 2006). A query with fewer
 * candidates in reach has those.
 */
export function nearestMatches(search: Search, task: Task): Matches {
  const { positions, queries, among, neighbours, caliper } = search;
  const trees = treesOf(search, task);
  const lists = new Lists(positions.of.length);
  const listAt = new Int32Array(positions.count).fill(-2);
  queries.forEach((row, i) => {
    const place = positions.of[row];
    if (listAt[place] === -2) {
      if (i % 256 === 0) task.report(i / queries.length);
      else task.check();
      const tree = trees.get(positions.cell[place]);
      tree?.search(place, neighbours, caliper, true, among ? place : -1);
      listAt[place] = tree ? lists.add(tree.found, sumOf(tree.rows)) : -1;
    }
    lists.listOf[row] = listAt[place];
  });
  return lists.matches();
}

/**
 * Matches without replacement, the nearest pair of all first: no row of the arm is matched twice, and queries for whom none is left
 * in reach go without. Positions must be separate. Ties go to the earlier row.
 */
export function pairedMatches(search: Search, task: Task): Matches {
  const { positions, queries, neighbours, caliper } = search;
  const trees = treesOf(search, task);
  const matched = new Map([...queries].map((row): [number, number[]] => [row, []]));
  const waiting = new Waiting();
  const ask = (row: number): void => {
    task.check();
    const tree = trees.get(positions.cell[row]);
    tree?.search(row, 1, caliper, false);
    if (tree && tree.found.length > 0)
      waiting.push({ row, match: tree.found[0], distance: tree.distances[0] });
  };
  for (const row of queries) ask(row);
  let pairs = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { row, match } = next;
    const own = matched.get(row);
    if (trees.get(positions.cell[row])?.take(match) && own) {
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

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** A tree of the candidates of every cell. */
function treesOf({ positions, candidates }: Search, task: Task): Map<number, PointTree> {
  const rowsAt = new Int32Array(positions.count);
  for (const row of candidates) rowsAt[positions.of[row]]++;
  const places = new Map<number, number[]>();
  for (let place = 0; place < positions.count; place++) {
    if (rowsAt[place] === 0) continue;
    const cell = positions.cell[place];
    const own = places.get(cell);
    if (own) own.push(place);
    else places.set(cell, [place]);
  }
  const { coordinates, dimensions } = positions;
  return new Map(
    [...places].map(([cell, own]) => [
      cell,
      new PointTree(coordinates, dimensions, Int32Array.from(own), rowsAt, task),
    ]),
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

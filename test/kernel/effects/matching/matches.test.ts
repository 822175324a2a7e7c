import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Matches,
  nearestMatches,
  pairedMatches,
  type Search,
} from '../../../../kernel/src/effects/estimators/matching/matches.js';
import {
  separatePositions,
  sharedPositions,
} from '../../../../kernel/src/effects/estimators/matching/positions.js';
import { Cancelled, createTask, unwatched } from '../../../../kernel/src/task.js';
import { noise } from '../tables.js';

/** Rows with coordinates (row-major), cells, and which of two arms they are in. */
interface Points {
  readonly dimensions: number;
  readonly coordinates: Float64Array;
  readonly cell: Int32Array;
  readonly arm: Int32Array;
}

/** Coordinates on a grid have ties; others have none. */
function drawn(n: number, dimensions: number, cells: number, grid: number, seed: number): Points {
  const { normal, uniform } = noise(seed);
  const round = (value: number): number => (grid > 0 ? Math.round(value * grid) : value);
  return {
    dimensions,
    coordinates: Float64Array.from({ length: n * dimensions }, () => round(normal())),
    cell: Int32Array.from({ length: n }, () => Math.floor(uniform() * cells)),
    arm: Int32Array.from({ length: n }, () => (uniform() < 0.4 ? 1 : 0)),
  };
}

const rowsOf = ({ arm }: Points, own: number): Int32Array =>
  Int32Array.from([...arm.keys()].filter((row) => arm[row] === own));

function searchOf(
  points: Points,
  among: boolean,
  neighbours: number,
  caliper: number,
  shared = true,
): Search {
  return {
    positions: shared ? sharedPositions(points) : separatePositions(points),
    candidates: rowsOf(points, 0),
    queries: rowsOf(points, among ? 0 : 1),
    among,
    neighbours,
    caliper,
  };
}

/** Rows in the list of each query, the asking one left out. */
function matchedRows(
  { positions, candidates, queries }: Search,
  { listOf, start, place }: Matches,
): number[][] {
  return [...queries].map((row) => {
    const list = listOf[row];
    if (list < 0) return [];
    const places = new Set(place.subarray(start[list], start[list + 1]));
    return [...candidates].filter((other) => other !== row && places.has(positions.of[other]));
  });
}

/** The same by looking at every pair. */
function byHand({ coordinates, dimensions, cell }: Points, search: Search): number[][] {
  const squared = (a: number, b: number): number => {
    let sum = 0;
    for (let k = 0; k < dimensions; k++)
      sum += (coordinates[a * dimensions + k] - coordinates[b * dimensions + k]) ** 2;
    return sum;
  };
  return [...search.queries].map((row) => {
    const near = [...search.candidates]
      .filter((other) => other !== row && cell[other] === cell[row])
      .map((other) => ({ other, distance: squared(row, other) }))
      .filter(({ distance }) => distance <= search.caliper ** 2)
      .sort((a, b) => a.distance - b.distance);
    const last = near[Math.min(search.neighbours, near.length) - 1]?.distance ?? -1;
    return near
      .filter(({ distance }) => distance <= last)
      .map(({ other }) => other)
      .sort((a, b) => a - b);
  });
}

describe('matches with replacement', () => {
  it('are those that a look at every pair finds: ties, calipers, cells, any number of dimensions', () => {
    const design = fc.record({
      n: fc.integer({ min: 2, max: 150 }),
      dimensions: fc.integer({ min: 0, max: 12 }),
      cells: fc.integer({ min: 1, max: 4 }),
      grid: fc.constantFrom(0, 1, 2),
      neighbours: fc.integer({ min: 1, max: 5 }),
      caliper: fc.constantFrom(Number.POSITIVE_INFINITY, 1, 3),
      among: fc.boolean(),
      seed: fc.integer({ min: 1, max: 1e6 }),
    });
    fc.assert(
      fc.property(design, ({ n, dimensions, cells, grid, neighbours, caliper, among, seed }) => {
        const points = drawn(n, dimensions, cells, grid, seed);
        const search = searchOf(points, among, neighbours, caliper);
        const matches = nearestMatches(search, unwatched);
        const found = matchedRows(search, matches);
        expect(found).toEqual(byHand(points, search));
        search.queries.forEach((row, i) => {
          const list = matches.listOf[row];
          expect(list < 0 ? 0 : matches.size[list]).toBe(found[i].length);
        });
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it('are the same among many points of twenty dimensions', () => {
    const points = drawn(3000, 20, 1, 0, 5);
    const search = searchOf(points, false, 2, Number.POSITIVE_INFINITY);
    const some = { ...search, queries: search.queries.subarray(0, 100) };
    expect(matchedRows(some, nearestMatches(some, unwatched))).toEqual(byHand(points, some));
  });
});

describe('matches without replacement', () => {
  /** The nearest pair of all that are left, until none is. */
  function pairsByHand(points: Points, search: Search): number[][] {
    const taken = new Set<number>();
    const own = new Map<number, number[]>([...search.queries].map((row) => [row, []]));
    for (;;) {
      let best: { row: number; other: number; distance: number } | undefined;
      for (const [row, matches] of own) {
        if (matches.length === search.neighbours) continue;
        for (const other of search.candidates) {
          if (taken.has(other) || points.cell[other] !== points.cell[row]) continue;
          const distance = (points.coordinates[row] - points.coordinates[other]) ** 2;
          if (distance > search.caliper ** 2) continue;
          if (!best || distance < best.distance) best = { row, other, distance };
        }
      }
      if (!best) return [...search.queries].map((row) => (own.get(row) ?? []).sort((a, b) => a - b));
      taken.add(best.other);
      own.get(best.row)?.push(best.other);
    }
  }

  it.each([
    [1, Number.POSITIVE_INFINITY],
    [2, Number.POSITIVE_INFINITY],
    [1, 0.3],
  ])('take the nearest pair first: %i neighbours within %d', (neighbours, caliper) => {
    for (let seed = 1; seed <= 20; seed++) {
      const points = drawn(60, 1, 2, 0, seed);
      const search = searchOf(points, false, neighbours, caliper, false);
      const found = matchedRows(search, pairedMatches(search, unwatched));
      expect(found).toEqual(pairsByHand(points, search));
    }
  });

  it('use nobody twice, and leave those who find nobody without', () => {
    const points = {
      ...drawn(50, 2, 1, 1, 3),
      arm: Int32Array.from({ length: 50 }, (_, i) => (i < 30 ? 1 : 0)),
    };
    const search = searchOf(points, false, 1, Number.POSITIVE_INFINITY, false);
    const found = matchedRows(search, pairedMatches(search, unwatched)).flat();
    expect(found).toHaveLength(20);
    expect(new Set(found).size).toBe(20);
  });
});

it('a search stops when asked to', () => {
  const flag = new Int32Array(1);
  const task = createTask(flag, () => {
    flag[0] = 1;
  });
  const points = drawn(2000, 3, 1, 0, 1);
  for (const find of [nearestMatches, pairedMatches]) {
    flag[0] = 0;
    expect(() => find(searchOf(points, false, 1, Number.POSITIVE_INFINITY, false), task)).toThrow(Cancelled);
  }
});

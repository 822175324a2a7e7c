import { afterAll, describe, expect, it, test } from 'vitest';
import { unwatched } from '../../../../kernel/src/task.js';
import { Engine } from '../../../../kernel/src/trees/engine/engine.js';
import { nearestJob } from '../../../../kernel/src/trees/neighbours/nearest.js';
import { searchBytes } from '../../../../kernel/src/trees/neighbours/point-search.js';
import { placePointTrees, pointTreesBytes } from '../../../../kernel/src/trees/neighbours/point-trees.js';
import { noise } from '../../effects/tables.js';
import { openEngines } from '../boosting/engines.js';

const engines = openEngines();
afterAll(() => {
  for (const [, engine] of engines) engine.close();
});

test('both kinds of loops leave the same bits', () => {
  const hits = (['wasm', 'plain'] as const).map((loops) => {
    const engine = new Engine({ loops });
    const { normal } = noise(6);
    const [groups, dimensions] = [33, 11];
    const single = (count: number): Float32Array => Float32Array.from({ length: count }, normal);
    const points = engine.arena.copy(single(4 * groups * (dimensions + 1)));
    const coordinates = single(dimensions);
    const query = engine.arena.copy(
      Float32Array.from({ length: 4 * dimensions }, (_, i) => coordinates[i >> 2]),
    );
    const place = engine.arena.take(16 * groups);
    return [0.1, 2, -1e38, 1e38].map((least) => {
      const count = engine.loops.nearPoints(points, groups, dimensions, query, least, place);
      return [...engine.memory.views.i32.slice(place >>> 2, (place >>> 2) + count)];
    });
  });
  expect(hits[0]).toEqual(hits[1]);
  expect(hits[0].map((list) => list.length)).toEqual([expect.any(Number), expect.any(Number), 132, 0]);
  expect(hits[0][1].length).toBeGreaterThan(5);
});

/** Nearest points by the engine: places of each list. */
function nearest(engine: Engine, coordinates: Float64Array, dimensions: number, needed: number): number[][] {
  const count = coordinates.length / dimensions;
  const points = {
    dimensions,
    coordinates,
    cell: new Int32Array(count),
    rowsAt: new Int32Array(count).fill(1),
  };
  const bytes =
    pointTreesBytes(points, 1) + 2 ** 16 + engine.threads * searchBytes({ dimensions, points: count });
  return engine.session(bytes, 'A test', () => {
    const trees = placePointTrees(points, 1, engine.arena, unwatched);
    const at = engine.arena.copy(Int32Array.from({ length: count }, (_, i) => i));
    const parts = Array.from({ length: Math.ceil(count / 50) }, (_, i) => ({
      ...{ trees, queries: at + 200 * i, count: Math.min(50, count - 50 * i) },
      ...{ needed, within: Number.POSITIVE_INFINITY, among: true },
    }));
    return engine.map(nearestJob, parts, searchBytes(trees), unwatched).flatMap(({ lengths, places }) => {
      let next = 0;
      return [...lengths].map((length) => {
        next += length;
        return [...places.subarray(next - length, next)];
      });
    });
  });
}

/** The same by looking at every pair in double precision. */
function byHand(coordinates: Float64Array, dimensions: number, needed: number): number[][] {
  const count = coordinates.length / dimensions;
  return Array.from({ length: count }, (_, query) => {
    const all = Array.from({ length: count }, (_, place) => {
      let distance = 0;
      for (let k = 0; k < dimensions; k++)
        distance += (coordinates[place * dimensions + k] - coordinates[query * dimensions + k]) ** 2;
      return { place, distance };
    }).filter(({ place }) => place !== query);
    const sorted = all.sort((a, b) => a.distance - b.distance || a.place - b.place);
    const last = sorted[needed - 1].distance * (1 + 1e-9);
    return sorted.filter(({ distance }) => distance <= last).map(({ place }) => place);
  });
}

describe('nearest points of many dimensions', () => {
  const { normal, uniform } = noise(12);
  const [count, dimensions] = [400, 10];
  const drawn = (value: (point: number, k: number) => number): Float64Array =>
    Float64Array.from({ length: count * dimensions }, (_, i) =>
      value(Math.floor(i / dimensions), i % dimensions),
    );
  const clouds: Record<string, Float64Array> = {
    'normal ones': drawn(normal),
    // Lengths drown the distances in single precision.
    'near each other, far from the middle': drawn(() => 3000 + 1e-4 * normal()),
    'in two clouds, one of them tiny': drawn((point) => (point % 2 ? 1e-7 * normal() : 50 + normal())),
    'on a grid, full of ties': drawn(() => Math.round(normal())),
    'beyond single precision': drawn((_, k) => (k === 0 ? 1e25 * uniform() : normal())),
    'next to nothing': drawn(() => 1e-30 * normal()),
  };

  it.each(Object.keys(clouds))('are those of a look at every pair: %s', (name) => {
    const cloud = clouds[name];
    for (const needed of [1, 3])
      expect(nearest(engines[0][1], cloud, dimensions, needed)).toEqual(byHand(cloud, dimensions, needed));
  });

  it('are the same with any number of threads and either kind of loops', () => {
    const [first, ...others] = engines.map(([, engine]) =>
      nearest(engine, clouds['normal ones'], dimensions, 2),
    );
    for (const other of others) expect(other).toEqual(first);
  });
});

import fc from 'fast-check';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { createRandom } from '../../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { fitBoosting, fitEachBoosting } from '../../../../kernel/src/trees/boosting/fit-boosting.js';
import type { BoostingOptions } from '../../../../kernel/src/trees/boosting/options.js';
import { Engine } from '../../../../kernel/src/trees/engine/engine.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { allRows, categorical, features, normals, numeric, uniforms } from '../data.js';
import { openEngines } from './engines.js';

const engines = openEngines();
afterAll(() => {
  for (const [, engine] of engines) engine.close();
});

const n = 4200;
const [a, b, noise] = [normals(n, 1), uniforms(n, 2), normals(n, 3)];
const holes = a.map((value, i) => (i % 7 === 0 ? Number.NaN : value));
const words = Array.from(b, (u, i) => (i % 11 === 0 ? undefined : `w${Math.floor(40 * u ** 2)}`));
const x = features(
  numeric('a', a),
  numeric('holes', holes),
  numeric(
    'few',
    b.map((u) => Math.floor(4 * u)),
  ),
  categorical('words', words),
  ...Array.from({ length: 62 }, (_, j) => numeric(`n${j}`, normals(n, 10 + j))),
);
const matrix = binFeatures(x);
const smooth = a.map((value, i) => Math.sin(2 * value) + (words[i]?.length ?? 0) * b[i]);
const y = smooth.map((mean, i) => mean + 0.3 * noise[i]);
const binary = y.map((value) => (value > 1 ? 1 : 0));
const classes = y.map((value) => Math.max(0, Math.min(2, Math.floor(value))));
const counts = y.map((value) => Math.max(0, Math.floor(value)));
const weights = uniforms(n, 5).map((u) => Math.floor(3 * u) / 2);
const random = createRandom(3);
const some = allRows(n).filter(() => random.next() < 0.8);
const others = allRows(n)
  .filter((row) => !some.includes(row))
  .slice(0, 500);
const groups = Int32Array.from(allRows(n), (row) => row % 300);
const events = Uint8Array.from(b, (u) => (u < 0.6 ? 1 : 0));

const fits: [string, BoostingOptions, Float64Array, Int32Array?][] = [
  ['squared loss', { objective: 'squared' }, y],
  ['squared loss with weights', { objective: 'squared', weights }, y],
  ['logistic loss', { objective: 'logistic' }, binary],
  ['some rows and features', { objective: 'squared', rowShare: 0.5, columnShare: 0.3, seed: 5 }, y, some],
  ['clusters', { objective: 'squared', rowShare: 0.5, clusters: groups, validationRows: others }, y, some],
  [
    'early stopping',
    { objective: 'logistic', validationRows: others, patience: 2, rounds: 30, learningRate: 1 },
    binary,
    some,
  ],
  ['softmax', { objective: 'softmax', leaves: 8 }, classes],
  ['poisson', { objective: 'poisson', l1: 1, maxDepth: 3 }, counts],
  ['quantiles', { objective: 'quantile', quantile: 0.8, rowShare: 0.7 }, y],
  ['huber', { objective: 'huber', monotone: [1, ...new Array(65).fill(0)] }, y],
  ['a ranking', { objective: 'lambdamart', groups, weights: undefined }, counts],
  ['pairs', { objective: 'pairwise', groups }, counts],
  ['cox', { objective: 'cox', events }, y.map((value) => Math.exp(value / 2))],
  [
    'constraints',
    {
      objective: 'squared',
      monotone: [-1, 1, ...new Array(64).fill(0)],
      interactions: [
        [0, 1],
        [2, 3],
      ],
    },
    y,
  ],
];

describe('one thread, two, three and the TypeScript twins fit the same trees', () => {
  test.each(fits)('%s', (_, options, outcome, rows = allRows(n)) => {
    const [first, ...rest] = engines.map(([, engine]) =>
      fitBoosting(matrix, outcome, rows, { rounds: 3, ...options }, unwatched, engine),
    );
    expect(first.blocks[0].roots.length).toBeGreaterThan(2);
    for (const other of rest) expect(other).toEqual(first);
  });
});

test('several models side by side are those that are fitted one by one, with any number of threads', () => {
  const options: BoostingOptions = { objective: 'logistic', rounds: 4, rowShare: 0.6, weights };
  const lessons = [some, allRows(n), others, some.subarray(100), allRows(900)].map((rows, i) => ({
    y: binary,
    rows,
    options: i === 3 ? { ...options, validationRows: others, patience: 1 } : options,
  }));
  const alone = lessons.map(({ rows, options }) =>
    fitBoosting(matrix, binary, rows, options, unwatched, engines[0][1]),
  );
  for (const [, engine] of engines)
    expect(fitEachBoosting(matrix, lessons, unwatched, engine)).toEqual(alone);
  expect(fitEachBoosting(matrix, [], unwatched, engines[0][1])).toEqual([]);
});

test('helpers are called from so many rows and features on, and make no difference', () => {
  const script = new URL('../../../../dist/tree-worker.mjs', import.meta.url);
  const engine = new Engine({ threads: 2, script });
  const together = vi.spyOn(engine, 'together');
  const options = { objective: 'squared', rounds: 2 } as const;
  for (const [rows, calls] of [
    [some, 0],
    [allRows(n), 1],
  ] as const) {
    const fitted = fitBoosting(matrix, y, rows, options, unwatched, engine);
    expect(together).toHaveBeenCalledTimes(calls);
    expect(fitted).toEqual(fitBoosting(matrix, y, rows, options, unwatched, engines[0][1]));
  }
  engine.close();
});

test('also where there are few rows', () => {
  const number = fc.option(fc.integer({ min: -9, max: 9 }), { nil: Number.NaN, freq: 5 });
  const columns = fc
    .integer({ min: 1, max: 40 })
    .chain((rows) =>
      fc.array(fc.array(number, { minLength: rows, maxLength: rows }), { minLength: 1, maxLength: 12 }),
    );
  fc.assert(
    fc.property(columns, fc.nat(), (lists, seed) => {
      const few = features(...lists.map((values, j) => numeric(`x${j}`, values)));
      const cut = binFeatures(few);
      const outcome = normals(few.rows, seed);
      const [first, ...rest] = engines.map(([, engine]) =>
        fitBoosting(
          cut,
          outcome,
          allRows(few.rows),
          { objective: 'squared', rounds: 2, minLeaf: 1 },
          unwatched,
          engine,
        ),
      );
      for (const other of rest) expect(other).toEqual(first);
    }),
    { numRuns: 40, seed: 3 },
  );
});

import { describe, expect, test } from 'vitest';
import { unwatched } from '../../../../kernel/src/task.js';
import { predictEstimates } from '../../../../kernel/src/trees/forests/estimates.js';
import type { GrownForest } from '../../../../kernel/src/trees/forests/forest.js';
import { growForest } from '../../../../kernel/src/trees/forests/grow-forest.js';
import type { GrowthOptions } from '../../../../kernel/src/trees/forests/growth.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { allRows, features, normals, numeric, uniforms } from '../data.js';
import { expectClose, mixture, on } from './core-data.js';

const n = 1500;
const { x, y, w, weights, clusters } = mixture(n, 1);
const matrix = binFeatures(x);
const one = { parameters: 1, symmetric: true };
const squares = w.map((value) => value * value);

/** One parameter: the fast loops. */
function causal(options: GrowthOptions): GrownForest {
  const data = {
    matrix,
    rows: allRows(n),
    moment: one,
    a: y.map((v, i) => v * w[i]),
    h: squares,
    size: squares,
  };
  return growForest(data, { trees: 12, ...options }, unwatched);
}

/** Many features, some of them missing at times: their loops take several at once. */
function wide(options: GrowthOptions): GrownForest {
  const columns = Array.from({ length: 19 }, (_, j) => normals(n, 300 + j));
  const holes = uniforms(n, 299);
  const list = columns.map((values, j) =>
    numeric(`x${j}`, j % 7 === 3 ? values.map((v, i) => (holes[i] < 0.2 ? Number.NaN : v)) : values),
  );
  const data = { matrix: binFeatures(features(...list, ...x.list)), rows: allRows(n), moment: one };
  const own = { ...data, a: y, h: new Float64Array(n).fill(1) };
  return growForest(
    own,
    { trees: 12, honestyShare: 1, groupSize: 1, sampleShare: 0.8, ...options },
    unwatched,
  );
}

/** Two parameters, intercept and slope. */
function line(symmetric: boolean): (options: GrowthOptions) => GrownForest {
  const a = new Float64Array(2 * n);
  const h = new Float64Array((symmetric ? 3 : 4) * n);
  for (let i = 0; i < n; i++) {
    a.set([y[i], w[i] * y[i]], 2 * i);
    if (symmetric) h.set([1, w[i], squares[i]], 3 * i);
    else h.set([1, w[i], w[i], squares[i]], 4 * i);
  }
  const moment = { parameters: 2, symmetric };
  return (options) =>
    growForest({ matrix, rows: allRows(n), moment, a, h }, { trees: 12, ...options }, unwatched);
}

const kinds: [string, (options: GrowthOptions) => GrownForest, GrowthOptions][] = [
  ['one parameter', causal, {}],
  ['one parameter, few features a node, to single rows', causal, { mtry: 2, minLeaf: 1, keepSamples: true }],
  ['one parameter with weights', causal, { weights }],
  ['one parameter with clusters', causal, { clusters, groupSize: 3, balance: 0.2 }],
  ['one parameter, every row in all trees', causal, { honestyShare: 1, groupSize: 1, sampleShare: 1 }],
  ['two parameters', line(true), {}],
  ['two parameters, all of h, with weights', line(false), { weights }],
];

test('many features: TypeScript, WebAssembly and threads grow the same forest', () => {
  const reference = on({}, () => wide({}));
  expect(reference.forest.blocks[0].nodes.length).toBeGreaterThan(100);
  expect(on({ loops: 'plain' }, () => wide({}))).toEqual(reference);
  expect(on({ threads: 2 }, () => wide({}))).toEqual(reference);
});

describe.each(kinds)('%s', (_, grow, options) => {
  const reference = on({}, () => grow(options));

  test('loops in TypeScript grow the same forest', () => {
    expect(on({ loops: 'plain' }, () => grow(options))).toEqual(reference);
  });

  test('two and three threads grow the same forest', () => {
    for (const threads of [2, 3]) expect(on({ threads }, () => grow(options))).toEqual(reference);
  });

  test('all of them predict the same', () => {
    const predicted = on({}, () => predictEstimates(reference.forest, x));
    expect(predicted.theta.every(Number.isFinite)).toBe(true);
    for (const engine of [{ loops: 'plain' }, { threads: 2 }] as const) {
      expect(on(engine, () => predictEstimates(reference.forest, x))).toEqual(predicted);
    }
  });
});

test('a forest follows from its seed', () => {
  expect(causal({ seed: 3 })).toEqual(causal({ seed: 3 }));
  expect(causal({ seed: 3 }).outOfBag).not.toEqual(causal({ seed: 4 }).outOfBag);
});

test('the way h is written down does not matter', () => {
  const [short, long] = [line(true)({}), line(false)({})];
  expect(long.forest.blocks.map((block) => block.nodes)).toEqual(
    short.forest.blocks.map((block) => block.nodes),
  );
  expectClose(long.outOfBag.theta, short.outOfBag.theta);
  expectClose(long.outOfBag.covariance, short.outOfBag.covariance);
});

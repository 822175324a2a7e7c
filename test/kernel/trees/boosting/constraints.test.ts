import { describe, expect, test } from 'vitest';
import { unwatched } from '../../../../kernel/src/task.js';
import { fitBoosting } from '../../../../kernel/src/trees/boosting/fit-boosting.js';
import type { BoostingOptions } from '../../../../kernel/src/trees/boosting/options.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import type { TreeEnsemble } from '../../../../kernel/src/trees/model/ensemble.js';
import { predictMargin } from '../../../../kernel/src/trees/model/predict.js';
import {
  featureOf,
  isLeaf,
  leftChild,
  type Trees,
  treeCount,
} from '../../../../kernel/src/trees/model/trees.js';
import { allRows, features, normals, numeric, uniforms } from '../data.js';

const n = 2000;
const [u, v, w, noise] = [uniforms(n, 1), uniforms(n, 2), uniforms(n, 3), normals(n, 4)];
const x = features(numeric('u', u), numeric('v', v), numeric('w', w));
const wavy = u.map((a, i) => a + 0.5 * Math.sin(9 * a) * v[i] - w[i] ** 2 + 0.4 * noise[i]);
const matrix = binFeatures(x);
const boosted = (options: BoostingOptions, y: Float64Array = wavy): TreeEnsemble =>
  fitBoosting(matrix, y, allRows(n), { rounds: 30, ...options }, unwatched);

/** Largest step against the direction over a fine grid of one feature, at 50 places of the others. */
function worstStep(model: TreeEnsemble, feature: number, direction: number): number {
  let worst = 0;
  for (let place = 0; place < 50; place++) {
    const grid = Float64Array.from({ length: 400 }, (_, i) => i / 400);
    const columns = [u, v, w].map((column) => new Float64Array(400).fill(column[place]));
    columns[feature] = grid;
    const margin = predictMargin(model, features(...columns.map((values, j) => numeric('uvw'[j], values))));
    for (let i = 1; i < 400; i++) worst = Math.max(worst, direction * (margin[i - 1] - margin[i]));
  }
  return worst;
}

const positive = wavy.map((value) => Math.max(0, Math.round(3 * value)));
const cases: [string, BoostingOptions, Float64Array][] = [
  ['squared', { objective: 'squared' }, wavy],
  ['logistic with l1', { objective: 'logistic', l1: 1 }, wavy.map((value) => (value > 0.2 ? 1 : 0))],
  ['poisson', { objective: 'poisson' }, positive],
  ['quantile', { objective: 'quantile', quantile: 0.7 }, wavy],
  ['huber', { objective: 'huber' }, wavy],
];

describe('margins rise and fall as they are told to', () => {
  test.each(cases)('%s', (_, options, y) => {
    expect(worstStep(boosted(options, y), 0, 1)).toBeGreaterThan(0.01);
    const model = boosted({ ...options, monotone: [1, 0, -1] }, y);
    expect(worstStep(model, 0, 1)).toBeLessThan(1e-12);
    expect(worstStep(model, 2, -1)).toBeLessThan(1e-12);
    const spread = predictMargin(model, x);
    expect(Math.max(...spread) - Math.min(...spread)).toBeGreaterThan(0.3);
  });
});

test('a direction that the data have anyway changes little', () => {
  const y = u.map((a, i) => 2 * a + v[i] + 0.05 * noise[i]);
  const error = (model: TreeEnsemble): number =>
    predictMargin(model, x).reduce((sum, m, i) => sum + (m - 2 * u[i] - v[i]) ** 2, 0) / n;
  const free = error(boosted({ objective: 'squared', rounds: 100 }, y));
  expect(error(boosted({ objective: 'squared', rounds: 100, monotone: [1, 1, 0] }, y))).toBeLessThan(
    1.2 * free,
  );
});

/** Sets of features on the paths of a block. */
function paths(trees: Trees): Set<string> {
  const found = new Set<string>();
  const follow = (node: number, path: readonly number[]): void => {
    if (isLeaf(trees, node)) {
      found.add([...new Set(path)].sort().join());
      return;
    }
    const longer = [...path, featureOf(trees, node)];
    follow(leftChild(trees, node), longer);
    follow(leftChild(trees, node) + 1, longer);
  };
  for (let tree = 0; tree < treeCount(trees); tree++) follow(trees.roots[tree], []);
  return found;
}

test('only features of a group meet on a path', () => {
  const y = u.map((a, i) => a * v[i] * 4 + v[i] * w[i] * 4 + a * w[i] + 0.1 * noise[i]);
  const free = paths(boosted({ objective: 'squared' }, y).blocks[0]);
  expect(free).toContain('0,1,2');
  const grouped = paths(
    boosted(
      {
        objective: 'squared',
        interactions: [
          [0, 1],
          [1, 2],
        ],
      },
      y,
    ).blocks[0],
  );
  expect([...grouped].every((path) => ['0,1', '1,2', '0', '1', '2'].includes(path))).toBe(true);
  expect(grouped).toContain('0,1');
  expect(grouped).toContain('1,2');
  const alone = paths(boosted({ objective: 'squared', interactions: [[0, 1]] }, y).blocks[0]);
  expect([...alone].sort()).toEqual(['0', '0,1', '1', '2'].filter((path) => alone.has(path)));
  expect(alone).toContain('2');
});

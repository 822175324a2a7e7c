import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { predictEstimates } from '../../../../kernel/src/trees/forests/estimates.js';
import type { Forest } from '../../../../kernel/src/trees/forests/forest.js';
import { forestWeights } from '../../../../kernel/src/trees/forests/forest-weights.js';
import { growForest } from '../../../../kernel/src/trees/forests/grow-forest.js';
import type { GrowthOptions } from '../../../../kernel/src/trees/forests/growth.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { ranksOf } from '../../../../kernel/src/trees/model/ranks.js';
import {
  cutOf,
  featureOf,
  isLeaf,
  leafOfRanks,
  missingGoesLeft,
  type Trees,
  treeCount,
} from '../../../../kernel/src/trees/model/trees.js';
import { allRows, features, normals, numeric, uniforms } from '../data.js';
import { expectClose, mixture } from './core-data.js';

const one = { parameters: 1, symmetric: true };

function grow(
  data: ReturnType<typeof mixture>,
  options: GrowthOptions,
  rows = allRows(data.y.length),
): Forest {
  const { x, y, w } = data;
  const squares = w.map((value) => value * value);
  const a = y.map((v, i) => v * w[i]);
  const grown = { matrix: binFeatures(x), rows, moment: one, a, h: squares, size: squares };
  return growForest(grown, { keepSamples: true, ...options }, unwatched).forest;
}

/** Leaf numbers of each tree of a block, from the first to before the second. */
function leavesOf(block: Trees, tree: number): [number, number] {
  const before = (end: number): number => {
    let leaves = 0;
    for (let node = 0; node < end; node++) if (isLeaf(block, node)) leaves++;
    return leaves;
  };
  return [before(block.roots[tree]), before(block.roots[tree + 1])];
}

/** Estimation rows of a tree. */
function estimationRows({ blocks, samples = [] }: Forest, b: number, tree: number): Set<number> {
  const { starts, rows } = samples[b];
  const [from, to] = leavesOf(blocks[b], tree);
  return new Set(rows.subarray(starts[from], starts[to]));
}

describe('estimates', () => {
  const data = mixture(600, 2);
  const ranks = ranksOf(grow(data, { trees: 2 }).features, data.x);

  test.each([{}, { weights: data.weights }])(
    'solve the moment condition with the weights of the forest (%#)',
    (options) => {
      const forest = grow(data, { trees: 30, ...options });
      const { theta } = predictEstimates(forest, data.x);
      for (let row = 0; row < 600; row += 7) {
        const { rows, weights } = forestWeights(forest, ranks, row, options.weights);
        let [a, h, total] = [0, 0, 0];
        rows.forEach((member, i) => {
          a += weights[i] * data.y[member] * data.w[member];
          h += weights[i] * data.w[member] ** 2;
          total += weights[i];
        });
        expect(total).toBeCloseTo(1, 6);
        expect(theta[row]).toBeCloseTo(a / h, 5);
      }
    },
  );

  test('every leaf holds the means of its estimation rows, and its cover is their number', () => {
    const forest = grow(data, { trees: 8 });
    forest.blocks.forEach((block, b) => {
      const { starts, rows } = (forest.samples ?? [])[b];
      block.cover.forEach((cover, leaf) => {
        const own = Array.from(rows.subarray(starts[leaf], starts[leaf + 1]));
        expect(cover).toBe(own.length);
        expect(own.length).toBeGreaterThan(0);
        const mean = own.reduce((sum, row) => sum + data.y[row] * data.w[row], 0) / own.length;
        expect(block.values[2 * leaf]).toBeCloseTo(mean, 5);
        for (const row of own) {
          const tree = block.roots.findIndex((_, t) => leaf < leavesOf(block, t)[1]);
          expect(leafOfRanks(block, tree, ranks.values, row * ranks.width)).toBe(leaf);
        }
      });
    });
  });
});

describe('samples', () => {
  const data = mixture(500, 3);

  test('a tree estimates from a quarter of the rows, and so does its sister of the same half', () => {
    const forest = grow(data, { trees: 20 });
    forest.blocks.forEach((block, b) => {
      for (let tree = 0; tree < treeCount(block); tree += 2) {
        const both = [0, 1].map((t) => estimationRows(forest, b, tree + t));
        expect(both[0].size).toBe(125);
        expect(new Set([...both[0], ...both[1]]).size).toBeLessThanOrEqual(250);
      }
    });
  });

  test('outcomes of estimation rows change what leaves say but not where they are', () => {
    const forest = grow(data, { trees: 2 });
    const own = estimationRows(forest, 0, 0);
    const changed = { ...data, y: data.y.map((v, row) => (own.has(row) ? 10 - 3 * v : v)) };
    const regrown = grow(changed, { trees: 2 });
    const end = 2 * forest.blocks[0].roots[1];
    expect(end).toBeGreaterThan(20);
    expect(regrown.blocks[0].nodes.subarray(0, end)).toEqual(forest.blocks[0].nodes.subarray(0, end));
    expect(regrown.blocks[0].values.subarray(0, 8)).not.toEqual(forest.blocks[0].values.subarray(0, 8));
  });

  test('whole clusters are in or out', () => {
    const forest = grow(data, { trees: 10, clusters: data.clusters });
    forest.blocks.forEach((block, b) => {
      for (let tree = 0; tree < treeCount(block); tree++) {
        const own = estimationRows(forest, b, tree);
        for (let row = 0; row < 498; row++) expect(own.has(row)).toBe(own.has(row - (row % 3)));
      }
    });
  });

  test.each(['a', 'ties'])('a row of weight 2 is a row that is there twice (splits of %s)', (only) => {
    const [{ values }] = data.x.list.filter((feature) => feature.name === only);
    // Few enough values that their bins are the same however often each is there.
    const x = features(
      numeric(
        only,
        values.map((value) => Math.round(200 * value)),
      ),
    );
    const twice = data.weights.map((weight) => 1 + (weight % 2));
    const copies = Array.from(twice).flatMap((weight, row) => new Array<number>(weight).fill(row));
    const list = x.list.map((f) => ({
      ...f,
      values: Float64Array.from(copies, (row) => f.values[row]),
    }));
    const copied = {
      ...data,
      x: { rows: copies.length, list },
      y: Float64Array.from(copies, (row) => data.y[row]),
      w: Float64Array.from(copies, (row) => data.w[row]),
    };
    const options = { trees: 40, minLeaf: 1, balance: 0 };
    const weighted = grow({ ...data, x }, { ...options, weights: twice });
    const doubled = grow(copied, { ...options, clusters: Int32Array.from(copies) });
    const [first, second] = [weighted, doubled].map((forest) => predictEstimates(forest, x));
    expectClose(first.theta, second.theta);
  });

  test('rows left out and rows of weight 0 do not matter', () => {
    const rows = allRows(500).filter((row) => row % 5 > 0);
    const spoilt = { ...data, y: data.y.map((v, row) => (row % 5 > 0 ? v : 1e9)) };
    const weights = Float64Array.from(data.y, (_, row) => (row % 5 > 0 ? 1 : 0));
    const [some, weighted] = [grow(spoilt, { trees: 6 }, rows), grow(spoilt, { trees: 6, weights })];
    const [first, second] = [some, weighted].map((forest) => predictEstimates(forest, data.x).theta);
    expectClose(first, second);
  });
});

describe('splits', () => {
  /** Best split of all: gain, and the last value on the left, by trying each. */
  function bestByHand(
    columns: readonly Float64Array[],
    rho: (i: number) => number,
    minLeaf: number,
  ): { gain: number; feature: number; value: number } {
    let best = { gain: 0, feature: -1, value: 0 };
    columns.forEach((values, feature) => {
      const order = Array.from(values.keys()).sort((i, j) => values[i] - values[j]);
      let left = 0;
      const total = order.reduce((sum, i) => sum + rho(i), 0);
      for (let n = 1; n < order.length; n++) {
        left += rho(order[n - 1]);
        const value = values[order[n - 1]];
        if (value === values[order[n]] || n < minLeaf || order.length - n < minLeaf) continue;
        const gain = left ** 2 / n + (total - left) ** 2 / (order.length - n);
        if (gain > best.gain) best = { gain, feature, value };
      }
    });
    return best;
  }

  test.each([40, 200, 700])('are the best that trying all of them finds (%i rows)', (n) => {
    for (let seed = 1; seed <= 10; seed++) {
      const random = createRandom(seed, n);
      const columns = [1, 2, 3].map((j) => uniforms(n, seed * 10 + j).map((u) => Math.floor(u * 200)));
      const y = normals(n, seed).map((e, i) => e + columns[random.below(2)][i] / 100);
      const mean = y.reduce((sum, v) => sum + v, 0) / n;
      const minLeaf = 1 + Math.floor(n / 3);
      const x = features(...columns.map((values, j) => numeric(`x${j}`, values)));
      const data = {
        matrix: binFeatures(x),
        rows: allRows(n),
        moment: one,
        a: y,
        h: new Float64Array(n).fill(1),
      };
      const options = { trees: 1, groupSize: 1, honestyShare: 1, sampleShare: 1, minLeaf, balance: 0 };
      const [block] = growForest(data, options, unwatched).forest.blocks;
      const wanted = bestByHand(columns, (i) => y[i] - mean, minLeaf);
      expect(featureOf(block, 0)).toBe(wanted.feature);
      const { cuts } = data.matrix.features[wanted.feature];
      const cut = cuts[cutOf(block, 0)];
      expect(cut).toBeGreaterThan(wanted.value);
      expect(columns[wanted.feature].some((v) => v > wanted.value && v < cut)).toBe(false);
    }
  });

  test.each([60, 900])(
    'send missing values where they belong, at fitting and at scoring alike (%i rows)',
    (n) => {
      const u = uniforms(n, 5).map((v) => Math.floor(v * 100) / 100);
      const x = features(
        numeric(
          'x',
          u.map((v) => (v < 0.4 ? Number.NaN : v)),
        ),
      );
      const y = u.map((v) => (v < 0.4 || v > 0.8 ? 1 : 0));
      const data = {
        matrix: binFeatures(x),
        rows: allRows(n),
        moment: one,
        a: y,
        h: new Float64Array(n).fill(1),
      };
      const options = { trees: 1, groupSize: 1, honestyShare: 1, sampleShare: 1, balance: 0, minLeaf: 1 };
      const { forest } = growForest(data, options, unwatched);
      expect(missingGoesLeft(forest.blocks[0], 0)).toBe(false);
      expect(forest.blocks[0].cover.length).toBe(2);
      const asked = features(numeric('x', [Number.NaN, 0.5, 0.9]));
      expect(Array.from(predictEstimates(forest, asked).theta)).toEqual([1, 0, 1]);
    },
  );

  test('keep the share of the treatment on both sides that balance asks for', () => {
    const data = mixture(2000, 6);
    const forest = grow(data, { trees: 2, balance: 0.4, honestyShare: 1, groupSize: 1, sampleShare: 1 });
    const [block] = forest.blocks;
    const sizes = new Float64Array(block.nodes.length / 2);
    for (let node = sizes.length - 1; node >= 0; node--) {
      const child = block.nodes[2 * node + 1];
      sizes[node] = isLeaf(block, node)
        ? block.cover[child] * block.values[2 * child + 1]
        : sizes[child] + sizes[child + 1];
      if (isLeaf(block, node)) continue;
      expect(Math.min(sizes[child], sizes[child + 1]) / sizes[node]).toBeGreaterThan(0.4 - 1e-5);
    }
    expect(sizes.length).toBeGreaterThan(20);
  });

  test('are none where all rows are alike', () => {
    const data = mixture(300, 7);
    const { x, w } = data;
    const squares = w.map((value) => value * value);
    const all = {
      matrix: binFeatures(x),
      rows: allRows(300),
      moment: one,
      a: squares.map((v) => 1.7 * v),
      h: squares,
    };
    const { forest } = growForest(all, { trees: 4 }, unwatched);
    for (const block of forest.blocks) expect(block.nodes.length).toBe(2 * treeCount(block));
    for (const theta of predictEstimates(forest, x).theta) expect(theta).toBeCloseTo(1.7, 6);
  });
});

import { describe, expect, test } from 'vitest';
import type { Features } from '../../../kernel/src/data/table.js';
import { unwatched } from '../../../kernel/src/task.js';
import { gaussLegendre } from '../../../kernel/src/trees/attribution/quadrature.js';
import { binFeatures } from '../../../kernel/src/trees/binning.js';
import { fitBoosting } from '../../../kernel/src/trees/boosting.js';
import { fitCausalForest, predictEffects } from '../../../kernel/src/trees/causal-forest.js';
import { predictRaw, type TreeEnsemble } from '../../../kernel/src/trees/ensemble.js';
import { fitForest } from '../../../kernel/src/trees/forest.js';
import { prepareColumns } from '../../../kernel/src/trees/prepare.js';
import { shapPaths } from '../../../kernel/src/trees/shap-paths.js';
import { ShapPatterns } from '../../../kernel/src/trees/shap-patterns.js';
import { ShapSweeps } from '../../../kernel/src/trees/shap-sweeps.js';
import { goesLeft, type Tree } from '../../../kernel/src/trees/tree.js';
import { shapOfEffects, treeShap } from '../../../kernel/src/trees/tree-shap.js';
import { allRows, categorical, features, normals, numeric, uniforms } from './data.js';

/** Numbers, categories and missing values of both, with an outcome of their interactions. */
function mixedData(n: number, seed: number): { x: Features; y: Float64Array } {
  const u = [0, 1, 2, 3].map((j) => uniforms(n, seed * 10 + j));
  const plans = ['basic', 'plus', 'gold', 'team'];
  const x = features(
    numeric(
      'age',
      u[0].map((v) => (v < 0.15 ? Number.NaN : v)),
    ),
    categorical(
      'plan',
      Array.from(u[1], (v) => (v < 0.1 ? undefined : plans[Math.floor(v * 4)])),
    ),
    numeric('visits', u[2], 'text'),
    numeric('spend', u[3], 'text'),
  );
  const noise = normals(n, seed);
  const y = u[0].map((v, i) => 3 * v * (u[1][i] > 0.5 ? 1 : -1) + 2 * u[2][i] * u[3][i] + 0.2 * noise[i]);
  return { x, y };
}

/** Expectation of a tree where only the features in `known` (bits) are known, the others followed by cover. */
function expectation(tree: Tree, columns: Float64Array[], row: number, known: number, node = 0): number {
  const feature = tree.feature[node];
  if (feature < 0) return tree.value[node];
  const [left, right] = [tree.left[node], tree.right[node]];
  if ((known >> feature) & 1) {
    return expectation(tree, columns, row, known, goesLeft(tree, node, columns[feature][row]) ? left : right);
  }
  const share = tree.cover[left] / (tree.cover[left] + tree.cover[right]);
  const value = (child: number) => expectation(tree, columns, row, known, child);
  return share * value(left) + (1 - share) * value(right);
}

/** Shapley values by their definition: every subset of the features. */
function bruteForce(ensemble: TreeEnsemble, x: Features, row: number): number[] {
  const d = ensemble.features.length;
  const columns = prepareColumns(ensemble.features, x);
  const worth = Array.from({ length: 1 << d }, (_, known) =>
    ensemble.trees.reduce((sum, tree) => sum + expectation(tree, columns, row, known), 0),
  );
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
  return Array.from({ length: d }, (_, j) => {
    let phi = 0;
    for (let s = 0; s < 1 << d; s++) {
      if ((s >> j) & 1) continue;
      const size = s.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(d - size - 1)) / factorial(d);
      phi += weight * (worth[s | (1 << j)] - worth[s]);
    }
    return phi;
  });
}

describe('TreeSHAP', () => {
  const { x, y } = mixedData(400, 1);
  const matrix = binFeatures(x);
  const learners: [string, TreeEnsemble][] = [
    [
      'boosted trees',
      fitBoosting(
        matrix,
        y,
        allRows(400),
        { objective: 'squared', rounds: 5, leaves: 12, minLeaf: 5 },
        unwatched,
      ),
    ],
    [
      'a logistic ensemble',
      fitBoosting(
        matrix,
        y.map((v) => (v > 0 ? 1 : 0)),
        allRows(400),
        { objective: 'logistic', rounds: 4, leaves: 8 },
        unwatched,
      ),
    ],
    ['a deep forest', fitForest(matrix, y, allRows(400), { trees: 3, minLeaf: 1 }, unwatched)],
  ];

  test.each(learners)('equals the Shapley value by enumeration for %s', (_, ensemble) => {
    const rows = Int32Array.of(0, 3, 7, 50, 399);
    const shap = treeShap(ensemble, x, rows, unwatched);
    rows.forEach((row, i) => {
      bruteForce(ensemble, x, row).forEach((phi, j) => {
        expect(Math.abs(shap.values[i * 4 + j] - phi)).toBeLessThan(1e-9);
      });
    });
    expect(ensemble.trees.some((tree) => tree.sets.length > 0)).toBe(true);
  });

  test.each(learners)('adds up to the margin for %s', (_, ensemble) => {
    const shap = treeShap(ensemble, x, allRows(400), unwatched);
    const margin = predictRaw(ensemble, x);
    margin.forEach((value, row) => {
      const sum = shap.values.subarray(row * 4, row * 4 + 4).reduce((a, b) => a + b, shap.base);
      expect(Math.abs(sum - value)).toBeLessThan(1e-9);
    });
  });

  test('adds up on big trees over 40 features', () => {
    const wide = features(...Array.from({ length: 40 }, (_, j) => numeric(`x${j}`, uniforms(2000, j))));
    const z = normals(2000, 3).map((e, i) => e + wide.list[0].values[i] * wide.list[1].values[i]);
    const forest = fitForest(binFeatures(wide), z, allRows(2000), { trees: 10, minLeaf: 1 }, unwatched);
    const rows = allRows(30);
    const shap = treeShap(forest, wide, rows, unwatched);
    const raw = predictRaw(forest, wide);
    for (const row of rows) {
      const sum = shap.values.subarray(row * 40, row * 40 + 40).reduce((a, b) => a + b, shap.base);
      expect(Math.abs(sum - raw[row])).toBeLessThan(1e-9);
    }
  });

  test('gives exactly nothing to a feature no tree asks about', () => {
    const more = features(...x.list, numeric('constant', new Float64Array(400).fill(3)));
    const ensemble = fitBoosting(
      binFeatures(more),
      y,
      allRows(400),
      { objective: 'squared', rounds: 5 },
      unwatched,
    );
    const shap = treeShap(ensemble, more, allRows(400), unwatched);
    for (let row = 0; row < 400; row++) expect(shap.values[row * 5 + 4]).toBe(0);
  });
});

describe('both algorithms', () => {
  /** A chain that asks about 40 features one after another: too many for patterns. */
  const chain = (depth: number): Tree => {
    const nodes = 2 * depth + 1;
    const inner = (node: number): boolean => node < nodes - 1 && (node === 0 || node % 2 === 0);
    const entries = <T>(of: (node: number) => T): T[] => Array.from({ length: nodes }, (_, node) => of(node));
    return {
      feature: Int32Array.from(entries((node) => (inner(node) ? node / 2 : -1))),
      threshold: new Float64Array(nodes).fill(0.5),
      set: new Int32Array(nodes).fill(-1),
      sets: new Uint32Array(0),
      left: Int32Array.from(entries((node) => (inner(node) ? node + 1 : -1))),
      right: Int32Array.from(entries((node) => (inner(node) ? node + 2 : -1))),
      missingLeft: new Uint8Array(nodes),
      cover: Float64Array.from(entries((node) => (node % 2 === 0 ? 2 * depth + 2 - node : 2))),
      value: Float64Array.from(entries((node) => (inner(node) ? 0 : node))),
    };
  };
  const columns = Array.from({ length: 40 }, (_, j) => uniforms(50, j));

  test.each([5, 12, 20, 31])('agree on paths of %i features', (depth) => {
    const tree = chain(depth);
    const paths = shapPaths(tree);
    const [swept, looked] = [new Float64Array(50 * 40), new Float64Array(50 * 40)];
    new ShapSweeps(tree, paths, tree.value).add(columns, allRows(50), swept, unwatched);
    new ShapPatterns(tree, paths, tree.value).add(columns, allRows(50), looked, unwatched);
    swept.forEach((phi, i) => {
      expect(Math.abs(phi - looked[i])).toBeLessThan(1e-10);
    });
  });

  test('a path of 40 features adds up', () => {
    const wide = features(...columns.map((values, j) => numeric(`x${j}`, values)));
    const infos = binFeatures(wide).features;
    const ensemble: TreeEnsemble = { objective: 'squared', base: 1, trees: [chain(40)], features: infos };
    const { base, values } = treeShap(ensemble, wide, allRows(50), unwatched);
    predictRaw(ensemble, wide).forEach((raw, row) => {
      const sum = values.subarray(row * 40, row * 40 + 40).reduce((a, b) => a + b, base);
      expect(Math.abs(sum - raw)).toBeLessThan(1e-9);
    });
  });
});

describe('attributions of effects', () => {
  const { x, y } = mixedData(600, 2);
  const w = uniforms(600, 9).map((v) => (v < 0.5 ? -0.5 : 0.5));
  const yResidual = y.map((v, i) => v * w[i] + 0.3 * normals(600, 4)[i]);
  const forest = fitCausalForest(binFeatures(x), yResidual, w, allRows(600), { trees: 40 }, unwatched);

  test('add up to the reported effects', () => {
    const { effect } = predictEffects(forest, x);
    const shap = shapOfEffects(forest, x, allRows(600), unwatched);
    effect.forEach((value, row) => {
      const sum = shap.values.subarray(row * 4, row * 4 + 4).reduce((a, b) => a + b, shap.base);
      expect(Math.abs(sum - value)).toBeLessThan(1e-9);
    });
  });

  test("are the Shapley values of the score in units of the row's information", () => {
    const { base, values } = shapOfEffects(forest, x, Int32Array.of(11), unwatched);
    const scores: TreeEnsemble = {
      objective: 'squared',
      base: 0,
      features: forest.features,
      trees: forest.trees.map((tree) => ({
        ...tree,
        value: tree.value.map((a, i) => a - base * tree.information[i]),
      })),
    };
    const information: TreeEnsemble = {
      ...scores,
      trees: forest.trees.map((tree) => ({ ...tree, value: tree.information })),
    };
    const h = predictRaw(information, x)[11];
    bruteForce(scores, x, 11).forEach((phi, j) => {
      expect(Math.abs(values[j] - phi / h)).toBeLessThan(1e-9);
    });
  });
});

test('Gauss-Legendre quadrature integrates polynomials exactly', () => {
  for (const n of [1, 2, 5, 20]) {
    const { points, weights } = gaussLegendre(n);
    for (const degree of [0, 1, 2 * n - 1]) {
      const integral = points.reduce((sum, t, i) => sum + weights[i] * t ** degree, 0);
      expect(integral).toBeCloseTo(1 / (degree + 1), 13);
    }
  }
});

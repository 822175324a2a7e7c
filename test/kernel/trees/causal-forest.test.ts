import { describe, expect, test } from 'vitest';
import { InputError } from '../../../kernel/src/problem.js';
import { unwatched } from '../../../kernel/src/task.js';
import { binFeatures } from '../../../kernel/src/trees/binning.js';
import { fitCausalForest, outOfBagEffects, predictEffects } from '../../../kernel/src/trees/causal-forest.js';
import { LittleBags } from '../../../kernel/src/trees/little-bags.js';
import { allRows, features, normals, numeric } from './data.js';
import { simulateTrial } from './trial.js';

describe('causal forest', () => {
  const { x, tau, yResidual, wResidual } = simulateTrial(2000, 1);
  const matrix = binFeatures(x);
  const forest = fitCausalForest(matrix, yResidual, wResidual, allRows(2000), { trees: 400 }, unwatched);

  const rmse = (effect: Float64Array, truth: Float64Array): number =>
    Math.sqrt(effect.reduce((sum, value, i) => sum + (value - truth[i]) ** 2, 0) / effect.length);
  const covered = (effect: Float64Array, variance: Float64Array, truth: Float64Array): number =>
    effect.filter((value, i) => Math.abs(value - truth[i]) < 1.96 * Math.sqrt(variance[i])).length /
    effect.length;

  test('finds effects that differ, with intervals that cover them', () => {
    const { effect, variance } = outOfBagEffects(forest);
    expect(rmse(effect, tau)).toBeLessThan(0.3);
    expect(covered(effect, variance, tau)).toBeGreaterThan(0.88);
    const width = variance.reduce((sum, v) => sum + 2 * 1.96 * Math.sqrt(v), 0) / 2000;
    expect(width).toBeLessThan(1.6);
  });

  test('does as well on rows it has never seen', () => {
    const later = simulateTrial(1000, 2);
    const { effect, variance } = predictEffects(forest, later.x);
    expect(rmse(effect, later.tau)).toBeLessThan(0.3);
    expect(covered(effect, variance, later.tau)).toBeGreaterThan(0.88);
  });

  test('its effects are the forest-weighted ratio, computed here from the weights themselves', () => {
    const small = simulateTrial(200, 3);
    const grown = fitCausalForest(
      binFeatures(small.x),
      small.yResidual,
      small.wResidual,
      allRows(200),
      { trees: 2 },
      unwatched,
    );
    const { effect } = predictEffects(grown, features(...small.x.list));
    const [first, second] = grown.trees;
    const leaf = (tree: typeof first, row: number): number => {
      let node = 0;
      while (tree.feature[node] >= 0) {
        const value = small.x.list[tree.feature[node]].values[row];
        node = value <= tree.threshold[node] ? tree.left[node] : tree.right[node];
      }
      return node;
    };
    for (let row = 0; row < 200; row++) {
      const [i, j] = [leaf(first, row), leaf(second, row)];
      const ratio = (first.value[i] + second.value[j]) / (first.information[i] + second.information[j]);
      expect(effect[row]).toBeCloseTo(ratio, 12);
    }
  });

  test('every leaf has estimation rows', () => {
    for (const tree of forest.trees) expect(Math.min(...tree.cover)).toBeGreaterThanOrEqual(1);
    expect(forest.trees[0].cover[0]).toBe(500);
  });

  test('finds no differences where the effect is one for all', () => {
    const noise = normals(2000, 8);
    const same = fitCausalForest(
      matrix,
      wResidual.map((w, i) => w + noise[i]),
      wResidual,
      allRows(2000),
      {},
      unwatched,
    );
    const { effect, variance } = outOfBagEffects(same);
    expect(rmse(effect, new Float64Array(2000).fill(1))).toBeLessThan(0.2);
    expect(covered(effect, variance, new Float64Array(2000).fill(1))).toBeGreaterThan(0.88);
  });

  test('is the same for the same seed', () => {
    const grow = (seed: number) =>
      outOfBagEffects(
        fitCausalForest(matrix, yResidual, wResidual, allRows(500), { trees: 10, seed }, unwatched),
      ).effect;
    expect(grow(1)).toEqual(grow(1));
    expect(grow(1)).not.toEqual(grow(2));
  });

  test('refuses too few rows and a treatment that does not vary', () => {
    const grow = (rows: number, w: Float64Array) => () =>
      fitCausalForest(matrix, yResidual, w, allRows(rows), {}, unwatched);
    expect(grow(5, wResidual)).toThrow(InputError);
    expect(grow(2000, new Float64Array(2000))).toThrow(/does not vary/);
  });

  test('constant features give the average effect everywhere', () => {
    const constant = features(numeric('c', new Float64Array(300).fill(1)));
    const grown = fitCausalForest(
      binFeatures(constant),
      yResidual.slice(0, 300),
      wResidual.slice(0, 300),
      allRows(300),
      { trees: 50 },
      unwatched,
    );
    const { effect } = predictEffects(grown, constant);
    expect(new Set(effect).size).toBe(1);
  });
});

describe('little bags', () => {
  test('trees of a group that agree, groups that differ: the variance is that between groups', () => {
    const bags = new LittleBags(1, 2);
    const says = normals(400, 5);
    for (const a of says) bags.addGroup(0, Float64Array.of(a, a), Float64Array.of(2, 2));
    const mean = says.reduce((s, a) => s + a, 0) / 400;
    const variance = says.reduce((s, a) => s + (a - mean) ** 2, 0) / 400;
    expect(bags.effect(0, 0)).toBeCloseTo(mean / 2, 12);
    expect(bags.variance(0)).toBeCloseTo(variance / 4, 6);
  });

  test('trees that only differ by chance leave a variance near 0, and never below', () => {
    const bags = new LittleBags(1, 2);
    const says = normals(2000, 6);
    for (let g = 0; g < 1000; g++) bags.addGroup(0, says.subarray(2 * g, 2 * g + 2), Float64Array.of(1, 1));
    expect(bags.variance(0)).toBeGreaterThan(0);
    expect(bags.variance(0)).toBeLessThan(0.1);
  });
});

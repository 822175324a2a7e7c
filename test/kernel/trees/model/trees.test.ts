import { expect, test } from 'vitest';
import { firstAtLeast, rankOf } from '../../../../kernel/src/trees/model/feature-info.js';
import { TreeWriter } from '../../../../kernel/src/trees/model/tree-writer.js';
import {
  cutOf,
  featureOf,
  groupGoesLeft,
  isLeaf,
  leafCount,
  leafNumber,
  leafOfRanks,
  leftChild,
  missingGoesLeft,
  mostCuts,
  nodeCovers,
  splitsGroups,
  thresholdOf,
  treeCount,
} from '../../../../kernel/src/trees/model/trees.js';

const age = { name: 'age', source: 'age', kind: 'numeric', cuts: Float64Array.of(10, 20.5) } as const;
const plan = {
  name: 'plan',
  source: 'plan',
  kind: 'categorical',
  cuts: new Float64Array(0),
  levels: ['a', 'b'],
  groups: [1, 200],
} as const;

/** age <= 20.5 (missing right), left: plan in {200} (missing left); then a stump of a single leaf. */
function example() {
  const writer = new TreeWriter(2, 'double');
  const root = writer.begin();
  const left = writer.splitNumbers(root, 0, 1, false);
  const set = new Uint32Array(8);
  set[200 >>> 5] = 1 << (200 & 31);
  const leftLeft = writer.splitGroups(left, 1, set, true);
  const leaves = [left + 1, leftLeft, leftLeft + 1].map((node, i) => writer.leaf(node, i + 1));
  leaves.forEach((leaf) => {
    writer.setValue(leaf, 0, leaf / 2);
    writer.setValue(leaf, 1, -leaf);
  });
  writer.leaf(writer.begin(), 9);
  return writer.finish();
}

test('what was written can be read', () => {
  const trees = example();
  expect([treeCount(trees), leafCount(trees), [...trees.roots]]).toEqual([2, 4, [0, 5, 6]]);
  expect([isLeaf(trees, 0), featureOf(trees, 0), cutOf(trees, 0), leftChild(trees, 0)]).toEqual([
    false,
    0,
    1,
    1,
  ]);
  expect([missingGoesLeft(trees, 0), splitsGroups(trees, 0), thresholdOf(trees, 0, [age, plan])]).toEqual([
    false,
    false,
    20.5,
  ]);
  expect([missingGoesLeft(trees, 1), splitsGroups(trees, 1), featureOf(trees, 1)]).toEqual([true, true, 1]);
  expect([1, 199, 200, 201, 255].filter((group) => groupGoesLeft(trees, 0, 1, group))).toEqual([200]);
  expect([2, 3, 4, 5].map((node) => leafNumber(trees, node))).toEqual([0, 1, 2, 3]);
  expect([...trees.values]).toEqual([0, -0, 0.5, -1, 1, -2, 0, 0]);
  expect([...nodeCovers(trees)]).toEqual([6, 5, 1, 2, 3, 9]);
});

test('rows end where thresholds, sets and the ways of missing values lead them', () => {
  const trees = example();
  const leaf = (x: number, group: number) => leafOfRanks(trees, 0, [rankOf(age, x), rankOf(plan, group)]);
  expect(leaf(20.5, 200)).toBe(1);
  expect(leaf(20.5, 1)).toBe(2);
  expect(leaf(20.6, 200)).toBe(0);
  expect(leaf(Number.NaN, 200)).toBe(0);
  expect(leaf(Number.NEGATIVE_INFINITY, Number.NaN)).toBe(1);
  expect(leafOfRanks(trees, 1, [0, 0])).toBe(3);
});

test('a cut beyond the last sends every value left, but not the missing ones', () => {
  const writer = new TreeWriter(1, 'single');
  const left = writer.splitNumbers(writer.begin(), 0, 2, false);
  writer.leaf(left, 1);
  writer.leaf(left + 1, 1);
  const trees = writer.finish();
  expect(trees.values).toBeInstanceOf(Float32Array);
  expect(thresholdOf(trees, 0, [age])).toBe(Number.MAX_VALUE);
  const leaf = (x: number) => leafOfRanks(trees, 0, [rankOf(age, x)]);
  expect([1e308, Number.POSITIVE_INFINITY, -5, Number.NaN].map(leaf)).toEqual([0, 0, 0, 1]);
});

test('ranks count the cuts below, fit 16 bits, and put a value on a cut below it', () => {
  expect([9, 10, 10.1, 20.5, 21, Number.NaN].map((x) => rankOf(age, x))).toEqual([1, 1, 2, 2, 3, 0]);
  expect([0, 10, 15, 30].map((x) => firstAtLeast(age.cuts, x))).toEqual([0, 0, 1, 2]);
  const many = { ...age, cuts: Float64Array.from({ length: mostCuts }, (_, i) => i) };
  expect(rankOf(many, 1e9)).toBe(0xffff);
});

test('a tree takes sets up to what a node can name', () => {
  const writer = new TreeWriter(1, 'double');
  let node = writer.begin();
  const set = Uint32Array.of(2, 0, 0, 0, 0, 0, 0, 0);
  let sets = 0;
  for (; writer.hasRoomForSet; sets++) {
    const left = writer.splitGroups(node, 0, set, true);
    writer.leaf(left, 1);
    node = left + 1;
  }
  expect(sets).toBe(0x10000);
});

import type { TreeEnsemble } from './ensemble.js';
import type { FeatureInfo } from './feature-info.js';
import { type Slots, slotsOf } from './placed-trees.js';
import { fromMargin } from './predict.js';
import {
  featureOf,
  groupGoesLeft,
  isLeaf,
  leafNumber,
  leftChild,
  missingGoesLeft,
  splitsGroups,
  type Trees,
  thresholdOf,
  treeCount,
} from './trees.js';

/**
 * Predicts one row after another, each in a few microseconds. The values come in the order of the ensemble's features:
 * numbers, or indices into the `levels` of a category; NaN is missing, and so is an index without a level. Returns what
 * `predict` (`outcome`) or `predictMargin` (`margin`) say of the row: a number, or an array of its own with one per output.
 */
export function rowPredictor(
  ensemble: TreeEnsemble,
  scale: 'outcome' | 'margin' = 'outcome',
): (values: Float64Array) => number | Float64Array {
  const { base, outputs, features } = ensemble;
  const walk = compile(ensemble);
  const leaves = new Float64Array(walk.roots.length);
  const { length: width } = features;
  return (values) => {
    if (values.length !== width) throw new RangeError(`A row has ${width} values, not ${values.length}.`);
    takeIn(walk, values);
    findValues(walk, leaves);
    if (outputs === 1) {
      let sum = base[0];
      for (let tree = 0; tree < leaves.length; tree++) sum += leaves[tree];
      return scale === 'margin' ? sum : fromMargin(ensemble, Float64Array.of(sum))[0];
    }
    const sums = Float64Array.from(base);
    for (let tree = 0; tree < leaves.length; tree++) sums[tree % outputs] += leaves[tree];
    return scale === 'margin' ? sums : fromMargin(ensemble, sums);
  };
}

/**
 * All trees node after node. A number of the row above the node's threshold goes right; numbers are held twice, for nodes
 * that send missing values left (there missing is -Infinity) and right (Infinity). A leaf has the threshold Infinity and
 * leads to itself, so that walks of different lengths can go side by side without a branch.
 */
interface CompiledTrees {
  readonly roots: Int32Array;
  readonly depths: Int32Array;
  readonly threshold: Float64Array;
  /** Where a node finds its number in `row`; -1 - the start of its set in `groupsLeft` for a categorical one. */
  readonly place: Int32Array;
  readonly child: Int32Array;
  readonly value: Float64Array;
  /** Feature of a categorical node. */
  readonly feature: Int32Array;
  /** Whether each group goes left, 256 bytes a set; the first is for missing values. */
  readonly groupsLeft: Uint8Array;
  /** Trees that split numbers only, and the others. */
  readonly numeric: number[];
  readonly mixed: number[];
  /** The row at hand: two numbers a slot, and the group of each feature. */
  readonly row: Float64Array;
  readonly groups: Uint8Array;
  readonly slotFeatures: Int32Array;
  /** Groups by level, of each categorical slot. */
  readonly groupsOfLevels: readonly (Uint8Array | undefined)[];
}

function compile({ blocks, features }: TreeEnsemble): CompiledTrees {
  const slots = slotsOf(blocks, features.length);
  const nodes = blocks.reduce((sum, trees) => sum + trees.nodes.length / 2, 0);
  const sets = blocks.reduce((sum, trees) => sum + setNodes(trees), 0);
  const count = blocks.reduce((sum, trees) => sum + treeCount(trees), 0);
  const walk: CompiledTrees = {
    roots: new Int32Array(count),
    depths: new Int32Array(count),
    threshold: new Float64Array(nodes).fill(Number.POSITIVE_INFINITY),
    place: new Int32Array(nodes),
    child: new Int32Array(nodes),
    value: new Float64Array(nodes),
    feature: new Int32Array(nodes),
    groupsLeft: new Uint8Array(256 * sets),
    numeric: [],
    mixed: [],
    row: new Float64Array(Math.max(2, 2 * slots.features.length)),
    groups: new Uint8Array(features.length),
    slotFeatures: slots.features,
    groupsOfLevels: Array.from(slots.features, (j) =>
      features[j].kind === 'numeric' ? undefined : Uint8Array.from(features[j].groups ?? []),
    ),
  };
  let [node, tree, set] = [0, 0, 0];
  for (const trees of blocks) {
    for (let i = 0; i < treeCount(trees); i++, tree++) {
      walk.roots[tree] = node;
      const next = compileTree(walk, trees, i, tree, set, slots, features);
      (next === set ? walk.numeric : walk.mixed).push(tree);
      set = next;
      node += trees.roots[i + 1] - trees.roots[i];
    }
  }
  return walk;
}

function setNodes(trees: Trees): number {
  let count = 0;
  for (let node = 0; node < trees.nodes.length / 2; node++)
    if (!isLeaf(trees, node) && splitsGroups(trees, node)) count++;
  return count;
}

/**
 * Compiles tree `from` of a block as tree `tree`, level by level, which keeps the nodes that every row meets side by side.
 * `set` is the number of the next set; returns that for the next tree.
 */
function compileTree(
  walk: CompiledTrees,
  trees: Trees,
  from: number,
  tree: number,
  set: number,
  slots: Slots,
  features: readonly FeatureInfo[],
): number {
  const root = walk.roots[tree];
  const queue = [trees.roots[from]];
  let lastOfLevel = 0;
  let next = set;
  for (let i = 0; i < queue.length; i++) {
    const at = root + i;
    const node = queue[i];
    if (isLeaf(trees, node)) {
      walk.child[at] = at;
      walk.value[at] = trees.values[leafNumber(trees, node)];
    } else {
      const feature = featureOf(trees, node);
      const missingRight = missingGoesLeft(trees, node) ? 0 : 1;
      walk.child[at] = root + queue.length;
      queue.push(leftChild(trees, node), leftChild(trees, node) + 1);
      if (splitsGroups(trees, node)) {
        const start = 256 * next++;
        walk.feature[at] = feature;
        walk.place[at] = -1 - start;
        walk.groupsLeft[start] = 1 - missingRight;
        for (let group = 1; group < 256; group++)
          walk.groupsLeft[start + group] = groupGoesLeft(trees, from, node, group) ? 1 : 0;
      } else {
        walk.place[at] = 2 * slots.ofFeature[feature] + missingRight;
        walk.threshold[at] = thresholdOf(trees, node, features);
      }
    }
    if (i === lastOfLevel && queue.length > i + 1) {
      walk.depths[tree]++;
      lastOfLevel = queue.length - 1;
    }
  }
  return next;
}

function takeIn({ row, groups, slotFeatures, groupsOfLevels }: CompiledTrees, values: Float64Array): void {
  for (let slot = 0; slot < slotFeatures.length; slot++) {
    const feature = slotFeatures[slot];
    const value = values[feature];
    const ofLevel = groupsOfLevels[slot];
    if (ofLevel) {
      groups[feature] = value >= 0 && value < ofLevel.length ? ofLevel[Math.trunc(value)] : 0;
      continue;
    }
    const missing = Number.isNaN(value);
    const bounded = Math.min(value, Number.MAX_VALUE);
    row[2 * slot] = missing ? Number.NEGATIVE_INFINITY : bounded;
    row[2 * slot + 1] = missing ? Number.POSITIVE_INFINITY : bounded;
  }
}

/** What the leaves of all trees say of the row that was taken in. */
function findValues(walk: CompiledTrees, values: Float64Array): void {
  const inFours = walk.numeric.length - (walk.numeric.length % 4);
  findValuesInFours(walk, inFours, values);
  for (let i = inFours; i < walk.numeric.length; i++)
    values[walk.numeric[i]] = valueOfTree(walk, walk.numeric[i]);
  for (const tree of walk.mixed) values[tree] = valueOfTree(walk, tree);
}

/** The first `count` numeric trees, four side by side, so that the waits for memory overlap. */
function findValuesInFours(walk: CompiledTrees, count: number, values: Float64Array): void {
  const { roots, depths, threshold, place, child, value, row, numeric } = walk;
  for (let i = 0; i < count; i += 4) {
    const trees = [numeric[i], numeric[i + 1], numeric[i + 2], numeric[i + 3]];
    let a = roots[trees[0]];
    let b = roots[trees[1]];
    let c = roots[trees[2]];
    let d = roots[trees[3]];
    const steps = Math.max(depths[trees[0]], depths[trees[1]], depths[trees[2]], depths[trees[3]]);
    // Number(...) rather than a choice of 0 or 1: it is compiled without a jump, which would be mispredicted half of the time.
    for (let step = 0; step < steps; step++) {
      a = child[a] + Number(row[place[a]] > threshold[a]);
      b = child[b] + Number(row[place[b]] > threshold[b]);
      c = child[c] + Number(row[place[c]] > threshold[c]);
      d = child[d] + Number(row[place[d]] > threshold[d]);
    }
    values[trees[0]] = value[a];
    values[trees[1]] = value[b];
    values[trees[2]] = value[c];
    values[trees[3]] = value[d];
  }
}

function valueOfTree(walk: CompiledTrees, tree: number): number {
  const { threshold, place, child, feature, groupsLeft, groups, row } = walk;
  let node = walk.roots[tree];
  for (let before = -1; node !== before; ) {
    before = node;
    const at = place[node];
    const right = at >= 0 ? row[at] > threshold[node] : groupsLeft[-1 - at + groups[feature[node]]] === 0;
    node = child[node] + Number(right);
  }
  return walk.value[node];
}

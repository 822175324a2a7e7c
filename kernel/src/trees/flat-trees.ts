import { damaged } from './sealed.js';
import { type FeatureInfo, setWords, type Tree } from './tree.js';

/**
 * Trees one after another in arrays of nodes. What follows from the rest is left out: the right child is the one after
 * the left, a node has either a threshold or a leaf value, and the sets of categorical nodes come in their order.
 */
export interface FlatTrees {
  /** Nodes of each tree. */
  readonly sizes: Int32Array;
  readonly feature: Int32Array;
  readonly left: Int32Array;
  readonly missingLeft: Uint8Array;
  readonly cover: Float64Array;
  /** Threshold, leaf value, or 0 in a categorical node. */
  readonly number: Float64Array;
  readonly sets: Uint32Array;
}

export function flatten(trees: readonly Tree[]): FlatTrees {
  const sizes = Int32Array.from(trees, (tree) => tree.feature.length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const flat = {
    sizes,
    feature: new Int32Array(total),
    left: new Int32Array(total),
    missingLeft: new Uint8Array(total),
    cover: new Float64Array(total),
    number: new Float64Array(total),
    sets: new Uint32Array(trees.reduce((sum, tree) => sum + tree.sets.length, 0)),
  };
  let at = 0;
  let set = 0;
  for (const tree of trees) {
    flat.feature.set(tree.feature, at);
    flat.left.set(tree.left, at);
    flat.missingLeft.set(tree.missingLeft, at);
    flat.cover.set(tree.cover, at);
    for (let node = 0; node < tree.feature.length; node++) {
      flat.number[at + node] = tree.feature[node] < 0 ? tree.value[node] : tree.threshold[node];
      if (tree.set[node] < 0) continue;
      flat.sets.set(tree.sets.subarray(tree.set[node], tree.set[node] + setWords), set);
      set += setWords;
    }
    at += tree.feature.length;
  }
  return flat;
}

/**
 * The trees of a flat form that may come from anyone. Throws InputError CS5005 unless every node but the root is the
 * child of exactly one node before it (so every walk ends in a leaf), features exist, numbers are finite and covers are
 * positive and add up.
 */
export function unflatten(value: unknown, features: readonly FeatureInfo[]): Tree[] {
  const flat = checkArrays(value);
  const trees: Tree[] = [];
  let at = 0;
  let set = 0;
  for (const size of flat.sizes) {
    if (size < 1 || size > flat.feature.length - at) throw damaged('its trees do not fill their arrays');
    const tree = takeTree(flat, at, size, set, features);
    checkTree(tree, features.length);
    trees.push(tree);
    at += size;
    set += tree.sets.length;
  }
  if (at !== flat.feature.length || set !== flat.sets.length)
    throw damaged('its trees do not fill their arrays');
  return trees;
}

function checkArrays(value: unknown): FlatTrees {
  const flat = value as FlatTrees;
  const shapely =
    typeof value === 'object' &&
    value !== null &&
    flat.sizes instanceof Int32Array &&
    flat.feature instanceof Int32Array &&
    flat.left instanceof Int32Array &&
    flat.missingLeft instanceof Uint8Array &&
    flat.cover instanceof Float64Array &&
    flat.number instanceof Float64Array &&
    flat.sets instanceof Uint32Array &&
    [flat.left, flat.missingLeft, flat.cover, flat.number].every(
      (array) => array.length === flat.feature.length,
    );
  if (!shapely) throw damaged('its arrays are not those of trees');
  return flat;
}

function takeTree(
  flat: FlatTrees,
  at: number,
  size: number,
  firstSet: number,
  features: readonly FeatureInfo[],
): Tree {
  const feature = flat.feature.slice(at, at + size);
  const left = flat.left.slice(at, at + size);
  const number = flat.number.subarray(at, at + size);
  let words = 0;
  const set = feature.map((j) => {
    if (features[j]?.kind !== 'categorical') return -1;
    words += setWords;
    return words - setWords;
  });
  const sets = flat.sets.slice(firstSet, firstSet + words);
  if (sets.length !== words) throw damaged('its sets of levels are cut off');
  return {
    feature,
    threshold: number.map((x, node) => (feature[node] < 0 ? 0 : x)),
    set,
    sets,
    left,
    right: left.map((child) => (child < 0 ? -1 : child + 1)),
    missingLeft: flat.missingLeft.slice(at, at + size),
    cover: flat.cover.slice(at, at + size),
    value: number.map((x, node) => (feature[node] < 0 ? x : 0)),
  };
}

function checkTree(tree: Tree, features: number): void {
  const size = tree.feature.length;
  const children = new Uint8Array(size);
  for (let node = 0; node < size; node++) {
    const { [node]: feature } = tree.feature;
    if (!Number.isFinite(tree.threshold[node]) || !Number.isFinite(tree.value[node])) {
      throw damaged('it holds a number that is not finite');
    }
    if (!(tree.cover[node] > 0) || !Number.isFinite(tree.cover[node])) throw damaged('a node has no rows');
    if (node > 0 && children[node] !== 1) throw damaged('a node is not the child of exactly one other');
    if (feature < -1 || feature >= features)
      throw damaged('a split asks about a feature that does not exist');
    if (feature < 0) continue;
    const left = tree.left[node];
    if (left <= node || left + 1 >= size) throw damaged('a child does not come after its parent');
    children[left]++;
    children[left + 1]++;
    const sum = tree.cover[left] + tree.cover[left + 1];
    if (Math.abs(sum - tree.cover[node]) > 1e-9 * sum) throw damaged('the rows of children do not add up');
  }
}

/** Feature descriptions that may come from anyone; throws InputError CS5005. */
export function checkFeatures(value: unknown): FeatureInfo[] {
  if (!Array.isArray(value)) throw damaged('its features are missing');
  return value.map((item: unknown) => {
    const info = item as FeatureInfo;
    const named = typeof item === 'object' && item !== null && isText(info.name) && isText(info.source);
    if (!named) throw damaged('a feature has no name');
    const { name, source, kind, levels, groups } = info;
    if (kind === 'numeric') return { name, source, kind };
    const grouped =
      kind === 'categorical' &&
      Array.isArray(levels) &&
      Array.isArray(groups) &&
      levels.length === groups.length &&
      levels.every(isText) &&
      groups.every((group) => Number.isInteger(group) && group >= 0 && group <= 255);
    if (!grouped) throw damaged(`the levels of ${name} are not whole`);
    return { name, source, kind, levels, groups };
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

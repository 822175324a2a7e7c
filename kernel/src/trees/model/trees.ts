import type { FeatureInfo } from './feature-info.js';

/**
 * A block of binary trees, node after node in flat arrays; a model is one block or several. Node 0 of a tree is its root,
 * children come after their parent and the right child is the one after the left.
 *
 * A node is two words of 32 bits. Inner: bits 0 to 15 of the first are its cut, 16 to 29 its feature, bit 30 says that
 * missing values go left, bit 31 that the split is a set of groups; the second word is the left child. A leaf has
 * {@link leafMark} for its feature and its number among the leaves of the block as its second word.
 *
 * Numeric: `x <= cuts[cut]` of the feature goes left, and every value does where `cut` is the number of cuts. Categorical:
 * the cut is the number of a set among those of the tree, and the groups whose bit is set go left.
 */
export interface Trees {
  /** First node of each tree and, at the end, the number of nodes: trees + 1 entries. */
  readonly roots: Uint32Array;
  readonly nodes: Uint32Array;
  /** First set of each tree: trees + 1 entries. */
  readonly setRoots: Uint32Array;
  /** {@link setWords} words a set: 256 bits, bit = group; bit 0 is not used. */
  readonly sets: Uint32Array;
  /** Numbers a leaf holds. */
  readonly width: number;
  /** What the leaves say, leaves x width. */
  readonly values: Float64Array | Float32Array;
  /** Rows (or their weight) that each leaf was estimated from, above 0: the weights of path-dependent TreeSHAP. */
  readonly cover: Covers;
}

/** Bytes where every cover is a whole number that fits one: a leaf of a large forest takes an eighth less with it. */
export type Covers = Float64Array | Float32Array | Uint8Array;

/** The same covers in as few bytes as hold them exactly. */
export function leanCovers(cover: Covers): Covers {
  return cover.every((rows) => rows <= 255 && Number.isInteger(rows)) ? Uint8Array.from(cover) : cover;
}

/** Words of a set of groups. */
export const setWords = 8;
/** The feature of a leaf, one more than the last that can be split on. */
export const leafMark = 0x3fff;
/** Most features of a model. */
export const mostFeatures = leafMark;
/** Most cuts of a feature: ranks, which go to one more than their number, fit 16 bits. */
export const mostCuts = 0xfffe;

/** Number of trees of a block. */
export function treeCount(trees: Trees): number {
  return trees.roots.length - 1;
}

/** Number of leaves of a block. */
export function leafCount(trees: Trees): number {
  return trees.cover.length;
}

export function isLeaf(trees: Trees, node: number): boolean {
  return ((trees.nodes[2 * node] >>> 16) & leafMark) === leafMark;
}

/** Feature an inner node splits on. */
export function featureOf(trees: Trees, node: number): number {
  return (trees.nodes[2 * node] >>> 16) & leafMark;
}

/** Cut of a numeric node, or the number of the set of a categorical one among those of its tree. */
export function cutOf(trees: Trees, node: number): number {
  return trees.nodes[2 * node] & 0xffff;
}

export function missingGoesLeft(trees: Trees, node: number): boolean {
  return ((trees.nodes[2 * node] >>> 30) & 1) === 1;
}

export function splitsGroups(trees: Trees, node: number): boolean {
  return trees.nodes[2 * node] >>> 31 === 1;
}

/** Left child of an inner node; the right one is the next. */
export function leftChild(trees: Trees, node: number): number {
  return trees.nodes[2 * node + 1];
}

/** Number of a leaf among those of the block. */
export function leafNumber(trees: Trees, node: number): number {
  return trees.nodes[2 * node + 1];
}

/** Threshold of a numeric node: at most this goes left. */
export function thresholdOf(trees: Trees, node: number, features: readonly FeatureInfo[]): number {
  return features[featureOf(trees, node)].cuts[cutOf(trees, node)] ?? Number.MAX_VALUE;
}

/** Whether a group goes left at a categorical node of tree `tree`. */
export function groupGoesLeft(trees: Trees, tree: number, node: number, group: number): boolean {
  const word = (trees.setRoots[tree] + cutOf(trees, node)) * setWords + (group >>> 5);
  return ((trees.sets[word] >>> (group & 31)) & 1) === 1;
}

/**
 * Leaf number in which a row ends: `ranks[j]` is its value of feature j as {@link rankOf} says it, 0 for missing, else
 * 1 + the number of cuts below the value, or its group. Bins of a training matrix are such ranks.
 */
export function leafOfRanks(trees: Trees, tree: number, ranks: ArrayLike<number>, at = 0): number {
  let node = trees.roots[tree];
  while (!isLeaf(trees, node)) {
    const rank = ranks[at + featureOf(trees, node)];
    let left: boolean;
    if (rank === 0) left = missingGoesLeft(trees, node);
    else if (splitsGroups(trees, node)) left = groupGoesLeft(trees, tree, node, rank);
    else left = rank <= cutOf(trees, node) + 1;
    node = leftChild(trees, node) + (left ? 0 : 1);
  }
  return leafNumber(trees, node);
}

/** Cover of every node of a block: a leaf's own, an inner node's the sum of its children's. */
export function nodeCovers(trees: Trees): Float64Array {
  const covers = new Float64Array(trees.nodes.length / 2);
  for (let node = covers.length - 1; node >= 0; node--) {
    if (isLeaf(trees, node)) covers[node] = trees.cover[leafNumber(trees, node)];
    else covers[node] = covers[leftChild(trees, node)] + covers[leftChild(trees, node) + 1];
  }
  return covers;
}

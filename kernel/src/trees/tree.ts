/** What a tree has to know of one input to read it in a table it has never seen. */
export interface FeatureInfo {
  readonly name: string;
  /** Column or text the feature comes from; attributions are summed by it. */
  readonly source: string;
  readonly kind: 'numeric' | 'categorical';
  /** Categorical: the levels of the training data. */
  readonly levels?: readonly string[];
  /** Categorical: group of each level, 1 to 255; 0 for a level that no training row had: it counts as missing. */
  readonly groups?: readonly number[];
}

/**
 * A binary tree in arrays, one entry per node; node 0 is the root, children come after their parent and the right child
 * right after the left one.
 * Numeric: `x <= threshold` goes left. Categorical: the groups whose bit is set go left. Missing: as learned.
 */
export interface Tree {
  /** Index of the feature split on, -1 in a leaf. */
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  /** Categorical: first of the 8 words (256 bits, bit = group) of the node in `sets`, in the order of the nodes; -1 otherwise. */
  readonly set: Int32Array;
  readonly sets: Uint32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly missingLeft: Uint8Array;
  /** Rows the node was estimated from, above 0, the children's adding up to their parent's: the weights of path-dependent TreeSHAP. */
  readonly cover: Float64Array;
  /** What a leaf adds to the prediction; 0 in inner nodes. */
  readonly value: Float64Array;
}

/** Words of a set of groups. */
export const setWords = 8;

/** Whether a (prepared) value goes left at an inner node. */
export function goesLeft(tree: Tree, node: number, x: number): boolean {
  const set = tree.set[node];
  if (set < 0) {
    const threshold = tree.threshold[node];
    // Missing is neither.
    if (x <= threshold) return true;
    if (x > threshold) return false;
    return tree.missingLeft[node] === 1;
  }
  if (Number.isNaN(x)) return tree.missingLeft[node] === 1;
  return ((tree.sets[set + (x >>> 5)] >>> (x & 31)) & 1) === 1;
}

/** Leaf in which row `row` of prepared columns ends. */
export function leafOf(tree: Tree, columns: readonly Float64Array[], row: number): number {
  let node = 0;
  let feature = tree.feature[0];
  while (feature >= 0) {
    node = goesLeft(tree, node, columns[feature][row]) ? tree.left[node] : tree.right[node];
    feature = tree.feature[node];
  }
  return node;
}

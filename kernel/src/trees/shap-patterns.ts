import type { Task } from '../task.js';
import { gaussLegendre, type Quadrature } from './attribution/quadrature.js';
import type { ShapPaths } from './shap-paths.js';
import { goesLeft, type Tree } from './tree.js';

/** Distinct features on a path that fit the bits of a pattern. */
export const mostPatternBits = 31;
/** Patterns of up to this many features are looked up, longer ones worked out anew for each row. */
const mostTableBits = 12;
const blockRows = 1024;

/**
 * TreeSHAP leaf by leaf for many rows at once. What a leaf attributes depends on a row only through the pattern of its
 * path's features that the row breaks, a bit each. Patterns of a block of rows are carried down the tree node by node;
 * at a leaf each pattern that occurs is worked out once (see {@link ShapPaths}) and then looked up in a small table.
 */
export class ShapPatterns {
  private readonly leaf: LeafShap;
  /** Nodes below and at each node: the larger child is visited last, so that few patterns wait at any time. */
  private readonly size: Int32Array;
  private readonly spare: Int32Array[] = [];

  constructor(
    private readonly tree: Tree,
    private readonly paths: ShapPaths,
    leafValues: Float64Array,
  ) {
    this.leaf = new LeafShap(tree, paths, leafValues);
    this.size = new Int32Array(tree.feature.length).fill(1);
    for (let node = this.size.length - 1; node > 0; node--) this.size[paths.parent[node]] += this.size[node];
  }

  /** Adds the attributions of rows of prepared columns to `values`, features x rows.length. */
  add(columns: readonly Float64Array[], rows: Int32Array, values: Float64Array, task: Task): void {
    for (let from = 0; from < rows.length; from += blockRows) {
      this.addBlock(columns, rows.subarray(from, from + blockRows), values, from, rows.length, task);
    }
  }

  private addBlock(
    columns: readonly Float64Array[],
    rows: Int32Array,
    values: Float64Array,
    from: number,
    stride: number,
    task: Task,
  ): void {
    const { tree, size, spare } = this;
    const waiting = [{ node: 0, broken: this.takePatterns().fill(0) }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { node, broken } = next;
      task.check();
      if (tree.feature[node] < 0) {
        this.leaf.add(node, broken, rows.length, values, from, stride);
        spare.push(broken);
        continue;
      }
      const right = this.takePatterns();
      this.divide(node, columns[tree.feature[node]], rows, broken, right);
      const children = [
        { node: tree.left[node], broken },
        { node: tree.right[node], broken: right },
      ];
      if (size[tree.left[node]] < size[tree.right[node]]) children.reverse();
      waiting.push(...children);
    }
  }

  private takePatterns(): Int32Array {
    return this.spare.pop() ?? new Int32Array(blockRows);
  }

  /** Turns the patterns at a node into those at its left child, in place, and at its right child. */
  private divide(
    node: number,
    column: Float64Array,
    rows: Int32Array,
    broken: Int32Array,
    right: Int32Array,
  ): void {
    const { tree } = this;
    const bit = 1 << this.paths.place[tree.left[node]];
    for (let i = 0; i < rows.length; i++) {
      const pattern = broken[i];
      if (goesLeft(tree, node, column[rows[i]])) right[i] = pattern | bit;
      else {
        right[i] = pattern;
        broken[i] = pattern | bit;
      }
    }
  }
}

/** Attributions of one leaf after another. */
class LeafShap {
  private readonly rules: readonly Quadrature[];
  private readonly features = new Int32Array(mostPatternBits);
  private readonly shares = new Float64Array(mostPatternBits);
  /** Per pattern its place in `table`, plus 1; 0 where it has not occurred at this leaf. */
  private readonly slots = new Int32Array(2 ** mostTableBits);
  private readonly table = new Float64Array(blockRows * mostPatternBits);
  /** Per row of the block: where its attributions stand in `table`. */
  private readonly places = new Int32Array(blockRows);
  /** [point][feature][0, 1]: t + (1 - t) z, the factor of a satisfied feature, and (1 - t) z, that of a broken one. */
  private readonly factors = new Float64Array(2 * Math.ceil(mostPatternBits / 2) * mostPatternBits);
  /** [point][feature]: 1 / factor of a satisfied feature. */
  private readonly inverses = new Float64Array(Math.ceil(mostPatternBits / 2) * mostPatternBits);

  constructor(
    private readonly tree: Tree,
    private readonly paths: ShapPaths,
    private readonly leafValues: Float64Array,
  ) {
    this.rules = Array.from({ length: Math.ceil(paths.most / 2) + 1 }, (_, points) => gaussLegendre(points));
  }

  /** Adds to `values[feature * stride + from + i]` what the leaf attributes to row i, for `count` rows with these patterns. */
  add(
    leaf: number,
    broken: Int32Array,
    count: number,
    values: Float64Array,
    from: number,
    stride: number,
  ): void {
    const { features, slots, table, places } = this;
    const depth = this.paths.distinct[leaf];
    this.begin(leaf, depth);
    const lookUp = depth <= mostTableBits;
    if (lookUp) slots.fill(0, 0, 2 ** depth);
    let stored = 0;
    for (let i = 0; i < count; i++) {
      const pattern = broken[i];
      const slot = lookUp ? slots[pattern] : 0;
      if (slot > 0) {
        places[i] = slot - 1;
        continue;
      }
      this.workOut(this.leafValues[leaf], depth, pattern, stored);
      places[i] = stored;
      if (lookUp) slots[pattern] = stored + 1;
      stored += depth;
    }
    for (let j = 0; j < depth; j++) {
      const to = features[j] * stride + from;
      for (let i = 0; i < count; i++) values[to + i] += table[places[i] + j];
    }
  }

  /** Reads the path of a leaf from below: the first edge met on a feature is its last. */
  private begin(leaf: number, depth: number): void {
    const { tree, paths, features, shares, factors, inverses } = this;
    let seen = 0;
    for (let node = leaf; node > 0; node = paths.parent[node]) {
      const place = paths.place[node];
      if ((seen & (1 << place)) !== 0) continue;
      seen |= 1 << place;
      features[place] = tree.feature[paths.parent[node]];
      shares[place] = paths.z[node];
    }
    const { points } = this.rules[Math.ceil(depth / 2)];
    for (let q = 0; q < points.length; q++) {
      for (let j = 0; j < depth; j++) {
        const broken = (1 - points[q]) * shares[j];
        factors[2 * (q * depth + j)] = points[q] + broken;
        factors[2 * (q * depth + j) + 1] = broken;
        inverses[q * depth + j] = 1 / (points[q] + broken);
      }
    }
  }

  /**
   * The integrals of {@link ShapPaths} for one pattern: those of all broken features are one and the same. Without
   * branches on the pattern's bits, which no processor can foresee.
   */
  private workOut(value: number, depth: number, pattern: number, at: number): void {
    const { shares, factors, inverses, table } = this;
    const { points, weights } = this.rules[Math.ceil(depth / 2)];
    let ofBroken = 0;
    for (let j = 0; j < depth; j++) table[at + j] = 0;
    for (let q = 0; q < points.length; q++) {
      const first = q * depth;
      let product = weights[q] * value;
      for (let j = 0; j < depth; j++) product *= factors[2 * (first + j) + ((pattern >>> j) & 1)];
      ofBroken -= product / (1 - points[q]);
      for (let j = 0; j < depth; j++) table[at + j] += product * inverses[first + j];
    }
    for (let j = 0; j < depth; j++) {
      const isBroken = (pattern >>> j) & 1;
      table[at + j] = isBroken * ofBroken + (1 - isBroken) * table[at + j] * (1 - shares[j]);
    }
  }
}

import type { Task } from '../task.js';
import type { BinnedMatrix } from './binning.js';
import { addRows, HistogramPool } from './histogram.js';
import { Split, SplitFinder } from './split.js';
import type { Tree } from './tree.js';
import { partition, TreeBuilder } from './tree-builder.js';

interface GrowthLimits {
  readonly leaves: number;
  readonly minLeaf: number;
  readonly l2: number;
  readonly minGain: number;
}

/** A leaf that may still be split: its rows `order[from..to)`, its histogram and its best split. */
interface OpenLeaf {
  node: number;
  from: number;
  to: number;
  histogram: Float64Array;
  gradient: number;
  hessian: number;
  readonly split: Split;
}

/** Rows of evidence a level needs before its mean is trusted by half, in units of the Hessian. */
const levelSmoothing = 10;

/**
 * Grows trees by splitting the leaf that gains most. Of two children the one with fewer rows gets its histogram from
 * its rows, the other by subtraction from the parent's. All space is taken once and used for every tree.
 */
export class LeafWiseGrower {
  private readonly builder: TreeBuilder;
  private readonly pool: HistogramPool;
  private readonly finder: SplitFinder;
  private readonly open: OpenLeaf[] = [];
  private order = new Int32Array(0);
  private scratch = new Int32Array(0);
  private orderedGradient = new Float64Array(0);
  private orderedHessian = new Float64Array(0);

  constructor(
    private readonly matrix: BinnedMatrix,
    private readonly limits: GrowthLimits,
  ) {
    const leaves = Math.max(1, limits.leaves);
    this.builder = new TreeBuilder(matrix, leaves);
    this.pool = new HistogramPool(matrix.binCounts);
    this.finder = new SplitFinder({
      effect: 0,
      byRows: false,
      l2: limits.l2,
      levelSmoothing,
      minRows: limits.minLeaf,
      minH: 1e-9,
      minGain: limits.minGain,
    });
  }

  /** Leaf of the last tree in which a row of the matrix ends. */
  leafOfRow(row: number): number {
    return this.builder.leafOfRow(row);
  }

  /**
   * One tree on `rows` and `features`: leaf values are `scale` times the Newton step, sum of negative gradients over
   * (sum of Hessians + l2). Covers count rows.
   */
  grow(
    rows: Int32Array,
    features: Int32Array,
    gradient: Float64Array,
    hessian: Float64Array,
    scale: number,
    task: Task,
  ): Tree {
    this.start(rows);
    const { builder, open } = this;
    const root = this.openLeaf(0, 0, rows.length);
    this.fill(root, features, gradient, hessian, task);
    this.findSplit(root, features);
    let count = 1;
    while (count < this.limits.leaves) {
      const leaf = this.mostGaining();
      if (!leaf) break;
      this.splitLeaf(leaf, features, gradient, hessian, task);
      count++;
    }
    for (const leaf of open) {
      builder.value[leaf.node] = (scale * leaf.gradient) / (leaf.hessian + this.limits.l2);
      this.pool.give(leaf.histogram);
    }
    return builder.finish();
  }

  private start(rows: Int32Array): void {
    if (this.scratch.length < rows.length) {
      this.order = new Int32Array(rows.length);
      this.scratch = new Int32Array(rows.length);
      this.orderedGradient = new Float64Array(rows.length);
      this.orderedHessian = new Float64Array(rows.length);
    }
    this.order.set(rows);
    this.open.length = 0;
    this.builder.begin(rows.length);
  }

  private openLeaf(node: number, from: number, to: number): OpenLeaf {
    const split = new Split();
    const leaf = { node, from, to, histogram: this.pool.take(), gradient: 0, hessian: 0, split };
    this.open.push(leaf);
    return leaf;
  }

  private mostGaining(): OpenLeaf | undefined {
    let best: OpenLeaf | undefined;
    for (const leaf of this.open) if (leaf.split.gain > (best?.split.gain ?? 0)) best = leaf;
    return best;
  }

  /** Sums and histogram of a leaf from its rows; gradients are gathered first, so that each feature reads them in order. */
  private fill(
    leaf: OpenLeaf,
    features: Int32Array,
    gradient: Float64Array,
    hessian: Float64Array,
    task: Task,
  ): void {
    const { order, orderedGradient, orderedHessian } = this;
    leaf.gradient = 0;
    leaf.hessian = 0;
    for (let i = leaf.from; i < leaf.to; i++) {
      const row = order[i];
      leaf.gradient += orderedGradient[i] = gradient[row];
      leaf.hessian += orderedHessian[i] = hessian[row];
    }
    leaf.histogram.fill(0);
    for (const feature of features) {
      task.check();
      const offset = this.pool.offsets[feature];
      const bins = this.matrix.bins[feature];
      addRows(leaf.histogram, offset, bins, order, leaf.from, leaf.to, orderedGradient, orderedHessian);
    }
  }

  private splitLeaf(
    leaf: OpenLeaf,
    features: Int32Array,
    gradient: Float64Array,
    hessian: Float64Array,
    task: Task,
  ): void {
    const { split, node, from, to } = leaf;
    const middle = partition(this.order, from, to, this.matrix.bins[split.feature], split, this.scratch);
    const left = this.builder.split(node, split, middle - from, to - middle);
    const leftIsSmaller = middle - from < to - middle;
    const smaller = leftIsSmaller ? this.openLeaf(left, from, middle) : this.openLeaf(left + 1, middle, to);
    this.fill(smaller, features, gradient, hessian, task);
    this.pool.subtract(leaf.histogram, smaller.histogram);
    leaf.gradient -= smaller.gradient;
    leaf.hessian -= smaller.hessian;
    if (leftIsSmaller) leaf.from = middle;
    else leaf.to = middle;
    leaf.node = leftIsSmaller ? left + 1 : left;
    this.findSplit(smaller, features);
    this.findSplit(leaf, features);
  }

  private findSplit(leaf: OpenLeaf, features: Int32Array): void {
    const rows = leaf.to - leaf.from;
    this.finder.begin(rows, leaf.gradient, leaf.hessian, leaf.split);
    if (rows < 2 * this.limits.minLeaf) return;
    for (const feature of features) {
      const categorical = this.matrix.features[feature].kind === 'categorical';
      const { offsets } = this.pool;
      const bins = this.matrix.binCounts[feature];
      this.finder.collect(leaf.histogram, offsets[feature], bins);
      this.finder.scan(leaf.histogram, offsets[feature], bins, feature, categorical, leaf.split);
    }
  }
}

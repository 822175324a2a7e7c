import type { Task } from '../../task.js';
import type { Bench } from '../engine/job.js';
import { boundsOfSides, Interactions } from './constraints.js';
import { type FitPlan, partOf } from './fit-plan.js';
import type { FixedPoint } from './fixed-point.js';
import { type ChosenSplit, fillGoesLeft, type GrowingLeaf, type GrownTree } from './growing-tree.js';
import { columnBytes, histogramBytes, type OwnLayout } from './layout.js';
import type { Lockstep } from './lockstep.js';
import { piecesOf } from './pieces.js';
import { bestValue, narrowStride, pieceWords, wideStride } from './plain-loops.js';
import { SplitSearch } from './split-search.js';

/** Rows times features that are added to sums between two looks at whether to stop: some milliseconds. */
const portion = 2 ** 22;
/** Leaves of fewer rows are parted by one thread. */
const fewRows = 2048;

/**
 * Grows trees by splitting the leaf that gains most, all threads in lockstep. Each thread sums and searches features of its
 * own; the rows of a leaf are parted by two, one from the front and one from the back. Of two children the one with
 * fewer rows gets its sums from its rows, the other by subtraction from the parent's.
 */
export class TreeGrower {
  private readonly search: SplitSearch;
  private readonly interactions: Interactions | undefined;
  private fixed!: FixedPoint;
  /** Features of the tree that this thread looks after, and the pieces of lines they lie in. */
  private features: Int32Array = new Int32Array(0);
  private pieceCount = 0;
  private drawn: Int32Array = new Int32Array(0);
  private leaves: GrowingLeaf[] = [];
  private splits: (ChosenSplit & { readonly node: number })[] = [];
  private free: number[] = [];

  constructor(
    private readonly bench: Bench,
    private readonly plan: FitPlan,
    private readonly own: OwnLayout,
    private readonly lockstep: Lockstep,
    private readonly task: Task,
  ) {
    this.search = new SplitSearch(bench, plan, own);
    const { interactions, shape } = plan;
    this.interactions = interactions && new Interactions(shape.features, interactions);
  }

  /**
   * A tree on the first `rows` of the list `order` and on the features drawn; a split has to gain more than `minGain`.
   * `inOrder` says that the rows follow one another.
   */
  grow(rows: number, inOrder: boolean, drawn: Int32Array, fixed: FixedPoint, minGain: number): GrownTree {
    this.begin(drawn, fixed);
    this.search.begin(fixed, minGain);
    const root = this.root(rows);
    this.leaves = [root];
    this.splits = [];
    this.sumRows(root, inOrder);
    this.lockstep.meet();
    this.readTotals(root);
    if (this.canSplit(root)) this.searchSplits([root]);
    while (this.leaves.length < this.plan.settings.leaves) {
      const leaf = this.mostGaining();
      if (!leaf?.split) break;
      this.split(leaf, leaf.split);
    }
    return { splits: this.splits, leaves: this.leaves };
  }

  private begin(drawn: Int32Array, fixed: FixedPoint): void {
    this.fixed = fixed;
    this.free = Array.from({ length: this.plan.shape.leaves }, (_, i) => i);
    if (this.drawn === drawn) return;
    this.drawn = drawn;
    const { layout, binCounts, shape } = this.plan;
    this.features = partOf(drawn, this.bench.member, this.bench.members);
    const words = piecesOf(this.features, binCounts, layout.lines, shape.rows, shape.wide);
    this.bench.memory.views.u32.set(words, this.own.pieces >>> 2);
    this.pieceCount = words.length / pieceWords;
  }

  private root(rows: number): GrowingLeaf {
    return {
      node: 0,
      depth: 0,
      from: 0,
      to: rows,
      list: this.plan.layout.order,
      gradient: 0,
      hessian: 0,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      allowed: this.interactions?.allowedBelow(new Set()),
      histogram: this.takeHistogram(),
    };
  }

  private takeHistogram(): number {
    return this.free.pop() ?? 0;
  }

  private addressOf(histogram: number): number {
    return this.plan.layout.histograms + histogram * histogramBytes(this.plan.shape);
  }

  private canSplit({ from, to, depth }: GrowingLeaf): boolean {
    const { minLeaf, maxDepth } = this.plan.settings;
    return to - from >= 2 * Math.max(1, minLeaf) && depth < maxDepth;
  }

  private mostGaining(): GrowingLeaf | undefined {
    let best: GrowingLeaf | undefined;
    for (const leaf of this.leaves) if (leaf.split && leaf.split.gain > (best?.split?.gain ?? 0)) best = leaf;
    return best;
  }

  /** The own features' sums of a leaf, from its rows. */
  private sumRows({ list, from, to, histogram }: GrowingLeaf, inOrder: boolean): void {
    const { own, plan, pieceCount } = this;
    const { loops } = this.bench;
    const wide = this.fixed.wide ? 1 : 0;
    const sums = this.addressOf(histogram);
    loops.clearSums(own.pieces, pieceCount, sums, wide);
    const step = 512 * Math.ceil(portion / 512 / Math.max(1, this.features.length));
    for (let first = from; first < to; first += step) {
      this.task.check();
      const count = Math.min(step, to - first);
      loops.addRows(
        own.pieces,
        pieceCount,
        sums,
        list + 4 * first,
        count,
        plan.layout.packed,
        wide,
        inOrder ? 1 : 0,
        own.buffer,
      );
    }
  }

  /** Sums of the root: those of all bins of any feature that is summed. */
  private readTotals(root: GrowingLeaf): void {
    const { fixed, own, plan } = this;
    const [feature] = this.drawn;
    const sums = this.addressOf(root.histogram) + feature * (fixed.wide ? wideStride : narrowStride);
    const wide = fixed.wide ? 1 : 0;
    this.bench.loops.sumBins(sums, plan.binCounts[feature], fixed.countShift, wide, own.totals);
    const [, g, h] = this.bench.memory.views.f64.subarray(own.totals >>> 3);
    root.gradient = g * fixed.gUnit;
    root.hessian = h * fixed.hUnit;
  }

  /** Gives each leaf its best split, or takes its histogram where there is none. */
  private searchSplits(leaves: readonly GrowingLeaf[]): void {
    leaves.forEach((leaf, side) => {
      if (leaf.histogram >= 0) this.search.offer(leaf, this.addressOf(leaf.histogram), this.features, side);
    });
    this.lockstep.meet();
    leaves.forEach((leaf, side) => {
      if (leaf.histogram < 0) return;
      leaf.split = this.search.choose(side);
      if (!leaf.split) this.giveHistogram(leaf);
    });
  }

  private giveHistogram(leaf: GrowingLeaf): void {
    this.free.push(leaf.histogram);
    leaf.histogram = -1;
  }

  private split(leaf: GrowingLeaf, split: ChosenSplit): void {
    const { histogram } = leaf;
    const node = 2 * this.splits.length + 1;
    this.part(leaf, split);
    this.splits.push({ ...split, node: leaf.node });
    const [left, right] = this.children(leaf, split, node);
    this.leaves[this.leaves.indexOf(leaf)] = left;
    this.leaves.push(right);
    this.lockstep.meet();
    if (this.leaves.length === this.plan.settings.leaves) return;
    const [smaller, larger] = left.to - left.from < right.to - right.from ? [left, right] : [right, left];
    if (!this.canSplit(larger)) {
      this.free.push(histogram);
      return;
    }
    smaller.histogram = this.takeHistogram();
    larger.histogram = histogram;
    this.sumRows(smaller, false);
    const { own, pieceCount } = this;
    const wide = this.fixed.wide ? 1 : 0;
    const [whole, part] = [this.addressOf(histogram), this.addressOf(smaller.histogram)];
    this.bench.loops.subtractSums(own.pieces, pieceCount, whole, part, wide);
    if (!this.canSplit(smaller)) this.giveHistogram(smaller);
    this.searchSplits([smaller, larger]);
  }

  /** Moves the rows of a leaf to the other list, those that go left first. */
  private part({ node, list, from, to }: GrowingLeaf, split: ChosenSplit): void {
    const { own, plan, bench } = this;
    const { member, members, loops } = bench;
    const { u8 } = bench.memory.views;
    const table = own.goesLeft + 256 * node;
    fillGoesLeft(u8.subarray(table, table + 256), split);
    const column = plan.layout.columns + split.feature * columnBytes(plan.shape);
    const out = this.otherList(list);
    const middle = from + split.rows;
    const half = members > 1 && to - from >= fewRows ? (from + to) >>> 1 : to;
    if (member === 0) loops.partitionFront(list, from, half, column, table, out, from, middle);
    if (member === 1 && half < to) loops.partitionBack(list, half, to, column, table, out, middle, to);
  }

  private otherList(list: number): number {
    const { order, otherOrder } = this.plan.layout;
    return list === order ? otherOrder : order;
  }

  private children(leaf: GrowingLeaf, split: ChosenSplit, node: number): [GrowingLeaf, GrowingLeaf] {
    const { l1, l2 } = this.plan.settings;
    const { low, high } = leaf;
    const middle = leaf.from + split.rows;
    const rest = { gradient: leaf.gradient - split.gradient, hessian: leaf.hessian - split.hessian };
    const between =
      (bestValue(split.gradient, split.hessian + l2, l1, low, high) +
        bestValue(rest.gradient, rest.hessian + l2, l1, low, high)) /
      2;
    const bounds = boundsOfSides(split, this.plan.monotone, between, low, high);
    const depth = leaf.depth + 1;
    const list = this.otherList(leaf.list);
    const allowed = this.interactions?.allowedBelow(this.pathTo(leaf.node));
    // Field by field: copied from a common part they would cost more than the split of a few rows.
    const child = (
      at: number,
      from: number,
      to: number,
      { gradient, hessian }: { readonly gradient: number; readonly hessian: number },
      [lowest, highest]: readonly [number, number],
    ): GrowingLeaf => ({
      node: at,
      depth,
      list,
      allowed,
      histogram: -1,
      from,
      to,
      gradient,
      hessian,
      low: lowest,
      high: highest,
    });
    return [
      child(node, leaf.from, middle, split, bounds.left),
      child(node + 1, middle, leaf.to, rest, bounds.right),
    ];
  }

  /** Features split on from the root to a node, its own among them. */
  private pathTo(node: number): Set<number> {
    const path = new Set<number>();
    const splitOf = new Map(this.splits.map((split) => [split.node, split.feature]));
    for (let at = node; ; at = this.splits[(at - 1) >>> 1].node) {
      path.add(splitOf.get(at) ?? 0);
      if (at === 0) return path;
    }
  }
}

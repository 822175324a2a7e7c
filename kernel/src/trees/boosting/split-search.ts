import type { Bench } from '../engine/job.js';
import { setWords } from '../model/trees.js';
import type { FitPlan } from './fit-plan.js';
import type { FixedPoint } from './fixed-point.js';
import type { ChosenSplit, GrowingLeaf } from './growing-tree.js';
import { type OwnLayout, splitBytes } from './layout.js';
import { narrowStride, splitDoubles, wideStride } from './plain-loops.js';

/** Rows of evidence a level needs before its mean is trusted by half, in units of the Hessian. */
const levelSmoothing = 10;
/** Least Hessian of a side, so that no step divides by nothing. */
const leastHessian = 1e-9;

/** Finds the best split of a leaf: every thread looks at its own features, then all compare what they found. */
export class SplitSearch {
  /** Gradients and Hessians as they are now. */
  private fixed!: FixedPoint;
  private minGain = 0;

  constructor(
    private readonly bench: Bench,
    private readonly plan: FitPlan,
    private readonly own: OwnLayout,
  ) {}

  /** Starts a tree; a split has to gain more than `minGain`. */
  begin(fixed: FixedPoint, minGain: number): void {
    this.fixed = fixed;
    this.minGain = minGain;
  }

  /** Leaves in shared memory what these features offer for a leaf, as one of the two sides of a split. */
  offer(leaf: GrowingLeaf, histogram: number, features: Int32Array, side: number): void {
    const { plan, own, fixed } = this;
    const { loops } = this.bench;
    const wide = fixed.wide ? 1 : 0;
    const record = this.record(side, this.bench.member);
    const simple = this.describe(leaf);
    const { f64, u32 } = this.bench.memory.views;
    f64.set([this.minGain, -1], record >>> 3);
    for (const feature of features) {
      if (leaf.allowed && leaf.allowed[feature] === 0) continue;
      const sums = histogram + feature * (fixed.wide ? wideStride : narrowStride);
      const bins = plan.binCounts[feature];
      const direction = plan.monotone?.[feature] ?? 0;
      const smoothing = plan.categorical[feature] ? levelSmoothing : 0;
      if (simple && !smoothing && direction === 0 && !this.hasRows(u32, sums)) {
        loops.scanNumbers(sums, bins, feature, own.node, wide, record);
        continue;
      }
      const present = loops.presentBins(sums, bins, fixed.countShift, wide, own.bins);
      if (smoothing) loops.orderBins(sums, own.bins, present, smoothing, own.node, wide, own.statistic);
      const last = loops.scanBins(
        sums,
        own.bins,
        present,
        smoothing,
        feature,
        direction,
        own.node,
        wide,
        record,
      );
      if (smoothing && last >= 0) this.keepSet(record, bins, present, last);
    }
  }

  /** The best of what all threads left for a side, the same in every thread: of equal gains that of the first feature. */
  choose(side: number): ChosenSplit | undefined {
    const { f64 } = this.bench.memory.views;
    let best = -1;
    for (let member = 0; member < this.bench.members; member++) {
      const at = this.record(side, member) >>> 3;
      if (f64[at + 1] >= 0 && (best < 0 || f64[at] > f64[best])) best = at;
    }
    return best < 0 ? undefined : this.read(best);
  }

  private record(side: number, member: number): number {
    return this.plan.layout.records + (side * this.bench.members + member) * splitBytes;
  }

  /** Tells the loops of a leaf; returns whether neither l1 nor bounds matter. */
  private describe({ from, to, gradient, hessian, low, high }: GrowingLeaf): boolean {
    const { minLeaf, minHessian, l1, l2 } = this.plan.settings;
    const { gUnit, hUnit, countShift } = this.fixed;
    const least = Math.max(leastHessian, minHessian);
    const simple = l1 === 0 && low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY;
    const rows = Math.max(1, minLeaf);
    this.bench.memory.views.f64.set(
      [
        to - from,
        gradient,
        hessian,
        l1,
        l2,
        rows,
        least,
        low,
        high,
        gUnit,
        hUnit,
        countShift,
        simple ? 1 : 0,
      ],
      this.own.node >>> 3,
    );
    return simple;
  }

  /** Whether the sums of a bin count any row: what a row adds is never 0. */
  private hasRows(u32: Uint32Array, sums: number): boolean {
    const at = (sums >>> 2) + (this.fixed.wide ? 2 : 0);
    return u32[at] !== 0 || u32[at + 1] !== 0;
  }

  /** Groups go left up to the last one; those that the leaf does not have go where missing values do. */
  private keepSet(record: number, binCount: number, present: number, last: number): void {
    const { u8, u32, f64 } = this.bench.memory.views;
    const set = (record >>> 2) + 2 * splitDoubles;
    u32.fill(0, set, set + setWords);
    const missingLeft = f64[(record >>> 3) + 3] === 1;
    for (let bin = 1; missingLeft && bin < binCount; bin++) u32[set + (bin >>> 5)] |= 1 << (bin & 31);
    for (let i = 0; i < present; i++) {
      const bin = u8[this.own.bins + i];
      if (i <= last) u32[set + (bin >>> 5)] |= 1 << (bin & 31);
      else u32[set + (bin >>> 5)] &= ~(1 << (bin & 31));
    }
  }

  private read(at: number): ChosenSplit {
    const { f64, u32 } = this.bench.memory.views;
    const [gain, feature, bin, missingLeft, rows, gradient, hessian] = f64.subarray(at, at + splitDoubles);
    const set = this.plan.categorical[feature]
      ? u32.slice(2 * (at + splitDoubles), 2 * (at + splitDoubles) + setWords)
      : undefined;
    return { gain, feature, bin, missingLeft: missingLeft === 1, rows, gradient, hessian, set };
  }
}

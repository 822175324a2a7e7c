import type { Random } from '../statistics/random.js';
import type { Task } from '../task.js';
import type { BinnedMatrix } from './binning.js';
import { addFewRows, addRows } from './histogram.js';
import { binStride, Split, SplitFinder, type SplitRule } from './split.js';
import { setWords } from './tree.js';
import { partition, type TreeBuilder } from './tree-builder.js';

/** Below this many rows a node looks only at the bins it meets. */
const fewRows = 192;

/** How the trees of a forest grow. */
export interface DeepGrowth {
  readonly rule: SplitRule;
  /** Features drawn anew for each node. */
  readonly mtry: number;
  /** Causal forest: effect at the node = sum a / sum h, and each side keeps at least `balance` of the node's h. */
  readonly causal: boolean;
  readonly balance: number;
}

/**
 * A leaf was reached: `splitRows[from..to)` grew it; with honest rows, `honestRows[honestFrom..honestTo)` are its own.
 */
export type LeafVisitor = (
  node: number,
  rows: Int32Array,
  from: number,
  to: number,
  honestFrom: number,
  honestTo: number,
) => void;

/**
 * Grows unpruned trees, depth first, with a fresh draw of features at each node. Rows that estimate (honest rows) are
 * partitioned along but never looked at otherwise; a split that would leave a side without any is not made.
 * Histograms are built per node and feature: with features drawn per node there is no parent to subtract from.
 */
export class DeepGrower {
  private readonly finder: SplitFinder;
  private readonly split = new Split();
  /** Bins of one feature; all 0 between scans. */
  private readonly sums: Float64Array;
  private readonly touched = new Uint32Array(setWords);
  private readonly categorical: Uint8Array;
  private readonly orderedA: Float64Array;
  private readonly orderedH: Float64Array;
  private readonly scratch: Int32Array;
  private readonly features: Int32Array;
  private readonly stack: Int32Array;

  /** For trees of at most `mostRows` splitting or honest rows. */
  constructor(
    private readonly matrix: BinnedMatrix,
    private readonly growth: DeepGrowth,
    mostRows: number,
  ) {
    this.finder = new SplitFinder(growth.rule);
    this.categorical = Uint8Array.from(matrix.features, (info) => (info.kind === 'categorical' ? 1 : 0));
    this.sums = new Float64Array(256 * binStride);
    this.orderedA = new Float64Array(mostRows);
    this.orderedH = new Float64Array(mostRows);
    this.scratch = new Int32Array(mostRows);
    this.features = Int32Array.from(matrix.binCounts.keys()).filter(
      (j) => matrix.binCounts[j] > 2 || hasMissing(j),
    );
    this.stack = new Int32Array(5 * (mostRows + 2));

    function hasMissing(feature: number): boolean {
      return matrix.bins[feature].includes(0);
    }
  }

  /**
   * Grows one tree in `builder`. `rows` and `honest` are reordered; pass an empty `honest` for a tree that estimates from
   * the rows it was grown on. `a` and `h` are by row of the matrix; covers count the rows that estimate.
   */
  grow(
    builder: TreeBuilder,
    rows: Int32Array,
    honest: Int32Array,
    a: Float64Array,
    h: Float64Array,
    random: Random,
    visit: LeafVisitor,
    task: Task,
  ): void {
    const { stack } = this;
    const isHonest = honest.length > 0;
    builder.begin(isHonest ? honest.length : rows.length);
    let top = this.push(0, 0, 0, rows.length, 0, honest.length);
    while (top > 0) {
      const [node, from, to, honestFrom, honestTo] = [
        stack[--top],
        stack[--top],
        stack[--top],
        stack[--top],
        stack[--top],
      ];
      if (!this.findSplit(rows, from, to, a, h, random, task)) {
        visit(node, rows, from, to, honestFrom, honestTo);
        continue;
      }
      const bins = this.matrix.bins[this.split.feature];
      const honestMiddle = partition(honest, honestFrom, honestTo, bins, this.split, this.scratch);
      if (isHonest && (honestMiddle === honestFrom || honestMiddle === honestTo)) {
        visit(node, rows, from, to, honestFrom, honestTo);
        continue;
      }
      const middle = partition(rows, from, to, bins, this.split, this.scratch);
      const leftCover = isHonest ? honestMiddle - honestFrom : middle - from;
      const rightCover = isHonest ? honestTo - honestMiddle : to - middle;
      const left = builder.split(node, this.split, leftCover, rightCover);
      top = this.push(top, left + 1, middle, to, honestMiddle, honestTo);
      top = this.push(top, left, from, middle, honestFrom, honestMiddle);
    }
  }

  private push(
    top: number,
    node: number,
    from: number,
    to: number,
    honestFrom: number,
    honestTo: number,
  ): number {
    const { stack } = this;
    stack[top] = honestTo;
    stack[top + 1] = honestFrom;
    stack[top + 2] = to;
    stack[top + 3] = from;
    stack[top + 4] = node;
    return top + 5;
  }

  private findSplit(
    rows: Int32Array,
    from: number,
    to: number,
    a: Float64Array,
    h: Float64Array,
    random: Random,
    task: Task,
  ): boolean {
    const { rule, mtry, causal, balance } = this.growth;
    const { orderedA, orderedH, features, split } = this;
    const count = to - from;
    if (count < 2 * rule.minRows) return false;
    let sumA = 0;
    let sumH = 0;
    let varies = false;
    for (let i = from; i < to; i++) {
      const row = rows[i];
      sumA += orderedA[i] = a[row];
      sumH += orderedH[i] = h[row];
      varies ||= a[row] !== orderedA[from] || h[row] !== orderedH[from];
    }
    if (!varies || sumH <= 0) return false;
    if (causal) {
      rule.effect = sumA / sumH;
      rule.minH = balance * sumH;
    }
    this.finder.begin(count, sumA, sumH, split);
    for (let drawn = 0; drawn < Math.min(mtry, features.length); drawn++) {
      task.check();
      const pick = drawn + random.below(features.length - drawn);
      const feature = features[pick];
      features[pick] = features[drawn];
      features[drawn] = feature;
      this.scanFeature(feature, rows, from, to);
    }
    return split.gain > 0;
  }

  private scanFeature(feature: number, rows: Int32Array, from: number, to: number): void {
    const { matrix, sums, touched, orderedA, orderedH, finder, split } = this;
    const count = matrix.binCounts[feature];
    const bins = matrix.bins[feature];
    if (to - from < fewRows) {
      addFewRows(sums, touched, bins, rows, from, to, orderedA, orderedH);
      finder.collectTouched(touched);
    } else {
      addRows(sums, 0, bins, rows, from, to, orderedA, orderedH);
      finder.collect(sums, 0, count);
    }
    finder.scan(sums, 0, count, feature, this.categorical[feature] === 1, split);
    finder.clear(sums);
  }
}

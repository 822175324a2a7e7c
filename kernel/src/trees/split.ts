import { setWords } from './tree.js';

/**
 * Per bin three sums side by side: rows, `a` and `h`. What they are is the learner's: boosting keeps negative
 * gradients and Hessians, a forest weighted outcomes and weights, a causal forest w y and w^2 of the residuals.
 */
export const binStride = 3;

/** What makes a split good. The statistic of a side is s = a - effect h; its score s^2 / (rows or h, plus l2). */
export interface SplitRule {
  /** Effect at the node for a causal forest, whose s is then the sum of pseudo-outcomes; else 0. */
  effect: number;
  /** Divide by the number of rows (pseudo-outcomes) and not by h. */
  readonly byRows: boolean;
  readonly l2: number;
  /** Added to the divisor where levels are ordered and their splits scored: rare levels must earn their place. */
  readonly levelSmoothing: number;
  /** Least rows on each side. */
  readonly minRows: number;
  /** Least h on each side. */
  minH: number;
  /** A split has to gain more than this. */
  minGain: number;
}

/** The best split found so far; `gain` is 0 where there is none. */
export class Split {
  gain = 0;
  feature = -1;
  /** Numeric: the last bin that goes left. */
  bin = 0;
  categorical = false;
  missingLeft = false;
  /** Categorical: groups that go left, a bit each. */
  readonly set = new Uint32Array(setWords);

  copyFrom(other: Split): void {
    this.gain = other.gain;
    this.feature = other.feature;
    this.bin = other.bin;
    this.categorical = other.categorical;
    this.missingLeft = other.missingLeft;
    this.set.set(other.set);
  }

  /** Whether the rows of a bin go left. */
  binGoesLeft(bin: number): boolean {
    if (bin === 0) return this.missingLeft;
    return this.categorical ? ((this.set[bin >>> 5] >>> (bin & 31)) & 1) === 1 : bin <= this.bin;
  }
}

/** Finds the best split of one node over one feature after another; holds the scratch space for it. */
export class SplitFinder {
  private readonly bins = new Int32Array(256);
  private readonly statistic = new Float64Array(256);
  private present = 0;
  private gainFound = 0;
  /** Sums of the node: rows, statistic, h. */
  private rows = 0;
  private s = 0;
  private h = 0;

  constructor(private readonly rule: SplitRule) {}

  /** Starts a node with these sums. */
  begin(rows: number, a: number, h: number, best: Split): void {
    this.rows = rows;
    this.h = h;
    this.s = a - this.rule.effect * h;
    best.gain = 0;
    best.feature = -1;
  }

  /** Takes up the bins of one feature that have rows: `sums` holds its bins from `offset` on. */
  collect(sums: Float64Array, offset: number, binCount: number): void {
    let present = 0;
    for (let bin = 1, at = offset + binStride; bin < binCount; bin++, at += binStride) {
      if (sums[at] > 0.5) this.bins[present++] = bin;
    }
    this.present = present;
  }

  /** Takes up the bins whose bit is set, bin 0 aside, and clears the bits: for nodes with few rows and many bins. */
  collectTouched(touched: Uint32Array): void {
    let present = 0;
    touched[0] &= ~1;
    for (let word = 0; word < touched.length; word++) {
      let bits = touched[word];
      while (bits !== 0) {
        this.bins[present++] = word * 32 + 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
      }
      touched[word] = 0;
    }
    this.present = present;
  }

  /** Sets the sums of the bins taken up, and of bin 0, to 0. */
  clear(sums: Float64Array): void {
    sums.fill(0, 0, binStride);
    for (let i = 0; i < this.present; i++) {
      const at = this.bins[i] * binStride;
      sums[at] = 0;
      sums[at + 1] = 0;
      sums[at + 2] = 0;
    }
  }

  /**
   * Looks for a split of the node begun on the feature taken up; `best` is replaced where this one gains more.
   * Numeric bins are scanned in order. Levels are ordered by their mean statistic, so that the best of all subsets is
   * among the prefixes (Fisher 1958; Breiman et al. 1984, 4.2.2). Missing values are tried on both sides; levels that
   * the node does not have go where they go, and where it has none, both go with the more numerous side.
   */
  scan(
    sums: Float64Array,
    offset: number,
    binCount: number,
    feature: number,
    categorical: boolean,
    best: Split,
  ): void {
    const { present } = this;
    const hasMissing = sums[offset] > 0.5;
    if (present + (hasMissing ? 1 : 0) < 2) return;
    if (categorical) this.orderLevels(sums, offset, present);
    const found = this.scanPrefixes(sums, offset, present, categorical, hasMissing, best.gain);
    if (found >= 0) this.record(best, feature, binCount, found >> 1, categorical, (found & 1) === 1);
  }

  /** Position of the best prefix times 2, plus 1 with missing values on the left; -1 where none beats `gain`. */
  private scanPrefixes(
    sums: Float64Array,
    offset: number,
    present: number,
    categorical: boolean,
    hasMissing: boolean,
    gain: number,
  ): number {
    const { effect, byRows, minRows, minH, minGain } = this.rule;
    const l2 = this.rule.l2 + (categorical ? this.rule.levelSmoothing : 0);
    const { rows, s, h, bins } = this;
    const parent = (s * s) / ((byRows ? rows : h) + l2);
    let bestGain = Math.max(gain, minGain);
    let found = -1;
    for (let side = hasMissing ? 1 : 0; side >= 0; side--) {
      let leftRows = side === 1 ? sums[offset] : 0;
      let leftH = side === 1 ? sums[offset + 2] : 0;
      let leftS = side === 1 ? sums[offset + 1] - effect * leftH : 0;
      for (let i = 0; i < present; i++) {
        const at = offset + bins[i] * binStride;
        leftRows += sums[at];
        leftH += sums[at + 2];
        leftS += sums[at + 1] - effect * sums[at + 2];
        const rightRows = rows - leftRows;
        if (rightRows < minRows) break;
        if (leftRows < minRows || leftH < minH || h - leftH < minH) continue;
        const rightS = s - leftS;
        const leftDivisor = (byRows ? leftRows : leftH) + l2;
        const rightDivisor = (byRows ? rightRows : h - leftH) + l2;
        const score = (leftS * leftS) / leftDivisor + (rightS * rightS) / rightDivisor - parent;
        if (score > bestGain) {
          bestGain = score;
          found = i * 2 + (hasMissing ? side : leftRows * 2 >= rows ? 1 : 0);
        }
      }
    }
    this.gainFound = bestGain;
    return found;
  }

  private orderLevels(sums: Float64Array, offset: number, present: number): void {
    const { effect, byRows, l2, levelSmoothing } = this.rule;
    const { bins, statistic } = this;
    for (let i = 0; i < present; i++) {
      const bin = bins[i];
      const at = offset + bin * binStride;
      const divisor = (byRows ? sums[at] : sums[at + 2]) + l2 + levelSmoothing;
      const value = (sums[at + 1] - effect * sums[at + 2]) / divisor;
      let to = i;
      while (to > 0 && statistic[to - 1] > value) {
        statistic[to] = statistic[to - 1];
        bins[to] = bins[to - 1];
        to--;
      }
      statistic[to] = value;
      bins[to] = bin;
    }
  }

  private record(
    best: Split,
    feature: number,
    binCount: number,
    last: number,
    categorical: boolean,
    missingLeft: boolean,
  ): void {
    best.gain = this.gainFound;
    best.feature = feature;
    best.categorical = categorical;
    best.missingLeft = missingLeft;
    best.bin = this.bins[last];
    if (!categorical) return;
    best.set.fill(0);
    if (missingLeft) for (let bin = 1; bin < binCount; bin++) best.set[bin >>> 5] |= 1 << (bin & 31);
    for (let i = 0; i < this.present; i++) {
      const bin = this.bins[i];
      const bit = 1 << (bin & 31);
      if (i <= last) best.set[bin >>> 5] |= bit;
      else best.set[bin >>> 5] &= ~bit;
    }
  }
}

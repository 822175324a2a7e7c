import { binStride } from './split.js';

/** Adds rows `order[from..to)` to the bins of one feature; `a` and `h` are in the order of the rows, not by row. */
export function addRows(
  sums: Float64Array,
  offset: number,
  bins: Uint8Array,
  order: Int32Array,
  from: number,
  to: number,
  a: Float64Array,
  h: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const at = offset + bins[order[i]] * binStride;
    sums[at] += 1;
    sums[at + 1] += a[i];
    sums[at + 2] += h[i];
  }
}

/** As {@link addRows} for a node of few rows, from offset 0; sets the bit of every bin met. */
export function addFewRows(
  sums: Float64Array,
  touched: Uint32Array,
  bins: Uint8Array,
  order: Int32Array,
  from: number,
  to: number,
  a: Float64Array,
  h: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const bin = bins[order[i]];
    touched[bin >>> 5] |= 1 << (bin & 31);
    const at = bin * binStride;
    sums[at] += 1;
    sums[at + 1] += a[i];
    sums[at + 2] += h[i];
  }
}

/** Histograms of all features side by side, handed out and taken back so that growing allocates nothing. */
export class HistogramPool {
  /** Where the bins of each feature begin. */
  readonly offsets: Int32Array;
  private readonly length: number;
  private readonly free: Float64Array[] = [];

  constructor(binCounts: Int32Array) {
    this.offsets = new Int32Array(binCounts.length);
    let length = 0;
    for (let feature = 0; feature < binCounts.length; feature++) {
      this.offsets[feature] = length;
      length += binCounts[feature] * binStride;
    }
    this.length = length;
  }

  /** A histogram with anything in it. */
  take(): Float64Array {
    return this.free.pop() ?? new Float64Array(this.length);
  }

  give(histogram: Float64Array): void {
    this.free.push(histogram);
  }

  /** Turns a parent's histogram into that of the sibling of `child`. */
  subtract(parent: Float64Array, child: Float64Array): void {
    for (let i = 0; i < parent.length; i++) parent[i] -= child[i];
  }
}

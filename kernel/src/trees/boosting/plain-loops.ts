import type { Memory } from '../engine/memory.js';

/** Bytes from the bins of one feature to those of the next, 64 more than they need so that features share no cache sets. */
export const narrowStride = 256 * 8 + 64;
export const wideStride = 256 * 16 + 64;

/**
 * Features that lie side by side in the lines of bins, 1, 4 or 8 of them: what a histogram is made of. Six words of 32 bits:
 * address of the first feature's bin of row 0, bytes of a line, number of features, where their sums begin in a histogram, most bins of one of them, and 1 where the piece is the first of its lines.
 */
export const pieceWords = 6;

/** Bytes that {@link BoostingLoops.addRows} works in. */
export const bufferBytes = 8192 + 64;

/** What a scan has to know of a node: this many doubles, see {@link BoostingLoops.scanBins}. */
export const nodeDoubles = 13;

/** The best split found: gain, feature, last bin that goes left, 1 where missing values do, and sums of the left side. */
export const splitDoubles = 7;

/**
 * The hot loops of boosting.
 *
 * Sums are whole numbers, so that they are exact, whatever their order. A *wide* sum is two of 64 bits: the gradient, and the
 * rows times 2^countShift plus the Hessian, both in units that keep the gradient below 2^52. Where the Hessian of all
 * rows is the same a *narrow* sum is enough: the gradient times 2^countShift, plus the rows. See `fixed-point.ts`.
 */
export interface BoostingLoops {
  /**
   * Adds `count` rows, named from `rows` on, to the sums of all pieces; `packed` holds the records of all rows, `inOrder`
   * says that the rows follow one another.
   */
  addRows(
    pieces: number,
    pieceCount: number,
    sums: number,
    rows: number,
    count: number,
    packed: number,
    wide: number,
    inOrder: number,
    buffer: number,
  ): void;
  /** Sets the sums of all pieces to 0. */
  clearSums(pieces: number, pieceCount: number, sums: number, wide: number): void;
  /** Takes from the sums of all pieces those of a part. */
  subtractSums(pieces: number, pieceCount: number, sums: number, part: number, wide: number): void;
  /** Sums of the sizes of the gradients and of the Hessians, two doubles at `sums`. */
  measureRows(gradient: number, hessian: number, count: number, sums: number): void;
  /**
   * Makes a record of each row: what it adds to sums, from its gradient and Hessian times their scales, and behind it where
   * its line begins, at `offset` bytes for the first and `step` bytes later for the next. 16 bytes, 32 for wide sums.
   */
  packRows(
    gradient: number,
    hessian: number,
    count: number,
    packed: number,
    gScale: number,
    hScale: number,
    countShift: number,
    wide: number,
    offset: number,
    step: number,
  ): void;
  /**
   * Writes rows `from` to `to` of a list, in their order, to `out`: from place `left` on those with a 1 for their bin in the
   * table `goesLeft`, from `right` on the others.
   */
  partitionFront(
    rows: number,
    from: number,
    to: number,
    column: number,
    goesLeft: number,
    out: number,
    left: number,
    right: number,
  ): void;
  /** The same from the last row back, to the places before `left` and `right`: two threads meet in the middle. */
  partitionBack(
    rows: number,
    from: number,
    to: number,
    column: number,
    goesLeft: number,
    out: number,
    left: number,
    right: number,
  ): void;
  /** Adds a value to the margins of rows `from` to `to` of a list. */
  addToRows(rows: number, from: number, to: number, margin: number, value: number): void;
  /**
   * Adds to the margins of rows `from` to `to` of a list, row `first` having the first margin, the value of the leaf they
   * end in. Two words a node: its feature, -1 for a leaf, and its left child; a double a node: its value; 256 bytes a
   * node: the bins that go left.
   */
  routeRows(
    rows: number,
    from: number,
    to: number,
    columns: number,
    columnBytes: number,
    nodes: number,
    values: number,
    goesLeft: number,
    margin: number,
    first: number,
  ): void;
  /** Rows, gradient and Hessian of all bins of a feature together, in units of the sums: three doubles at `totals`. */
  sumBins(sums: number, binCount: number, countShift: number, wide: number, totals: number): void;
  /**
   * As {@link scanBins} over all bins of numbers in their order, for a node without l1, bounds and missing values of the
   * feature: what most scans are.
   */
  scanNumbers(
    sums: number,
    binCount: number,
    feature: number,
    node: number,
    wide: number,
    best: number,
  ): void;
  /** Lists the bins of a feature, but the first, that have rows; returns how many there are. */
  presentBins(sums: number, binCount: number, countShift: number, wide: number, bins: number): number;
  /** Orders listed bins by their Newton step: the best of all sets is then among the first of them (Fisher 1958). */
  orderBins(
    sums: number,
    bins: number,
    present: number,
    smoothing: number,
    node: number,
    wide: number,
    statistic: number,
  ): void;
  /**
   * Looks for the best split of a node over listed bins, after any of them; returns the place of the last bin that goes left,
   * or -1 where none gains more than `best` has. Missing values are tried on both sides, the left one first; where the
   * node has none they go with the more numerous side. `smoothing` adds to l2; `direction` says whether values may only
   * rise (1) or fall (-1).
   *
   * The node: its rows, gradient, Hessian, l1, l2, least rows and least Hessian of a side, lowest and highest value, units of
   * gradient and Hessian, countShift, and 1 where neither l1 nor bounds matter.
   */
  scanBins(
    sums: number,
    bins: number,
    present: number,
    smoothing: number,
    feature: number,
    direction: number,
    node: number,
    wide: number,
    best: number,
  ): number;
}

/** Nearest whole number, of two the even one, of a number below 2^51. */
function nearest(x: number): number {
  return x + 6755399441055744 - 6755399441055744;
}

/**
 * What a side with this gradient and Hessian (l2 in it) gains at its best value within bounds, times 2: without l1 and
 * bounds that is s^2 / h.
 */
function worth(s: number, h: number, l1: number, low: number, high: number): number {
  const value = bestValue(s, h, l1, low, high);
  return value * (2 * s - h * value) - 2 * l1 * Math.abs(value);
}

/** Value of a side: its Newton step, drawn towards 0 by l1, within bounds. */
export function bestValue(s: number, h: number, l1: number, low: number, high: number): number {
  const pull = Math.max(Math.abs(s) - l1, 0);
  return Math.min(high, Math.max(low, (s < 0 ? -pull : pull) / h));
}

const word = 2 ** 32;

/** Their TypeScript twins. */
export function boostingLoops(memory: Memory): BoostingLoops {
  /** Rows, gradient and Hessian of the sum at an address, in the units of the sum. */
  const read = { rows: 0, g: 0, h: 0 };
  function readSum(at: number, countShift: number, wide: number): void {
    const { u32, i32 } = memory.views;
    const i = at >>> 2;
    if (wide) {
      const split = 2 ** (countShift - 32);
      read.g = i32[i + 1] * word + u32[i];
      read.rows = Math.floor(u32[i + 3] / split);
      read.h = (u32[i + 3] % split) * word + u32[i + 2];
    } else {
      const one = 2 ** countShift;
      read.rows = u32[i] % one;
      read.g = (i32[i + 1] * word + (u32[i] - read.rows)) / one;
      read.h = read.rows;
    }
  }

  function partition(
    rows: number,
    first: number,
    end: number,
    step: number,
    column: number,
    goesLeft: number,
    out: number,
    left: number,
    right: number,
  ): void {
    const { u8, u32 } = memory.views;
    for (let i = first; i !== end; i += step) {
      const row = u32[(rows >>> 2) + i];
      const goes = u8[goesLeft + u8[column + row]] === 1;
      u32[(out >>> 2) + (goes ? left : right)] = row;
      if (goes) left += step;
      else right += step;
    }
  }

  return {
    addRows(pieces, pieceCount, sums, rows, count, packed, wide, _inOrder, _buffer) {
      const { u8, u32 } = memory.views;
      const size = wide ? 4 : 2;
      const stride = (wide ? wideStride : narrowStride) >>> 2;
      for (let k = 0; k < pieceCount; k++) {
        const [base, , width, offset] = u32.subarray((pieces >>> 2) + k * pieceWords);
        for (let i = 0; i < count; i++) {
          const from = (packed >>> 2) + u32[(rows >>> 2) + i] * 2 * size;
          const line = base + u32[from + size];
          for (let j = 0; j < width; j++) {
            const bin = u8[line + j];
            const to = ((sums + offset) >>> 2) + j * stride + bin * size;
            for (let lane = 0; lane < size; lane += 2) {
              const low = u32[to + lane] + u32[from + lane];
              u32[to + lane] = low;
              u32[to + lane + 1] += u32[from + lane + 1] + (low >= word ? 1 : 0);
            }
          }
        }
      }
    },

    clearSums(pieces, pieceCount, sums, wide) {
      const { u8, u32 } = memory.views;
      for (let k = 0; k < pieceCount; k++) {
        const [, , width, offset, bins] = u32.subarray((pieces >>> 2) + k * pieceWords);
        for (let j = 0; j < width; j++) {
          const at = sums + offset + j * (wide ? wideStride : narrowStride);
          u8.fill(0, at, at + bins * (wide ? 16 : 8));
        }
      }
    },

    subtractSums(pieces, pieceCount, sums, part, wide) {
      const { u32 } = memory.views;
      for (let k = 0; k < pieceCount; k++) {
        const [, , width, offset, bins] = u32.subarray((pieces >>> 2) + k * pieceWords);
        for (let j = 0; j < width; j++) {
          const skip = offset + j * (wide ? wideStride : narrowStride);
          const words = wide ? bins * 4 : Math.ceil(bins / 2) * 4;
          for (let i = 0; i < words; i += 2) {
            const at = ((sums + skip) >>> 2) + i;
            const other = ((part + skip) >>> 2) + i;
            const low = u32[at] - u32[other];
            u32[at] = low;
            u32[at + 1] -= u32[other + 1] + (low < 0 ? 1 : 0);
          }
        }
      }
    },

    measureRows(gradient, hessian, count, sums) {
      const { f64 } = memory.views;
      let g = 0;
      let h = 0;
      for (let i = 0; i < count; i++) {
        g += Math.abs(f64[(gradient >>> 3) + i]);
        h += f64[(hessian >>> 3) + i];
      }
      f64[sums >>> 3] = g;
      f64[(sums >>> 3) + 1] = h;
    },

    packRows(gradient, hessian, count, packed, gScale, hScale, countShift, wide, offset, step) {
      const { f64, u32 } = memory.views;
      /** Stores value * 2^shift + more, which a double need not hold. */
      const store = (at: number, value: number, shift: number, more: number): void => {
        const high = Math.floor(value / 2 ** (32 - shift));
        u32[at >>> 2] = (value - high * 2 ** (32 - shift)) * 2 ** shift + more;
        u32[(at >>> 2) + 1] = high;
      };
      for (let i = 0; i < count; i++) {
        const g = nearest(f64[(gradient >>> 3) + i] * gScale);
        const record = packed + (wide ? 32 : 16) * i;
        u32[(record + (wide ? 16 : 8)) >>> 2] = offset + i * step;
        if (wide) {
          store(record, g, 0, 0);
          store(record + 8, 2 ** countShift + nearest(f64[(hessian >>> 3) + i] * hScale), 0, 0);
        } else store(record, g, countShift, 1);
      }
    },

    partitionFront: (rows, from, to, column, goesLeft, out, left, right) =>
      partition(rows, from, to, 1, column, goesLeft, out, left, right),

    partitionBack: (rows, from, to, column, goesLeft, out, left, right) =>
      partition(rows, to - 1, from - 1, -1, column, goesLeft, out, left - 1, right - 1),

    addToRows(rows, from, to, margin, value) {
      const { u32, f64 } = memory.views;
      for (let i = from; i < to; i++) f64[(margin >>> 3) + u32[(rows >>> 2) + i]] += value;
    },

    routeRows(rows, from, to, columns, columnBytes, nodes, values, goesLeft, margin, first) {
      const { u8, i32, f64 } = memory.views;
      for (let i = from; i < to; i++) {
        const row = i32[(rows >>> 2) + i];
        let node = 0;
        for (;;) {
          const feature = i32[(nodes >>> 2) + 2 * node];
          if (feature < 0) break;
          const bin = u8[columns + feature * columnBytes + row];
          node = i32[(nodes >>> 2) + 2 * node + 1] + 1 - u8[goesLeft + node * 256 + bin];
        }
        f64[(margin >>> 3) + row - first] += f64[(values >>> 3) + node];
      }
    },

    sumBins(sums, binCount, countShift, wide, totals) {
      let [rows, g, h] = [0, 0, 0];
      for (let bin = 0; bin < binCount; bin++) {
        readSum(sums + bin * (wide ? 16 : 8), countShift, wide);
        rows += read.rows;
        g += read.g;
        h += read.h;
      }
      memory.views.f64.set([rows, g, h], totals >>> 3);
    },

    scanNumbers(sums, binCount, feature, node, wide, best) {
      const { f64 } = memory.views;
      const about = f64.subarray(node >>> 3, (node >>> 3) + nodeDoubles);
      const [rows, s, h, , l2, minRows, minH, , , gUnit, hUnit, countShift] = about;
      const parent = (s * s) / (h + l2);
      let bestGain = f64[best >>> 3];
      // Few get past this without a division.
      let needed = (bestGain + parent) * 0.9999999999;
      let [leftRows, sumG, sumH] = [0, 0, 0];
      for (let bin = 1; bin < binCount; bin++) {
        readSum(sums + bin * (wide ? 16 : 8), countShift, wide);
        if (read.rows === 0) continue;
        leftRows += read.rows;
        sumG += read.g;
        sumH += read.h;
        const leftS = sumG * gUnit;
        const leftH = sumH * hUnit;
        if (leftRows > rows - minRows) break;
        if (leftRows < minRows || leftH < minH || leftH > h - minH) continue;
        const rightS = s - leftS;
        const a = leftH + l2;
        const b = h - leftH + l2;
        const over = leftS * leftS * b + rightS * rightS * a;
        const under = a * b;
        if (over < needed * under) continue;
        const gain = over / under - parent;
        if (gain <= bestGain) continue;
        bestGain = gain;
        needed = (bestGain + parent) * 0.9999999999;
        const missingLeft = leftRows * 2 >= rows ? 1 : 0;
        f64.set([gain, feature, bin, missingLeft, leftRows, leftS, leftH], best >>> 3);
      }
    },

    presentBins(sums, binCount, countShift, wide, bins) {
      const { u8 } = memory.views;
      let present = 0;
      for (let bin = 1; bin < binCount; bin++) {
        readSum(sums + bin * (wide ? 16 : 8), countShift, wide);
        u8[bins + present] = bin;
        if (read.rows > 0) present++;
      }
      return present;
    },

    orderBins(sums, bins, present, smoothing, node, wide, statistic) {
      const { u8, f64 } = memory.views;
      const about = node >>> 3;
      const values = statistic >>> 3;
      for (let i = 0; i < present; i++) {
        const bin = u8[bins + i];
        readSum(sums + bin * (wide ? 16 : 8), f64[about + 11], wide);
        const value = (read.g * f64[about + 9]) / (read.h * f64[about + 10] + (f64[about + 4] + smoothing));
        let to = i;
        while (to > 0 && f64[values + to - 1] > value) {
          f64[values + to] = f64[values + to - 1];
          u8[bins + to] = u8[bins + to - 1];
          to--;
        }
        f64[values + to] = value;
        u8[bins + to] = bin;
      }
    },

    scanBins(sums, bins, present, smoothing, feature, direction, node, wide, best) {
      const { u8, f64 } = memory.views;
      const about = f64.subarray(node >>> 3, (node >>> 3) + nodeDoubles);
      const [rows, s, h, l1, , minRows, minH, low, high, gUnit, hUnit, countShift] = about;
      const l2 = about[4] + smoothing;
      const simple = about[12] !== 0 && direction === 0;
      const total = h + l2;
      const parent = simple ? (s * s) / total : worth(s, total, l1, low, high);
      let bestGain = f64[best >>> 3];
      let found = -1;
      readSum(sums, countShift, wide);
      const { rows: missing, g: missingG, h: missingH } = read;
      for (let side = missing > 0 ? 1 : 0; side >= 0; side--) {
        let leftRows = side * missing;
        let sumG = side * missingG;
        let sumH = side * missingH;
        for (let i = 0; i < present; i++) {
          const bin = u8[bins + i];
          readSum(sums + bin * (wide ? 16 : 8), countShift, wide);
          leftRows += read.rows;
          sumG += read.g;
          sumH += read.h;
          const leftS = sumG * gUnit;
          const leftH = sumH * hUnit;
          const rightRows = rows - leftRows;
          if (rightRows < minRows) break;
          const rightH = h - leftH;
          if (leftRows < minRows || leftH < minH || rightH < minH) continue;
          const rightS = s - leftS;
          const a = leftH + l2;
          const b = rightH + l2;
          let gain: number;
          if (simple) {
            const over = leftS * leftS * b + rightS * rightS * a;
            const under = a * b;
            // Few get past this without a division.
            if (over < (bestGain + parent) * under * 0.9999999999) continue;
            gain = over / under - parent;
          } else {
            gain = worth(leftS, a, l1, low, high) + worth(rightS, b, l1, low, high) - parent;
            if (direction !== 0 && gain > bestGain) {
              const rise = bestValue(rightS, b, l1, low, high) - bestValue(leftS, a, l1, low, high);
              if (rise * direction < 0) continue;
            }
          }
          if (!(gain > bestGain)) continue;
          bestGain = gain;
          found = i;
          const missingLeft = missing > 0 ? side : leftRows * 2 >= rows ? 1 : 0;
          f64.set([gain, feature, bin, missingLeft, leftRows, leftS, leftH], best >>> 3);
        }
      }
      return found;
    },
  };
}

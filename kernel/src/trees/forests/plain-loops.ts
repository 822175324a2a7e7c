import type { Memory, Views } from '../engine/memory.js';
import { leafMark, setWords } from '../model/trees.js';
import { binRoom, fewRows, nodeAt } from './node.js';

/**
 * The hot loops of this room; see `engine/loops.ts`. Rows are unsigned 32-bit row numbers; lines hold the bins of a row, columns
 * those of a feature, a byte each; `node.ts` lays out the node. Keys of a node with few rows are 16-bit words, bin x 256 + local
 * number of the row, ascending, in lists of {@link fewRows} for each feature.
 */
export interface ForestLoops {
  /**
   * rho_i = a_i - theta h_i with theta = sum a / sum h of these rows; `moments` holds a and h side by side per row of the matrix.
   * Returns 0 where rho is 0 but for rounding or sum h is 0, else 1.
   */
  relabelRatio(rows: number, count: number, moments: number, rho: number): number;
  /**
   * Puts rho, packed count and size, and weight of each row side by side: in the order of the rows, or at the local numbers that
   * `locals` (keys) says. Sets the sums of the node and the score that a split has to beat.
   */
  fillPayload(
    node: number,
    rows: number,
    count: number,
    rho: number,
    packs: number,
    weights: number,
    locals: number,
    payload: number,
  ): void;
  /** Sets bytes to 0, a multiple of 8. */
  clearHistograms(histograms: number, bytes: number): void;
  /** Sets the table of a node whose best split is of numbers: 1 for the bins on the left. */
  fillTable(node: number): void;
  /** Adds rows to the histograms, one per feature drawn. */
  addToHistograms(
    node: number,
    payload: number,
    rows: number,
    count: number,
    lines: number,
    stride: number,
    drawn: number,
    drawnCount: number,
    histograms: number,
  ): void;
  /** Looks for the best split among the features drawn: sum of squares of the sums of rho over the weight, of both sides. */
  searchHistograms(
    node: number,
    drawn: number,
    drawnCount: number,
    kinds: number,
    binCounts: number,
    histograms: number,
  ): void;
  /** Sorts the keys of all features for at most 256 rows; `counts` is 512 bytes of scratch. */
  sortKeys(
    rows: number,
    count: number,
    lines: number,
    stride: number,
    features: number,
    featureCount: number,
    keys: number,
    counts: number,
  ): void;
  /** Like {@link searchHistograms}, by the sorted keys of the node. */
  searchKeys(
    node: number,
    drawn: number,
    drawnCount: number,
    kinds: number,
    keys: number,
    payload: number,
  ): void;
  /** Writes a byte per local number: what the table says of its bin in a list, 1 for the left; returns the number of those. */
  flagKeys(keys: number, list: number, count: number, table: number, flags: number): number;
  /** Parts the lists named, in order, into the `left` keys flagged 1 and the others, to lists of the same names at `to`. */
  partKeys(
    keys: number,
    lists: number,
    listCount: number,
    count: number,
    left: number,
    flags: number,
    to: number,
  ): void;
  /** Writes the rows with the local numbers of the keys, in their order. */
  rowsOfKeys(list: number, count: number, rows: number, to: number): void;
  /** Parts rows, in order, into left and right by their bins, which lie `stride` bytes apart; returns the number on the left. */
  partitionRows(
    rows: number,
    count: number,
    bins: number,
    stride: number,
    table: number,
    spare: number,
  ): number;
  /** Copies the records, `bytes` each (a multiple of 4), of some rows side by side to `to`. */
  gatherRecords(from: number, rows: number, count: number, bytes: number, to: number): void;
  /** Writes a byte per line: what the table says of its bin of a feature, 1 for the left; returns the number of those. */
  flagRecords(
    lines: number,
    count: number,
    stride: number,
    feature: number,
    table: number,
    flags: number,
  ): number;
  /** Parts records of `bytes` each (a multiple of 4), in order, into those flagged 1 and the others. */
  partRecords(records: number, count: number, bytes: number, flags: number, spare: number): void;
  /** Sums of `width` moments over rows, and of their weights (1 where `weights` is 0) after them. */
  sumMoments(
    rows: number,
    count: number,
    moments: number,
    width: number,
    weights: number,
    sums: number,
  ): void;
  /** Writes the rows `from` to `to` whose bit is not set, ascending; returns how many. */
  unseenRows(seen: number, from: number, to: number, rows: number): number;
  /** Numbers of the leaves that rows end in, a word a row, of the tree whose first node and first set are at these addresses. */
  leavesOfRows(
    rootAt: number,
    setRootAt: number,
    nodes: number,
    sets: number,
    lines: number,
    stride: number,
    rows: number,
    count: number,
    leaves: number,
  ): void;
  /**
   * Adds what a group of trees says to the sums of rows (see `bags.ts`), which lie `bytes` apart; `rows` 0: rows 0, 1, .... The
   * leaves of each tree are `step` bytes after those of the one before; `spare` is room for `width` doubles.
   */
  addToBags(
    rows: number,
    count: number,
    leaves: number,
    step: number,
    groupSize: number,
    values: number,
    width: number,
    sums: number,
    bytes: number,
    spare: number,
  ): void;
}

/** Share of the squares of a node's values that is rounding. */
const leastGain = 1e-10;

/** A split of the same feature has to be better by this factor, so that rounding does not move it across empty bins. */
const lead = 1 + 1e-14;

/** Their TypeScript twins. */
export function forestLoops(memory: Memory): ForestLoops {
  return {
    relabelRatio(rows, count, moments, rho) {
      const { u32, f64 } = memory.views;
      const m = moments >>> 3;
      let a = 0;
      let h = 0;
      for (let i = 0; i < count; i++) {
        const row = u32[(rows >>> 2) + i];
        a += f64[m + 2 * row];
        h += f64[m + 2 * row + 1];
      }
      if (h === 0) return 0;
      const theta = a / h;
      let largest = 0;
      let residual = 0;
      for (let i = 0; i < count; i++) {
        const row = u32[(rows >>> 2) + i];
        const value = f64[m + 2 * row];
        const rest = value - theta * f64[m + 2 * row + 1];
        f64[(rho >>> 3) + i] = rest;
        largest = Math.max(largest, Math.abs(value));
        residual = Math.max(residual, Math.abs(rest));
      }
      return residual > 1e-10 * largest ? 1 : 0;
    },

    fillPayload(node, rows, count, rho, packs, weights, locals, payload) {
      const { u16, u32, f64 } = memory.views;
      const side = new Side(memory.views, node);
      const { k, width } = side;
      let spread = 0;
      side.clear();
      for (let i = 0; i < count; i++) {
        const row = u32[(rows >>> 2) + i];
        const place = locals === 0 ? i : u16[(locals >>> 1) + i] & 255;
        const to = (payload >>> 3) + place * width;
        for (let j = 0; j < k; j++) {
          const here = f64[(rho >>> 3) + i * k + j];
          f64[to + j] = here;
          spread += here * here;
        }
        f64[to + k] = f64[(packs >>> 3) + row];
        for (let j = k + 1; j < width; j++)
          f64[to + j] = j === k + 1 && weights !== 0 ? f64[(weights >>> 3) + row] : 0;
        side.add(to);
      }
      side.takeTotals(count, spread);
    },

    clearHistograms(histograms, bytes) {
      memory.views.f64.fill(0, histograms >>> 3, (histograms + bytes) >>> 3);
    },

    fillTable(node) {
      const { u8, i32 } = memory.views;
      const table = node + nodeAt.table;
      const last = i32[(node + nodeAt.bin) >>> 2];
      for (let bin = 1; bin < binRoom; bin++) u8[table + bin] = bin <= last ? 1 : 0;
      u8[table] = i32[(node + nodeAt.missingLeft) >>> 2];
    },

    addToHistograms(node, payload, rows, count, lines, stride, drawn, drawnCount, histograms) {
      const { u8, u16, u32, f64 } = memory.views;
      const { width } = new Side(memory.views, node);
      for (let i = 0; i < count; i++) {
        const line = lines + u32[(rows >>> 2) + i] * stride;
        const from = (payload >>> 3) + i * width;
        for (let j = 0; j < drawnCount; j++) {
          const bin = u8[line + u16[(drawn >>> 1) + j]];
          const to = (histograms >>> 3) + (j * binRoom + bin) * width;
          for (let c = 0; c < width; c++) f64[to + c] += f64[from + c];
        }
      }
    },

    searchHistograms(node, drawn, drawnCount, kinds, binCounts, histograms) {
      const { u8, u16, i32 } = memory.views;
      const side = new Side(memory.views, node);
      for (let j = 0; j < drawnCount; j++) {
        const feature = u16[(drawn >>> 1) + j];
        const bins = i32[(binCounts >>> 2) + feature];
        const histogram = (histograms >>> 3) + j * binRoom * side.width;
        if (u8[kinds + feature] !== 0) side.searchLevels(histogram, feature, bins);
        else side.searchBins(histogram, feature, bins);
      }
    },

    sortKeys(rows, count, lines, stride, features, featureCount, keys) {
      const { u8, u16, u32 } = memory.views;
      const counts = new Uint16Array(256);
      for (let j = 0; j < featureCount; j++) {
        const feature = u16[(features >>> 1) + j];
        const to = (keys >>> 1) + feature * fewRows;
        const binOf = (i: number): number => u8[lines + u32[(rows >>> 2) + i] * stride + feature];
        counts.fill(0);
        for (let i = 0; i < count; i++) counts[binOf(i)]++;
        let before = 0;
        counts.forEach((here, bin) => {
          counts[bin] = before;
          before += here;
        });
        for (let i = 0; i < count; i++) u16[to + counts[binOf(i)]++] = (binOf(i) << 8) | i;
      }
    },

    searchKeys(node, drawn, drawnCount, kinds, keys, payload) {
      const { u8, u16 } = memory.views;
      const side = new Side(memory.views, node);
      for (let j = 0; j < drawnCount; j++) {
        const feature = u16[(drawn >>> 1) + j];
        const list = (keys >>> 1) + feature * fewRows;
        if (u8[kinds + feature] !== 0) side.searchFewLevels(feature, list, payload >>> 3);
        else side.searchKeys(feature, list, payload >>> 3);
      }
    },

    flagKeys(keys, list, count, table, flags) {
      const { u8, u16 } = memory.views;
      let left = 0;
      for (let i = 0; i < count; i++) {
        const key = u16[(keys >>> 1) + list * fewRows + i];
        left += u8[flags + (key & 255)] = u8[table + (key >>> 8)];
      }
      return left;
    },

    partKeys(keys, lists, listCount, count, left, flags, to) {
      const { u8, u16 } = memory.views;
      for (let j = 0; j < listCount; j++) {
        const list = u16[(lists >>> 1) + j] * fewRows;
        const first = (keys >>> 1) + list;
        let one = (to >>> 1) + list;
        let other = one + left;
        for (let i = 0; i < count; i++) {
          const key = u16[first + i];
          if (u8[flags + (key & 255)] === 1) u16[one++] = key;
          else u16[other++] = key;
        }
      }
    },

    rowsOfKeys(list, count, rows, to) {
      const { u16, u32 } = memory.views;
      for (let i = 0; i < count; i++) u32[(to >>> 2) + i] = u32[(rows >>> 2) + (u16[(list >>> 1) + i] & 255)];
    },

    partitionRows(rows, count, bins, stride, table, spare) {
      const { u8, u32 } = memory.views;
      const first = rows >>> 2;
      let to = first;
      let other = spare >>> 2;
      for (let i = first; i < first + count; i++) {
        const row = u32[i];
        if (u8[table + u8[bins + row * stride]] === 1) u32[to++] = row;
        else u32[other++] = row;
      }
      u32.copyWithin(to, spare >>> 2, other);
      return to - first;
    },

    gatherRecords(from, rows, count, bytes, to) {
      const { u32 } = memory.views;
      const words = bytes >>> 2;
      for (let i = 0; i < count; i++) {
        const at = (from >>> 2) + u32[(rows >>> 2) + i] * words;
        u32.copyWithin((to >>> 2) + i * words, at, at + words);
      }
    },

    flagRecords(lines, count, stride, feature, table, flags) {
      const { u8 } = memory.views;
      let left = 0;
      for (let i = 0; i < count; i++) {
        const goes = u8[table + u8[lines + i * stride + feature]];
        u8[flags + i] = goes;
        left += goes;
      }
      return left;
    },

    partRecords(records, count, bytes, flags, spare) {
      const { u8, u32 } = memory.views;
      const words = bytes >>> 2;
      let to = records >>> 2;
      let other = spare >>> 2;
      for (let i = 0, from = to; i < count; i++, from += words) {
        if (u8[flags + i] === 1) {
          u32.copyWithin(to, from, from + words);
          to += words;
        } else {
          u32.copyWithin(other, from, from + words);
          other += words;
        }
      }
      u32.copyWithin(to, spare >>> 2, other);
    },

    sumMoments(rows, count, moments, width, weights, sums) {
      const { u32, f64 } = memory.views;
      const to = sums >>> 3;
      f64.fill(0, to, to + width + 1);
      for (let i = 0; i < count; i++) {
        const row = u32[(rows >>> 2) + i];
        for (let j = 0; j < width; j++) f64[to + j] += f64[(moments >>> 3) + row * width + j];
        f64[to + width] += weights === 0 ? 1 : f64[(weights >>> 3) + row];
      }
    },

    unseenRows(seen, from, to, rows) {
      const { u8, u32 } = memory.views;
      let at = rows >>> 2;
      for (let row = from; row < to; row++) {
        if (((u8[seen + (row >>> 3)] >>> (row & 7)) & 1) === 0) u32[at++] = row;
      }
      return at - (rows >>> 2);
    },

    leavesOfRows(rootAt, setRootAt, nodes, sets, lines, stride, rows, count, leaves) {
      const { u8, u32 } = memory.views;
      const ownSets = (sets >>> 2) + setWords * u32[setRootAt >>> 2];
      for (let i = 0; i < count; i++) {
        const line = lines + u32[(rows >>> 2) + i] * stride;
        let at = (nodes >>> 2) + 2 * u32[rootAt >>> 2];
        for (let word = u32[at]; ((word >>> 16) & leafMark) !== leafMark; word = u32[at]) {
          const bin = u8[line + ((word >>> 16) & leafMark)];
          let left: boolean;
          if (bin === 0) left = ((word >>> 30) & 1) === 1;
          else if (word >>> 31 === 1) {
            left = ((u32[ownSets + setWords * (word & 0xffff) + (bin >>> 5)] >>> (bin & 31)) & 1) === 1;
          } else left = bin <= (word & 0xffff) + 1;
          at = (nodes >>> 2) + 2 * (u32[at + 1] + (left ? 0 : 1));
        }
        u32[(leaves >>> 2) + i] = u32[at + 1];
      }
    },

    addToBags(rows, count, leaves, step, groupSize, values, width, sums, bytes) {
      const { u32, f64 } = memory.views;
      const triangle = (width * (width + 1)) / 2;
      const mean = new Float64Array(width);
      for (let i = 0; i < count; i++) {
        const own = (sums + (rows === 0 ? i : u32[(rows >>> 2) + i]) * bytes) >>> 3;
        mean.fill(0);
        for (let t = 0; t < groupSize; t++) {
          const says = (values >>> 3) + u32[(leaves + t * step + 4 * i) >>> 2] * width;
          for (let p = 0, to = own + width + triangle; p < width; p++) {
            mean[p] += f64[says + p];
            for (let q = 0; q <= p; q++) f64[to++] += f64[says + p] * f64[says + q];
          }
        }
        for (let p = 0, to = own + width; p < width; p++) {
          mean[p] *= 1 / groupSize;
          f64[own + p] += mean[p];
          for (let q = 0; q <= p; q++) f64[to++] += mean[p] * mean[q];
        }
        f64[own + bytes / 8 - 1]++;
      }
    },
  };
}

/** The left side of a node and the search over it; places are those of doubles. */
class Side {
  readonly k: number;
  /** Doubles that sums take. */
  readonly width: number;
  private readonly weighted: boolean;
  private readonly unit: number;
  private readonly at: number;
  private readonly left: number;
  private readonly words: number;

  constructor(
    private readonly views: Views,
    private readonly node: number,
  ) {
    this.words = node >>> 2;
    this.k = views.i32[this.words + nodeAt.values / 4];
    this.width = 2 * views.i32[this.words + nodeAt.pairs / 4];
    this.weighted = views.i32[this.words + nodeAt.weighted / 4] !== 0;
    this.at = node >>> 3;
    this.unit = views.f64[this.at + nodeAt.unit / 8];
    this.left = this.at + nodeAt.left / 8;
  }

  clear(): void {
    this.views.f64.fill(0, this.left, this.left + this.width);
  }

  add(from: number): void {
    const { f64 } = this.views;
    for (let c = 0; c < this.width; c++) f64[this.left + c] += f64[from + c];
  }

  /** The sums on the left are those of the whole node. */
  takeTotals(count: number, spread: number): void {
    const { f64, i32 } = this.views;
    const { at, left, k } = this;
    const weight = this.weighted ? f64[left + k + 1] : count;
    f64[at + nodeAt.count / 8] = count;
    f64[at + nodeAt.size / 8] = f64[left + k] - count * this.unit;
    f64[at + nodeAt.weight / 8] = weight;
    let squares = 0;
    for (let i = 0; i < k; i++) {
      f64[at + nodeAt.sums / 8 + i] = f64[left + i];
      squares += f64[left + i] * f64[left + i];
    }
    const bar = (squares + leastGain * spread) / weight;
    f64[at + nodeAt.score / 8] = bar;
    f64[at + nodeAt.bar / 8] = bar;
    i32[this.words + nodeAt.feature / 4] = -1;
  }

  /**
   * Numeric: bins in order, the missing values tried on both sides; without any they go with the more numerous side. The best
   * split of the feature is sought by itself, with cross products in the place of divisions, and then held against the others.
   */
  searchBins(histogram: number, feature: number, bins: number): void {
    const { f64 } = this.views;
    const { at, left, k } = this;
    const missing = f64[histogram + k] > 0;
    const weight = f64[at + nodeAt.weight / 8];
    let bar = f64[at + nodeAt.bar / 8];
    let best = 0;
    let place = 0;
    let missingLeft = 0;
    for (let side = missing ? 1 : 0; side >= 0; side--) {
      this.clear();
      if (side === 1) this.add(histogram);
      for (let bin = 1; bin < bins; bin++) {
        this.add(histogram + bin * this.width);
        const count = this.leftCount();
        const leftWeight = this.weighted ? f64[left + k + 1] : count;
        const rightWeight = weight - leftWeight;
        const [squares, others] = this.squares();
        const above = squares * rightWeight + others * leftWeight;
        const below = leftWeight * rightWeight;
        if (!(above > bar * below) || !this.bigEnough(count)) continue;
        best = above / below;
        bar = best * lead;
        place = bin;
        missingLeft = missing ? side : this.isMore(count);
      }
    }
    if (place > 0 && best > f64[at + nodeAt.score / 8]) this.record(best, feature, place, missingLeft);
  }

  /**
   * Categorical: levels ordered by their mean of each value in turn, so that for that value the best of all subsets is among
   * the prefixes (Fisher 1958; Breiman et al. 1984, 4.2.2). Levels that the node lacks go where its missing values go.
   */
  searchLevels(histogram: number, feature: number, bins: number): void {
    const { u8, f64, i32 } = this.views;
    const { node, k, width } = this;
    const missing = f64[histogram + k] > 0;
    const order = (node + nodeAt.levelBins) >>> 2;
    for (let value = 0; value < k; value++) {
      const present = this.orderLevels(histogram, bins, value);
      let last = -1;
      for (let side = missing ? 1 : 0; side >= 0; side--) {
        this.clear();
        if (side === 1) this.add(histogram);
        for (let i = 0; i < present; i++) {
          this.add(histogram + i32[order + i] * width);
          if (!this.offer(feature, 0, missing ? side : -1)) continue;
          i32[this.words + nodeAt.isSet / 4] = 1;
          last = i;
        }
      }
      if (last < 0) continue;
      u8.fill(i32[this.words + nodeAt.missingLeft / 4], node + nodeAt.table, node + nodeAt.table + binRoom);
      for (let i = 0; i < present; i++) u8[node + nodeAt.table + i32[order + i]] = i <= last ? 1 : 0;
    }
  }

  searchFewLevels(feature: number, list: number, payload: number): void {
    const { u16, f64 } = this.views;
    const { width } = this;
    const count = f64[this.at + nodeAt.count / 8];
    const histogram = (this.node + nodeAt.histogram) >>> 3;
    const bins = (u16[list + count - 1] >>> 8) + 1;
    if (u16[list] >>> 8 === bins - 1) return;
    f64.fill(0, histogram, histogram + bins * width);
    for (let i = 0; i < count; i++) {
      const key = u16[list + i];
      const to = histogram + (key >>> 8) * width;
      for (let c = 0; c < width; c++) f64[to + c] += f64[payload + (key & 255) * width + c];
    }
    this.searchLevels(histogram, feature, bins);
  }

  searchKeys(feature: number, list: number, payload: number): void {
    const { u16 } = this.views;
    const count = this.views.f64[this.at + nodeAt.count / 8];
    if (u16[list] >>> 8 === u16[list + count - 1] >>> 8) return;
    if (u16[list] >>> 8 !== 0) {
      this.scanKeys(feature, list, 0, payload, -1);
      return;
    }
    let start = 1;
    while (u16[list + start] >>> 8 === 0) start++;
    this.scanKeys(feature, list, 0, payload, 1);
    this.scanKeys(feature, list, start, payload, 0);
  }

  private scanKeys(feature: number, list: number, start: number, payload: number, side: number): void {
    const { u16 } = this.views;
    const count = this.views.f64[this.at + nodeAt.count / 8];
    this.clear();
    for (let i = start; i < count; i++) {
      const key = u16[list + i];
      this.add(payload + (key & 255) * this.width);
      const bin = key >>> 8;
      if (bin === 0 || (i + 1 < count && u16[list + i + 1] >>> 8 === bin)) continue;
      this.offer(feature, bin, side);
    }
  }

  /** Takes the left side as it is now for the best split if it is one; `side` says where missing values are, -1: there are none. */
  private offer(feature: number, bin: number, side: number): boolean {
    const { f64 } = this.views;
    const { at, left, k } = this;
    const count = this.leftCount();
    if (!this.bigEnough(count)) return false;
    const leftWeight = this.weighted ? f64[left + k + 1] : count;
    const [squares, others] = this.squares();
    const score = squares * (1 / leftWeight) + others * (1 / (f64[at + nodeAt.weight / 8] - leftWeight));
    if (!(score > f64[at + nodeAt.score / 8])) return false;
    this.record(score, feature, bin, side >= 0 ? side : this.isMore(count));
    return true;
  }

  private record(score: number, feature: number, bin: number, missingLeft: number): void {
    const { f64, i32 } = this.views;
    f64[this.at + nodeAt.score / 8] = score;
    i32[this.words + nodeAt.feature / 4] = feature;
    i32[this.words + nodeAt.bin / 4] = bin;
    i32[this.words + nodeAt.missingLeft / 4] = missingLeft;
    i32[this.words + nodeAt.isSet / 4] = 0;
  }

  private leftCount(): number {
    return Math.floor(this.views.f64[this.left + this.k] / this.unit);
  }

  /** 1 where the left side has at least as many rows as the right one. */
  private isMore(leftCount: number): number {
    return leftCount * 2 >= this.views.f64[this.at + nodeAt.count / 8] ? 1 : 0;
  }

  private bigEnough(leftCount: number): boolean {
    const { f64 } = this.views;
    const { at, left, k } = this;
    const leftSize = f64[left + k] - leftCount * this.unit;
    const least = f64[at + nodeAt.leastCount / 8];
    const leastSize = f64[at + nodeAt.leastSize / 8];
    if (leftCount < least || f64[at + nodeAt.count / 8] - leftCount < least) return false;
    return leftSize >= leastSize && f64[at + nodeAt.size / 8] - leftSize >= leastSize;
  }

  /** Squares of the sums of rho, added up, on the left and on the right. */
  private squares(): [number, number] {
    const { f64 } = this.views;
    let own = 0;
    let others = 0;
    for (let i = 0; i < this.k; i++) {
      const s = f64[this.left + i];
      const rest = f64[this.at + nodeAt.sums / 8 + i] - s;
      own += s * s;
      others += rest * rest;
    }
    return [own, others];
  }

  private orderLevels(histogram: number, bins: number, value: number): number {
    const { f64, i32 } = this.views;
    const { k, width } = this;
    const order = (this.node + nodeAt.levelBins) >>> 2;
    const means = (this.node + nodeAt.levelMeans) >>> 3;
    let present = 0;
    for (let bin = 1; bin < bins; bin++) {
      const from = histogram + bin * width;
      if (!(f64[from + k] > 0)) continue;
      const weight = this.weighted ? f64[from + k + 1] : Math.floor(f64[from + k] / this.unit);
      const mean = f64[from + value] / weight;
      let to = present++;
      for (; to > 0 && f64[means + to - 1] > mean; to--) {
        f64[means + to] = f64[means + to - 1];
        i32[order + to] = i32[order + to - 1];
      }
      f64[means + to] = mean;
      i32[order + to] = bin;
    }
    return present;
  }
}

import type { BinnedMatrix } from './binning.js';
import type { Split } from './split.js';
import { setWords, type Tree } from './tree.js';

/** Writes one tree after another node by node; keeps the splits as bins too, to route binned rows. */
export class TreeBuilder {
  private readonly feature: Int32Array;
  private readonly threshold: Float64Array;
  private readonly set: Int32Array;
  private readonly left: Int32Array;
  private readonly right: Int32Array;
  private readonly bin: Uint8Array;
  private readonly missingLeft: Uint8Array;
  readonly cover: Float64Array;
  readonly value: Float64Array;
  private sets: number[] = [];
  private nodes = 0;

  /** Room for trees of `mostLeaves` leaves. */
  constructor(
    private readonly matrix: BinnedMatrix,
    mostLeaves: number,
  ) {
    const most = 2 * mostLeaves;
    this.feature = new Int32Array(most);
    this.threshold = new Float64Array(most);
    this.set = new Int32Array(most);
    this.left = new Int32Array(most);
    this.right = new Int32Array(most);
    this.bin = new Uint8Array(most);
    this.missingLeft = new Uint8Array(most);
    this.cover = new Float64Array(most);
    this.value = new Float64Array(most);
  }

  /** Forgets the tree and starts one with a root of `cover` rows. */
  begin(cover: number): void {
    this.nodes = 0;
    this.sets = [];
    this.leaf(cover);
  }

  private leaf(cover: number): number {
    const node = this.nodes++;
    this.feature[node] = -1;
    this.threshold[node] = 0;
    this.set[node] = -1;
    this.left[node] = -1;
    this.right[node] = -1;
    this.missingLeft[node] = 0;
    this.value[node] = 0;
    this.cover[node] = cover;
    return node;
  }

  /** Makes a leaf an inner node; returns its left child, the right one is the next. */
  split(node: number, split: Split, leftCover: number, rightCover: number): number {
    const left = this.leaf(leftCover);
    this.feature[node] = split.feature;
    this.left[node] = left;
    this.right[node] = this.leaf(rightCover);
    this.missingLeft[node] = split.missingLeft ? 1 : 0;
    this.bin[node] = split.bin;
    if (split.categorical) {
      this.set[node] = this.sets.length;
      this.sets.push(...split.set);
    } else {
      const cuts = this.matrix.cuts[split.feature];
      this.threshold[node] = split.bin <= cuts.length ? cuts[split.bin - 1] : Number.MAX_VALUE;
    }
    return left;
  }

  /** Leaf of the tree being built in which a row of the matrix ends. */
  leafOfRow(row: number): number {
    const { feature, bin, set, missingLeft } = this;
    let node = 0;
    while (feature[node] >= 0) {
      const b = this.matrix.bins[feature[node]][row];
      let toLeft: boolean;
      if (b === 0) toLeft = missingLeft[node] === 1;
      else if (set[node] < 0) toLeft = b <= bin[node];
      else toLeft = ((this.sets[set[node] + (b >>> 5)] >>> (b & 31)) & 1) === 1;
      node = toLeft ? this.left[node] : this.right[node];
    }
    return node;
  }

  /** The tree built, in arrays of its own, its sets in the order of their nodes. */
  finish(): Tree {
    const n = this.nodes;
    const set = this.set.slice(0, n);
    const sets = new Uint32Array(this.sets.length);
    let next = 0;
    for (let node = 0; node < n; node++) {
      if (set[node] < 0) continue;
      for (let word = 0; word < setWords; word++) sets[next + word] = this.sets[set[node] + word];
      set[node] = next;
      next += setWords;
    }
    return {
      feature: this.feature.slice(0, n),
      threshold: this.threshold.slice(0, n),
      set,
      sets,
      left: this.left.slice(0, n),
      right: this.right.slice(0, n),
      missingLeft: this.missingLeft.slice(0, n),
      cover: this.cover.slice(0, n),
      value: this.value.slice(0, n),
    };
  }
}

/** Moves the rows of `rows[from..to)` that go left to the front, both sides in their order; returns where the right begins. */
export function partition(
  rows: Int32Array,
  from: number,
  to: number,
  bins: Uint8Array,
  split: Split,
  scratch: Int32Array,
): number {
  let left = from;
  let right = 0;
  for (let i = from; i < to; i++) {
    const row = rows[i];
    if (split.binGoesLeft(bins[row])) rows[left++] = row;
    else scratch[right++] = row;
  }
  for (let i = 0; i < right; i++) rows[left + i] = scratch[i];
  return left;
}

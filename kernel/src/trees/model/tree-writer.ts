import { leafMark, leanCovers, setWords, type Trees } from './trees.js';

/** Writes a block of trees one after another, node by node, in any order in which parents come before their children. */
export class TreeWriter {
  private nodes = new Uint32Array(256);
  private nodeCount = 0;
  private sets = new Uint32Array(0);
  private setCount = 0;
  private values: Float64Array | Float32Array;
  private cover: Float64Array | Float32Array;
  private leaves = 0;
  private readonly roots: number[] = [];
  private readonly setRoots: number[] = [];

  /**
   * @param width numbers a leaf holds
   * @param precision of leaf values and covers: single halves the memory of large forests
   */
  constructor(
    readonly width: number,
    private readonly precision: 'single' | 'double',
  ) {
    this.values = this.floats(64 * width);
    this.cover = this.floats(64);
  }

  /** Starts a tree; returns its root, which like every new node must become an inner node or a leaf. */
  begin(): number {
    this.roots.push(this.nodeCount);
    this.setRoots.push(this.setCount);
    return this.add(1);
  }

  /** Makes a node split numbers: at most `cuts[cut]` goes left. Returns the left child, the right one is the next. */
  splitNumbers(node: number, feature: number, cut: number, missingLeft: boolean): number {
    return this.split(node, feature, cut, missingLeft, 0);
  }

  /** Makes a node split groups: those whose bit is set in the words of `set` go left. Returns the left child. */
  splitGroups(node: number, feature: number, set: ArrayLike<number>, missingLeft: boolean): number {
    const at = this.setCount * setWords;
    if (at === this.sets.length) this.sets = grown(this.sets, Math.max(64, 2 * at));
    this.sets.set(set, at);
    const number = this.setCount++ - this.setRoots[this.setRoots.length - 1];
    return this.split(node, feature, number, missingLeft, 1);
  }

  /** Whether the tree begun can take another set. */
  get hasRoomForSet(): boolean {
    return this.setCount - this.setRoots[this.setRoots.length - 1] <= 0xffff;
  }

  /** Makes a node a leaf; returns its number. Its values are 0 until they are set. */
  leaf(node: number, cover: number): number {
    const leaf = this.leaves++;
    if (leaf === this.cover.length) {
      this.cover = this.enlarged(this.cover, 2 * leaf);
      this.values = this.enlarged(this.values, 2 * leaf * this.width);
    }
    this.cover[leaf] = cover;
    this.nodes[2 * node] = (leafMark << 16) >>> 0;
    this.nodes[2 * node + 1] = leaf;
    return leaf;
  }

  setValue(leaf: number, index: number, value: number): void {
    this.values[leaf * this.width + index] = value;
  }

  /** The block written so far, in arrays of its own. */
  finish(): Trees {
    return {
      roots: Uint32Array.of(...this.roots, this.nodeCount),
      nodes: this.nodes.slice(0, 2 * this.nodeCount),
      setRoots: Uint32Array.of(...this.setRoots, this.setCount),
      sets: this.sets.slice(0, this.setCount * setWords),
      width: this.width,
      values: this.values.slice(0, this.leaves * this.width),
      cover: leanCovers(this.cover.slice(0, this.leaves)),
    };
  }

  private add(count: number): number {
    const node = this.nodeCount;
    this.nodeCount += count;
    if (2 * this.nodeCount > this.nodes.length) this.nodes = grown(this.nodes, 2 * this.nodes.length);
    return node;
  }

  private split(node: number, feature: number, cut: number, missingLeft: boolean, groups: number): number {
    const left = this.add(2);
    this.nodes[2 * node] = ((groups << 31) | ((missingLeft ? 1 : 0) << 30) | (feature << 16) | cut) >>> 0;
    this.nodes[2 * node + 1] = left;
    return left;
  }

  private floats(length: number): Float64Array | Float32Array {
    return this.precision === 'single' ? new Float32Array(length) : new Float64Array(length);
  }

  private enlarged(array: Float64Array | Float32Array, length: number): Float64Array | Float32Array {
    const larger = this.floats(length);
    larger.set(array);
    return larger;
  }
}

function grown(array: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(array);
  return larger;
}

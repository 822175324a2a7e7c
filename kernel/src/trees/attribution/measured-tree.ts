import { featureOf, isLeaf, leafNumber, leftChild, type Trees } from '../model/trees.js';

/** A tree of a block with what walks ask about its nodes; places are counted from its root. */
export class MeasuredTree {
  readonly root: number;
  /** Rows (or their weight) of each node. */
  readonly cover: Float64Array;
  /** Inner nodes at and below each node. */
  readonly inner: Int32Array;
  /** Mean of the leaves by cover. */
  readonly mean: number;
  /** Most players on a path. */
  readonly mostPlayers: number;

  constructor(
    readonly trees: Trees,
    /** Its number in the block. */
    readonly number: number,
    /** Player of each feature. */
    readonly playerOf: Int32Array,
    players: number,
  ) {
    this.root = trees.roots[number];
    const count = trees.roots[number + 1] - this.root;
    this.cover = new Float64Array(count);
    this.inner = new Int32Array(count);
    let sum = 0;
    for (let place = count - 1; place >= 0; place--) {
      const node = this.root + place;
      if (isLeaf(trees, node)) {
        const leaf = leafNumber(trees, node);
        this.cover[place] = trees.cover[leaf];
        sum += trees.cover[leaf] * trees.values[leaf];
      } else {
        const left = leftChild(trees, node) - this.root;
        this.cover[place] = this.cover[left] + this.cover[left + 1];
        this.inner[place] = 1 + this.inner[left] + this.inner[left + 1];
      }
    }
    this.mean = this.cover[0] > 0 ? sum / this.cover[0] : 0;
    this.mostPlayers = this.countPlayers(players);
  }

  player(node: number): number {
    return this.playerOf[featureOf(this.trees, node)];
  }

  innerBelow(node: number): number {
    return this.inner[node - this.root];
  }

  /** Share of the rows of an inner node that go to a child of it. */
  share(node: number, child: number): number {
    const cover = this.cover[node - this.root];
    return cover > 0 ? this.cover[child - this.root] / cover : 0;
  }

  /** A walk over all nodes that counts the players of the path it is on. */
  private countPlayers(players: number): number {
    const { trees } = this;
    const times = new Int32Array(players);
    const path: number[] = [];
    const right: boolean[] = [];
    let distinct = 0;
    let most = 0;
    let node = this.root;
    for (;;) {
      while (!isLeaf(trees, node)) {
        if (times[this.player(node)]++ === 0) distinct++;
        path.push(node);
        right.push(false);
        node = leftChild(trees, node);
      }
      if (distinct > most) most = distinct;
      let top = path.length - 1;
      while (top >= 0 && right[top]) {
        if (--times[this.player(path[top])] === 0) distinct--;
        path.pop();
        right.pop();
        top--;
      }
      if (top < 0) return most;
      right[top] = true;
      node = leftChild(trees, path[top]) + 1;
    }
  }
}

/** Most edges on a path of any tree of a block. */
export function depthOf(trees: Trees): number {
  const depth = new Uint32Array(trees.nodes.length / 2);
  let most = 0;
  for (let node = 0; node < depth.length; node++) {
    if (isLeaf(trees, node)) {
      if (depth[node] > most) most = depth[node];
      continue;
    }
    const left = leftChild(trees, node);
    depth[left] = depth[node] + 1;
    depth[left + 1] = depth[node] + 1;
  }
  return most;
}

import { isLeaf, leftChild } from '../model/trees.js';
import type { MeasuredTree } from './measured-tree.js';

/** The path from the root of a tree to where a walk is: one edge per level, from 1 on. */
export class Path {
  /** Edges on it. */
  level = 0;
  /** Per level: the node entered, the one it was entered from, and whether as its right child. */
  readonly child: number[] = [0];
  readonly parent: number[] = [0];
  readonly right: boolean[] = [false];
  readonly player: number[] = [0];
  /** Per level: that of the nearest edge above on the same player, 0 where there is none. */
  readonly earlier: number[] = [0];
  /** Per level: product of the shares of all edges down to it on its player. */
  readonly z: number[] = [1];
  /** Level of the last edge on each player, 0 where there is none. */
  readonly last: Int32Array;

  constructor(players: number) {
    this.last = new Int32Array(players);
  }

  push(tree: MeasuredTree, node: number, right: boolean): void {
    const level = ++this.level;
    const child = leftChild(tree.trees, node) + (right ? 1 : 0);
    const player = tree.player(node);
    const earlier = this.last[player];
    this.child[level] = child;
    this.parent[level] = node;
    this.right[level] = right;
    this.player[level] = player;
    this.earlier[level] = earlier;
    this.z[level] = this.z[earlier] * tree.share(node, child);
    this.last[player] = level;
  }

  pop(): void {
    this.last[this.player[this.level]] = this.earlier[this.level];
    this.level--;
  }
}

/** What is done on a walk over a tree. */
export interface Visitor {
  /** At an inner node; true if nothing below it needs a visit. */
  node(node: number): boolean;
  /** After an edge was added to the path. */
  enter(): void;
  /** Before an edge is taken from the path. */
  leave(): void;
}

/** Walks a tree depth first, left before right, along `path`, which is empty before and after. */
export function walkTree(tree: MeasuredTree, path: Path, visitor: Visitor): void {
  let node = tree.root;
  for (;;) {
    if (!isLeaf(tree.trees, node) && !visitor.node(node)) {
      path.push(tree, node, false);
      visitor.enter();
      node = path.child[path.level];
      continue;
    }
    for (;;) {
      if (path.level === 0) return;
      visitor.leave();
      const { level } = path;
      const wasRight = path.right[level];
      const parent = path.parent[level];
      path.pop();
      if (wasRight) continue;
      path.push(tree, parent, true);
      visitor.enter();
      node = path.child[path.level];
      break;
    }
  }
}

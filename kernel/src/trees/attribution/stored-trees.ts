import type { Arena, Memory } from '../engine/memory.js';
import type { Trees } from '../model/trees.js';

/** Where a block of trees lies in the memory of an engine, with one number per leaf: plain numbers, for any thread. */
export interface StoredTrees {
  readonly trees: number;
  readonly nodeCount: number;
  readonly setCount: number;
  readonly leafCount: number;
  readonly roots: number;
  readonly nodes: number;
  readonly setRoots: number;
  readonly sets: number;
  /** Doubles. */
  readonly values: number;
  /** Doubles. */
  readonly cover: number;
}

/** Bytes that {@link storeTrees} takes at most. */
export function storedBytes({ roots, nodes, sets, cover }: Trees): number {
  return 8 * roots.length + nodes.byteLength + sets.byteLength + 16 * cover.length + 6 * 64;
}

/** Copies a block with `values`, one per leaf, in place of its own. */
export function storeTrees(arena: Arena, trees: Trees, values: ArrayLike<number>): StoredTrees {
  return {
    trees: trees.roots.length - 1,
    nodeCount: trees.nodes.length,
    setCount: trees.sets.length,
    leafCount: trees.cover.length,
    roots: arena.copy(trees.roots),
    nodes: arena.copy(trees.nodes),
    setRoots: arena.copy(trees.setRoots),
    sets: arena.copy(trees.sets),
    values: arena.copy(Float64Array.from(values)),
    cover: arena.copy(Float64Array.from(trees.cover)),
  };
}

/** The block as views of the memory it lies in, good for as long as that does not grow. */
export function viewTrees(memory: Memory, stored: StoredTrees): Trees {
  const { u32, f64 } = memory.views;
  const words = (address: number, length: number) => u32.subarray(address >>> 2, (address >>> 2) + length);
  const doubles = (address: number, length: number) => f64.subarray(address >>> 3, (address >>> 3) + length);
  return {
    roots: words(stored.roots, stored.trees + 1),
    nodes: words(stored.nodes, stored.nodeCount),
    setRoots: words(stored.setRoots, stored.trees + 1),
    sets: words(stored.sets, stored.setCount),
    width: 1,
    values: doubles(stored.values, stored.leafCount),
    cover: doubles(stored.cover, stored.leafCount),
  };
}

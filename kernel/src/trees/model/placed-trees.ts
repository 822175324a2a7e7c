import { type Task, unwatched } from '../../task.js';
import type { Bench } from '../engine/job.js';
import type { Loops } from '../engine/loops.js';
import type { Arena } from '../engine/memory.js';
import { featureOf, isLeaf, setWords, type Trees, treeCount } from './trees.js';

/** A block of trees in the memory of an engine, as walks read it: plain numbers, which any job can be handed. */
export interface PlacedTrees {
  readonly trees: number;
  readonly width: number;
  /** Whether values are of single precision. */
  readonly single: boolean;
  /** Address of the table of trees, {@link treeBytes} each: root, leaf numbers, depth, sets (0 where it has none). */
  readonly table: number;
  /** Address of what the leaves say, leaves x width. */
  readonly values: number;
}

/** Bytes of a tree in the table of a placed block. */
const treeBytes = 16;

/** Place of each feature in a panel: those that no tree splits on have none. */
export interface Slots {
  /** Features by slot. */
  readonly features: Int32Array;
  /** Slots by feature; 0 for one without. */
  readonly ofFeature: Uint32Array;
}

/** Slots for the features that the trees split on. */
export function slotsOf(blocks: readonly Trees[], features: number): Slots {
  const used = new Uint8Array(features);
  for (const trees of blocks) {
    for (let node = 0; node < trees.nodes.length / 2; node++) {
      if (!isLeaf(trees, node)) used[featureOf(trees, node)] = 1;
    }
  }
  const list = Int32Array.from(used.keys()).filter((feature) => used[feature] === 1);
  const ofFeature = new Uint32Array(features);
  list.forEach((feature, slot) => {
    ofFeature[feature] = slot;
  });
  return { features: list, ofFeature };
}

/** Bytes that {@link placeTrees} takes at most. */
export function placedBytes(trees: Trees, features: number): number {
  const { nodes, sets, values } = trees;
  const perNode = 8 + 8 + 4 + 4;
  const stretches = 8 * 64;
  return (
    (nodes.length / 2) * perNode +
    sets.byteLength +
    values.byteLength +
    treeCount(trees) * treeBytes +
    4 * features +
    stretches
  );
}

/** Copies a block into the memory of an engine, in the form that walks read. */
export function placeTrees(arena: Arena, loops: Loops, trees: Trees, slots: Slots): PlacedTrees {
  const count = treeCount(trees);
  const table = arena.take(count * treeBytes);
  const nodes = arena.take(trees.nodes.byteLength);
  const leafNumbers = arena.take(trees.nodes.byteLength / 2);
  const sets = arena.copy(trees.sets);
  const values = arena.copy(trees.values);
  // What is needed now alone: the packed nodes, the slots, the depths of the nodes.
  const { mark } = arena;
  const packed = arena.copy(trees.nodes);
  const slotOf = arena.copy(slots.ofFeature);
  const depths = arena.take(trees.nodes.byteLength / 2);
  const { u32 } = arena.memory.views;
  for (let tree = 0; tree < count; tree++) {
    const first = trees.roots[tree];
    const root = nodes + 8 * first;
    const numbers = leafNumbers + 4 * first;
    const size = trees.roots[tree + 1] - first;
    const depth = loops.placeTree(packed + 8 * first, first, size, slotOf, root, numbers, depths);
    const ownSets = trees.setRoots[tree + 1] > trees.setRoots[tree];
    u32.set(
      [root, numbers, depth, ownSets ? sets + 4 * setWords * trees.setRoots[tree] : 0],
      (table + tree * treeBytes) >>> 2,
    );
  }
  arena.rewind(mark);
  const single = trees.values instanceof Float32Array;
  return { trees: count, width: trees.width, single, table, values };
}

/** Rows as walks read them: `count` panels of 8 rows one after another at `address`. */
export interface Panels {
  readonly address: number;
  /** Bytes of a panel: 32 for each slot. */
  readonly bytes: number;
  readonly count: number;
}

/** Steps of panels down a tree that are taken at a stretch: a millisecond or so. */
const stepsAtAStretch = 2 ** 17;

/** Numbers of the leaves (among those of the block) that the rows of panels end in, a word a row at `leaves`. */
export function findLeaves(
  { memory, loops }: Pick<Bench, 'memory' | 'loops'>,
  placed: PlacedTrees,
  tree: number,
  { address, bytes, count }: Panels,
  leaves: number,
  task: Task = unwatched,
): void {
  const { u32 } = memory.views;
  const at = (placed.table + tree * treeBytes) >>> 2;
  const root = u32[at];
  const numbers = u32[at + 1];
  const depth = u32[at + 2];
  const sets = u32[at + 3];
  const stretch = Math.max(1, Math.floor(stepsAtAStretch / Math.max(1, depth)));
  for (let from = 0; from < count; from += stretch) {
    const panels = address + from * bytes;
    const size = Math.min(stretch, count - from);
    const to = leaves + from * 8 * 4;
    if (sets === 0) loops.findLeaves(root, numbers, depth, panels, bytes, size, to);
    else loops.findLeavesBySets(root, numbers, depth, sets, panels, bytes, size, to);
    if (size < count) task.check();
  }
}

/** Adds what each row's leaf says to `width` doubles of the row at `sums`, rows `stride` bytes apart. */
export function addLeafValues(
  { loops }: Pick<Bench, 'loops'>,
  placed: PlacedTrees,
  leaves: number,
  rows: number,
  sums: number,
  stride: number,
): void {
  const { single, values, width } = placed;
  if (single) loops.addSingleLeaves(leaves, rows, values, width, sums, stride);
  else loops.addLeaves(leaves, rows, values, width, sums, stride);
}

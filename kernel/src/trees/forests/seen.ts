import type { Memory } from '../engine/memory.js';
import { type Trees, treeCount } from '../model/trees.js';
import type { Forest } from './forest.js';
import { bitBytes, type SamplePlan } from './sampling.js';

/**
 * What each group of trees saw, block by block, from the bits that growing left at address `seen`: those are by number of the
 * grower, these by row of the matrix, `rows[i]` being that of number i.
 */
export function seenByBlock(
  memory: Memory,
  seen: number,
  samples: SamplePlan,
  blocks: readonly Trees[],
  rows: Int32Array,
  matrixRows: number,
): Uint8Array[] {
  const [from, to] = [bitBytes(samples.rows), bitBytes(matrixRows)];
  const { u8 } = memory.views;
  let next = seen;
  return blocks.map((block) => {
    const groups = treeCount(block) / samples.groupSize;
    const bits = new Uint8Array(groups * to);
    for (let group = 0; group < groups; group++, next += from) {
      for (let i = 0; i < rows.length; i++) {
        if (((u8[next + (i >>> 3)] >>> (i & 7)) & 1) === 0) continue;
        bits[group * to + (rows[i] >>> 3)] |= 1 << (rows[i] & 7);
      }
    }
    return bits;
  });
}

/** Whether tree `tree` of block `block` may have seen a row of the training matrix. The forest must keep its samples. */
export function sawRow(forest: Forest, block: number, tree: number, row: number): boolean {
  const bits = forest.seen?.[block];
  if (!bits) throw new Error('The forest was grown without its samples.');
  const groups = treeCount(forest.blocks[block]) / forest.groupSize;
  const at = Math.floor(tree / forest.groupSize) * (bits.length / groups);
  return ((bits[at + (row >>> 3)] >>> (row & 7)) & 1) === 1;
}

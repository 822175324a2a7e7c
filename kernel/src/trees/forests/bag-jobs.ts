import { defineJob } from '../engine/job.js';
import { type Slice, walkSlice } from '../model/walk.js';

/** Rows that a forest was grown on, to be sent through a block of its trees. All addresses are shared. */
export interface UnseenPart {
  readonly from: number;
  readonly to: number;
  /** Bins of each row side by side, `stride` bytes a row. */
  readonly lines: number;
  readonly stride: number;
  /** A bit per row for each group of the block, `seenBytes` a group: set, the group is passed over. */
  readonly seen: number;
  readonly seenBytes: number;
  /** The block: first nodes and first sets of its trees, nodes, sets, and what leaves say as doubles. */
  readonly roots: number;
  readonly setRoots: number;
  readonly nodes: number;
  readonly sets: number;
  readonly values: number;
  readonly width: number;
  readonly groups: number;
  readonly groupSize: number;
  /** Sums per row, `bytes` apart; see `bags.ts`. */
  readonly sums: number;
  readonly bytes: number;
}

/** Adds what a block says of the rows it did not see to their sums. */
export const addUnseen = defineJob<UnseenPart, void>('forests/out of bag', ({ loops, arena }, part) => {
  const { from, to, width, groupSize, roots, setRoots, nodes, sets, lines, stride } = part;
  const step = 4 * (to - from);
  const rows = arena.take(step);
  const leaves = arena.take(step * groupSize);
  const spare = arena.take(16 * width);
  for (let group = 0; group < part.groups; group++) {
    const count = loops.unseenRows(part.seen + group * part.seenBytes, from, to, rows);
    for (let t = 0; t < groupSize; t++) {
      const tree = group * groupSize + t;
      const into = leaves + t * step;
      loops.leavesOfRows(
        roots + 4 * tree,
        setRoots + 4 * tree,
        nodes,
        sets,
        lines,
        stride,
        rows,
        count,
        into,
      );
    }
    loops.addToBags(rows, count, leaves, step, groupSize, part.values, width, part.sums, part.bytes, spare);
  }
});

/** Bytes that a thread takes for {@link addUnseen}. */
export function unseenBytes(rows: number, groupSize: number, width: number): number {
  return 4 * rows * (1 + groupSize) + 16 * width + 256;
}

/** What {@link addWalked} is told. */
export interface Bagging {
  readonly groupSize: number;
  readonly width: number;
}

/** Sums up what all trees say of new rows. */
export const addWalked = defineJob<Slice<Bagging>, void>('forests/new rows', (bench, slice, task) => {
  const { groupSize, width } = slice.argument;
  const { results, resultBytes } = slice.walk;
  const { loops, arena, memory } = bench;
  const spare = arena.take(16 * width);
  let kept = 0;
  let step = 0;
  let rows = 0;
  let sums = 0;
  walkSlice(bench, slice, task, {
    begin(row, count) {
      if (count * 4 > step) {
        step = 4 * count;
        kept = arena.take(step * groupSize);
      }
      rows = count;
      sums = results + row * resultBytes;
    },
    tree(placed, _, number, leaves) {
      const t = number % groupSize;
      memory.views.u8.copyWithin(kept + t * step, leaves, leaves + 4 * rows);
      if (t < groupSize - 1) return;
      loops.addToBags(0, rows, kept, step, groupSize, placed.values, width, sums, resultBytes, spare);
    },
  });
});

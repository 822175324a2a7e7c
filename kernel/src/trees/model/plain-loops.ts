import type { Memory } from '../engine/memory.js';
import { firstAtLeast } from './feature-info.js';
import { leafMark } from './trees.js';

/**
 * The hot loops of this room; see `engine/loops.ts`.
 *
 * Walks read a table in panels of 8 rows: a panel has 32 bytes for each feature of the trees, at its slot: the ranks of the
 * 8 rows (16 bits each), then the same less 1, so that a missing value is 0 in the first half and 65,535 in the second.
 *
 * They read a tree as 8 bytes a node: a bound (16 bits), 4 x slot + 2 where missing values go right + 1 for a set (16 bits),
 * and the address of the left child (32 bits). A rank above the bound goes right, where the ranks less 1 are read if
 * missing values go right; for a set the bound is its number. A leaf has the largest bound and leads to itself, so that
 * walks of different lengths can go side by side.
 */
export interface PredictionLoops {
  /**
   * Writes the tree of `nodes` packed nodes at `from`, whose root is number `first` of its block, as walks read it, and the
   * leaf number of each node; `slots` has a word for each feature. Returns the depth. `depths` is scratch, a word a node.
   */
  placeTree(
    from: number,
    first: number,
    nodes: number,
    slots: number,
    to: number,
    leafNumbers: number,
    depths: number,
  ): number;
  /** Ranks `rows` numbers, and the up to 7 after them that fill the last panel, among ascending `cuts`. */
  rankNumbers(
    values: number,
    rows: number,
    cuts: number,
    count: number,
    panels: number,
    panelBytes: number,
  ): void;
  /** Ranks codes of levels: `groups` has a byte for each level. */
  rankGroups(
    codes: number,
    rows: number,
    groups: number,
    levels: number,
    panels: number,
    panelBytes: number,
  ): void;
  /** Leaf numbers of the rows of `count` panels in a tree that splits numbers only, a word a row. */
  findLeaves(
    root: number,
    leafNumbers: number,
    depth: number,
    panels: number,
    panelBytes: number,
    count: number,
    leaves: number,
  ): void;
  /** The same for any tree. */
  findLeavesBySets(
    root: number,
    leafNumbers: number,
    depth: number,
    sets: number,
    panels: number,
    panelBytes: number,
    count: number,
    leaves: number,
  ): void;
  /** Adds the `width` doubles of each row's leaf to the sums of the row, which lie `stride` bytes apart. */
  addLeaves(leaves: number, rows: number, values: number, width: number, sums: number, stride: number): void;
  /** The same for values of single precision. */
  addSingleLeaves(
    leaves: number,
    rows: number,
    values: number,
    width: number,
    sums: number,
    stride: number,
  ): void;
}

/** Their TypeScript twins. */
export function predictionLoops(memory: Memory): PredictionLoops {
  return {
    placeTree(from, first, nodes, slots, to, leafNumbers, depths) {
      const { i32, u32 } = memory.views;
      let deepest = 0;
      i32[depths >>> 2] = 0;
      for (let node = 0; node < nodes; node++) {
        const word = u32[(from >>> 2) + 2 * node];
        const second = u32[(from >>> 2) + 2 * node + 1];
        const place = (to >>> 2) + 2 * node;
        const feature = (word >>> 16) & leafMark;
        if (feature === leafMark) {
          u32[place] = 0xffff;
          u32[place + 1] = to + 8 * node;
          u32[(leafNumbers >>> 2) + node] = second;
          continue;
        }
        const groups = word >>> 31;
        const missingRight = ((word >>> 30) & 1) ^ 1;
        const bound = (word & 0xffff) + ((groups | missingRight) ^ 1);
        const slot = u32[(slots >>> 2) + feature];
        const child = second - first;
        u32[place] = bound | (slot << 18) | (missingRight << 17) | (groups << 16);
        u32[place + 1] = to + 8 * child;
        u32[(leafNumbers >>> 2) + node] = 0;
        const depth = i32[(depths >>> 2) + node] + 1;
        i32[(depths >>> 2) + child] = depth;
        i32[(depths >>> 2) + child + 1] = depth;
        deepest = Math.max(deepest, depth);
      }
      return deepest;
    },

    rankNumbers(values, rows, cuts, count, panels, panelBytes) {
      const { u16, f64 } = memory.views;
      const list = f64.subarray(cuts >>> 3, (cuts >>> 3) + count);
      for (let row = 0; row < Math.ceil(rows / 8) * 8; row++) {
        const x = Math.min(f64[(values >>> 3) + row], Number.MAX_VALUE);
        const rank = Number.isNaN(x) ? 0 : 1 + firstAtLeast(list, x);
        const to = ((panels + (row >>> 3) * panelBytes) >>> 1) + (row & 7);
        u16[to] = rank;
        u16[to + 8] = rank - 1;
      }
    },

    rankGroups(codes, rows, groups, levels, panels, panelBytes) {
      const { u8, u16, f64 } = memory.views;
      for (let row = 0; row < rows; row++) {
        const code = f64[(codes >>> 3) + row];
        const rank = code >= 0 && code < levels ? u8[groups + Math.trunc(code)] : 0;
        const to = ((panels + (row >>> 3) * panelBytes) >>> 1) + (row & 7);
        u16[to] = rank;
        u16[to + 8] = rank - 1;
      }
    },

    findLeaves(root, leafNumbers, _depth, panels, panelBytes, count, leaves) {
      const { u16, u32 } = memory.views;
      for (let row = 0; row < 8 * count; row++) {
        const at = ((panels + (row >>> 3) * panelBytes) >>> 1) + (row & 7);
        let node = root >>> 2;
        for (let before = -1; node !== before; ) {
          before = node;
          const right = u16[at + 4 * u16[2 * node + 1]] > u16[2 * node] ? 2 : 0;
          node = (u32[node + 1] >>> 2) + right;
        }
        u32[(leaves >>> 2) + row] = u32[(leafNumbers >>> 2) + ((node - (root >>> 2)) >>> 1)];
      }
    },

    findLeavesBySets(root, leafNumbers, _depth, sets, panels, panelBytes, count, leaves) {
      const { u16, u32 } = memory.views;
      const goesRight = (node: number, at: number): boolean => {
        const bound = u16[2 * node];
        const place = u16[2 * node + 1];
        if ((place & 1) === 0) return u16[at + 4 * place] > bound;
        const group = u16[at + 4 * (place & 0xfffc)];
        if (group === 0) return (place & 2) !== 0;
        return ((u32[(sets >>> 2) + 8 * bound + ((group >>> 5) & 7)] >>> (group & 31)) & 1) === 0;
      };
      for (let row = 0; row < 8 * count; row++) {
        const at = ((panels + (row >>> 3) * panelBytes) >>> 1) + (row & 7);
        let node = root >>> 2;
        for (let before = -1; node !== before; ) {
          before = node;
          node = (u32[node + 1] >>> 2) + (goesRight(node, at) ? 2 : 0);
        }
        u32[(leaves >>> 2) + row] = u32[(leafNumbers >>> 2) + ((node - (root >>> 2)) >>> 1)];
      }
    },

    addLeaves(leaves, rows, values, width, sums, stride) {
      const { u32, f64 } = memory.views;
      for (let row = 0; row < rows; row++) {
        const from = (values >>> 3) + u32[(leaves >>> 2) + row] * width;
        const to = (sums + row * stride) >>> 3;
        for (let k = 0; k < width; k++) f64[to + k] += f64[from + k];
      }
    },

    addSingleLeaves(leaves, rows, values, width, sums, stride) {
      const { u32, f32, f64 } = memory.views;
      for (let row = 0; row < rows; row++) {
        const from = (values >>> 2) + u32[(leaves >>> 2) + row] * width;
        const to = (sums + row * stride) >>> 3;
        for (let k = 0; k < width; k++) f64[to + k] += f32[from + k];
      }
    },
  };
}

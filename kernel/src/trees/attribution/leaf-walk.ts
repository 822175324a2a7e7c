import { inputError } from '../../problem.js';
import type { Bench } from '../engine/job.js';
import { isLeaf, leafNumber } from '../model/trees.js';
import { decide, type RowBlock } from './decisions.js';
import type { MeasuredTree } from './measured-tree.js';
import { Path, type Visitor, walkTree } from './path.js';
import type { StoredTrees } from './stored-trees.js';

/** Most players on a path: the bits of a pattern. */
export const mostLeafPlayers = 64;

/** The rows of a block by what they satisfy of a path: player j of the leaf is bit j of a pattern. */
export interface RowPatterns {
  /** Address of the distinct patterns, 64 bits each, and how many they are. */
  readonly distinct: number;
  readonly count: number;
  /** Address of the number among them of each row, 32 bits. */
  readonly ids: number;
}

/** A leaf that a walk came to. */
export interface Leaf {
  readonly value: number;
  /** Players of its path, at most {@link mostLeafPlayers}. */
  readonly players: readonly number[];
  /** Share of the rows that each of them lets pass, of those that come to its nodes. */
  readonly shares: readonly number[];
  /** One per block of rows. */
  readonly rows: readonly RowPatterns[];
}

/** Takes some blocks of rows to every leaf of a tree, each row with its pattern. */
export class LeafWalk implements Visitor {
  private readonly path: Path;
  private readonly bands: readonly Band[];
  private tree!: MeasuredTree;
  private stored!: StoredTrees;

  /**
   * Takes {@link leafWalkBytes} of the bench's arena for each block.
   * @param blocks and of each the rows that count; those after them, up to a multiple of 8, do not
   */
  constructor(
    private readonly bench: Bench,
    blocks: readonly { readonly block: RowBlock; readonly counted: number }[],
    players: number,
    depth: number,
    private readonly check: () => void,
    private readonly visit: (leaf: Leaf) => void,
  ) {
    this.path = new Path(players);
    this.bands = blocks.map(({ block, counted }) => new Band(bench, block, counted, depth));
  }

  /** Visits the leaves of a tree; not that of one that is a leaf alone. Throws InputError CS5060 for too long a path. */
  walk(tree: MeasuredTree, stored: StoredTrees): void {
    if (tree.mostPlayers > mostLeafPlayers) {
      throw inputError(
        'CS5060',
        `A tree asks about ${tree.mostPlayers} columns or features on one path, and attributions of this kind go to ${mostLeafPlayers}; let all features of a source column count as one, or train shallower trees.`,
      );
    }
    this.tree = tree;
    this.stored = stored;
    walkTree(tree, this.path, this);
  }

  node(): boolean {
    return false;
  }

  enter(): void {
    this.check();
    const { path, bench } = this;
    const { level } = path;
    const right = path.right[level];
    const { earlier, parent } = path;
    for (const band of this.bands) {
      const left = band.left(level);
      if (!right) decide(bench, this.stored, this.tree, parent[level], band.block, -1, true, left);
      const above = earlier[level] > 0 ? band.satisfied(earlier[level]) : 0;
      bench.loops.shapSatisfy(left, right ? -1 : 0, above, band.block.rows, band.satisfied(level));
    }
    const { trees } = this.tree;
    if (isLeaf(trees, path.child[level])) this.leaf(trees.values[leafNumber(trees, path.child[level])]);
  }

  leave(): void {}

  private leaf(value: number): void {
    const { path } = this;
    const players: number[] = [];
    const shares: number[] = [];
    const levels: number[] = [];
    for (let level = 1; level <= path.level; level++) {
      if (path.last[path.player[level]] !== level) continue;
      players.push(path.player[level]);
      shares.push(path.z[level]);
      levels.push(level);
    }
    this.visit({ value, players, shares, rows: this.bands.map((band) => band.patterns(levels)) });
  }
}

/** Masks and patterns of one block of rows. */
class Band {
  private readonly masks: number;
  private readonly words: number;
  private readonly ids: number;
  private readonly distinct: number;
  private readonly slots: number;
  private readonly slotBits: number;

  constructor(
    private readonly bench: Bench,
    readonly block: RowBlock,
    private readonly counted: number,
    depth: number,
  ) {
    const { rows } = block;
    const { arena } = bench;
    this.masks = arena.take(4 * rows * (depth + 1));
    this.words = arena.take(8 * rows);
    this.ids = arena.take(4 * rows);
    this.distinct = arena.take(8 * rows);
    this.slotBits = slotBits(rows);
    this.slots = arena.take(4 << this.slotBits);
  }

  /** Mask of the rows that go left at the node above a level. */
  left(level: number): number {
    return this.masks + 4 * this.block.rows * level;
  }

  /** Mask of the rows that satisfy a level's edge and those above on its player. */
  satisfied(level: number): number {
    return this.left(level) + 2 * this.block.rows;
  }

  /** Patterns of the masks of some levels, one bit each. */
  patterns(levels: readonly number[]): RowPatterns {
    const { loops } = this.bench;
    const { rows } = this.block;
    levels.forEach((level, j) => {
      const [low, high] = j < 32 ? [1 << j, 0] : [0, 1 << (j - 32)];
      loops.shapPattern(this.satisfied(level), rows, low, high, j === 0 ? 1 : 0, this.words);
    });
    const { ids, distinct } = this;
    const count = loops.shapDistinct(this.words, this.counted, this.slots, this.slotBits, ids, distinct);
    return { distinct, count, ids };
  }
}

function slotBits(rows: number): number {
  return Math.ceil(Math.log2(2 * rows));
}

/** Bytes of an arena that a walk takes for a block. */
export function leafWalkBytes(rows: number, depth: number): number {
  return rows * (4 * (depth + 1) + 8 + 4 + 8) + (4 << slotBits(rows)) + 5 * 64;
}

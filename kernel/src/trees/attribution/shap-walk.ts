import type { Bench } from '../engine/job.js';
import type { Views } from '../engine/memory.js';
import { isLeaf, leafNumber } from '../model/trees.js';
import { decide, type RowBlock } from './decisions.js';
import type { MeasuredTree } from './measured-tree.js';
import { Path, type Visitor, walkTree } from './path.js';
import { gaussLegendre } from './quadrature.js';
import { mostBits, SmallTables, smallTableBytes } from './small-tables.js';
import type { StoredTrees } from './stored-trees.js';
import type { Work } from './tree-sums.js';

/**
 * Exact path-dependent TreeSHAP of one tree for a block of rows.
 *
 * Absent features are averaged over by cover, so a leaf of value V gives a coalition S the value
 * V prod(j in S) o_j prod(j not in S) z_j over the players j of its path, where o_j is 1 if the row satisfies all conditions
 * on j and else 0, and z_j is the product of the cover shares of the edges on j. Owen's (1972) multilinear extension of this
 * game along the diagonal is V prod f_j(t) with f_j(t) = t o_j + (1 - t) z_j, and the Shapley value of j is
 *
 *     phi_j = integral over [0, 1] of V (o_j - z_j) prod(i /= j) f_i(t) dt,
 *
 * a polynomial of degree below the number d of players on the path: Gauss-Legendre with ceil(d / 2) points is exact and, all
 * factors being positive, without cancellation. With F_c(t) the product of the factors at node c and B_c(t) = F_c(t) times
 * the sum below it, an edge (p, c) on player j adds to phi_j
 *
 *     integral of B_c(t) [(o_c - z_c) / f_c(t) - (o_p - z_p) / f_p(t)] dt
 *
 * where c and p denote j's state at this edge and at the edge on j before it (1, 1 where there is none): the terms of a path
 * telescope to the last state. These are the sums of Linear TreeSHAP (Yu et al. 2022), with quadrature points for its
 * polynomials. Most nodes lie close to the leaves; there, what a whole small tree adds is looked up (see SmallTables).
 */
export class ShapWalk implements Visitor {
  private readonly path: Path;
  private readonly tables: SmallTables;
  private readonly rules = new Map<number, Float64Array>();
  private readonly rule: number;
  private readonly patterns: number;
  private readonly targets: number;
  private readonly spare: number;
  /** Of the first level; those of the next ones follow. */
  private readonly levels: number;
  private readonly levelBytes: number;
  private readonly factorBytes: number;
  private readonly maskBytes: number;

  /** The memory does not grow while a job runs. */
  private readonly views: Views;

  private tree!: MeasuredTree;
  private stored!: StoredTrees;
  private points = 0;
  private sums = 0;

  /** Takes {@link shapWalkBytes} of the bench's arena. */
  constructor(
    private readonly bench: Bench,
    private readonly block: RowBlock,
    { players, depth, rowsOfBlock }: Work,
    private readonly check: () => void,
  ) {
    const { arena } = bench;
    const { rows } = block;
    this.views = bench.memory.views;
    const mostPoints = pointsFor(Math.min(depth, players));
    this.path = new Path(players);
    this.rule = arena.take(16 * mostPoints);
    this.patterns = arena.take(2 * rows);
    this.targets = arena.take(4 * (mostBits + 1));
    this.spare = arena.take(8 * rows);
    this.factorBytes = 8 * rows * mostPoints;
    this.maskBytes = 2 * rows;
    this.levelBytes = levelBytes(rows, mostPoints);
    this.levels = arena.take((depth + 1) * this.levelBytes);
    // By the usual block, for all rows to be treated alike.
    const bits = Math.max(0, Math.min(mostBits, Math.floor(Math.log2(rowsOfBlock / 4))));
    this.tables = new SmallTables(bench, this.path, this.rule, mostPoints, bits);
  }

  /** Adds a tree's attributions to the lines at `sums`, players x rows. */
  add(tree: MeasuredTree, stored: StoredTrees, sums: number): void {
    this.tree = tree;
    this.stored = stored;
    this.sums = sums;
    this.points = pointsFor(tree.mostPlayers);
    const { f64 } = this.views;
    f64.set(this.ruleOf(this.points), this.rule >>> 3);
    const factors = this.factors(0) >>> 3;
    f64.fill(1, factors, factors + this.points * this.block.rows);
    walkTree(tree, this.path, this);
  }

  node(node: number): boolean {
    if (!this.tables.fits(this.tree, node)) return false;
    this.read(node);
    return true;
  }

  enter(): void {
    this.check();
    const { loops } = this.bench;
    const { path, points } = this;
    const { rows } = this.block;
    const { level } = path;
    const right = path.right[level];
    const left = this.left(level);
    if (!right) {
      decide(this.bench, this.stored, this.tree, path.parent[level], this.block, -1, true, left);
    }
    const satisfied = this.satisfied(level);
    const above = this.above(level);
    const edge = this.edge(level);
    loops.shapSatisfy(left, right ? -1 : 0, above, rows, satisfied);
    loops.shapEdge(path.z[level], path.z[path.earlier[level]], this.rule, points, edge);
    const child = path.child[level];
    const from = this.factors(level - 1);
    if (isLeaf(this.tree.trees, child)) {
      const value = this.tree.trees.values[leafNumber(this.tree.trees, child)];
      const to = this.below(level - 1);
      const line = this.line(path.player[level]);
      loops.shapLeaf(value, satisfied, above, edge, points, rows, from, to, right ? 0 : 1, line);
    } else {
      loops.shapEnter(satisfied, above, edge, points, rows, from, this.factors(level));
    }
  }

  leave(): void {
    const { path, points } = this;
    const { level } = path;
    if (isLeaf(this.tree.trees, path.child[level])) return;
    this.bench.loops.shapLeave(
      this.satisfied(level),
      this.above(level),
      this.edge(level),
      points,
      this.block.rows,
      this.below(level),
      path.right[level] ? this.below(level - 1) : 0,
      this.line(path.player[level]),
    );
  }

  /** Adds what the small tree of a node holds for the patterns of the rows. */
  private read(node: number): void {
    this.check();
    const { tables, patterns, points, path, bench } = this;
    const { rows } = this.block;
    const { u32 } = this.views;
    for (let i = 0; i < tables.innerCount; i++)
      decide(bench, this.stored, this.tree, tables.inner[i], this.block, 1 << i, i === 0, patterns);
    tables.build(this.tree, node, points);
    for (let r = 0; r < tables.sharedCount; r++) {
      const mask = this.satisfied(path.last[tables.sharedPlayer(r)]);
      bench.loops.shapMark(mask, rows, 1 << (tables.innerCount + r), patterns);
    }
    const { players } = tables;
    const pairs = (players.length + 1) >> 1;
    for (let slot = 0; slot < 2 * pairs; slot++)
      u32[(this.targets >>> 2) + slot] = slot < players.length ? this.line(players[slot]) : this.spare;
    bench.loops.shapRead(
      patterns,
      rows,
      tables.tableAddress,
      tables.entryBytes,
      pairs,
      this.targets,
      points,
      this.factors(path.level),
      this.below(path.level),
    );
  }

  private ruleOf(points: number): Float64Array {
    let rule = this.rules.get(points);
    if (!rule) {
      const { points: at, weights } = gaussLegendre(points);
      rule = Float64Array.of(...at, ...weights);
      this.rules.set(points, rule);
    }
    return rule;
  }

  private line(player: number): number {
    return this.sums + 8 * this.block.rows * player;
  }

  private factors(level: number): number {
    return this.levels + level * this.levelBytes;
  }

  /** Sums below the node at a level. A left child's are where its parent's will be: nothing to copy. */
  private below(level: number): number {
    let own = level;
    while (own > 0 && !this.path.right[own]) own--;
    return this.factors(own) + this.factorBytes;
  }

  private edge(level: number): number {
    return this.factors(level) + 2 * this.factorBytes;
  }

  /** Mask of the rows that go left at the node above a level. */
  private left(level: number): number {
    return this.factors(level + 1) - 2 * this.maskBytes;
  }

  /** Mask of the rows that satisfy a level's edge and those above on its player. */
  private satisfied(level: number): number {
    return this.factors(level + 1) - this.maskBytes;
  }

  /** The same of the edge before on its player; 0 where there is none. */
  private above(level: number): number {
    const earlier = this.path.earlier[level];
    return earlier > 0 ? this.satisfied(earlier) : 0;
  }
}

/** Quadrature points that are exact for paths of so many players. */
function pointsFor(players: number): number {
  return Math.max(1, Math.ceil(players / 2));
}

/** Bytes of a level: factors, sums below, an edge and what a leaf makes of it, two masks. */
function levelBytes(rows: number, points: number): number {
  return 2 * 8 * rows * points + Math.ceil((12 * 8 * points) / 16) * 16 + 2 * 2 * rows;
}

/** Rows of a block that keep the levels of a walk in the caches: a multiple of 8. */
export function rowsOfBlock(players: number, depth: number): number {
  const perRow = (16 * pointsFor(Math.min(depth, players)) + 4) * (depth + 1);
  return Math.max(8, Math.min(mostRows, Math.floor(levelsAtMost / perRow / 8) * 8));
}

const mostRows = 2048;
const levelsAtMost = 2 ** 23;

/** Bytes of an arena that a walk takes. */
export function shapWalkBytes(rows: number, players: number, depth: number): number {
  const points = pointsFor(Math.min(depth, players));
  return (
    (depth + 1) * levelBytes(rows, points) +
    smallTableBytes(points) +
    16 * points +
    10 * rows +
    4 * (mostBits + 1) +
    8 * 64
  );
}

import type { Bench } from '../engine/job.js';
import { isLeaf, leafNumber, leftChild } from '../model/trees.js';
import type { MeasuredTree } from './measured-tree.js';
import type { Path } from './path.js';

/** Most bits of a pattern. */
export const mostBits = 7;
/** Entries while a table is built: its inner nodes and their leaves. */
const mostEntries = 2 * mostBits + 1;
/** Places for players of an entry. */
const places = 8;

/** Numbers of a plan before its two sides: bits, bytes of an entry, pairs of slots, own slot, bit of the own player, address. */
const planHead = 8;
/** Numbers of a side: first bit, inner nodes, address, bytes, shared players, slots, edge, -, slots' places, bits of the shared. */
const planSide = 24;

/**
 * Tables of what a small tree below a path adds, by pattern. The pattern of a row says at each inner node whether it goes left,
 * and of each player that occurs on the path as well ("shared") whether it satisfies that path's conditions on it. For each
 * pattern and quadrature point an entry holds, relative to the factors F(t) at the small tree's root: what times F(t) is
 * added to each player (a "slot", two to a pair), then what times F(t) is the sum below. Combined from the tables of both
 * children, which takes a fraction of the work of walking down with every pattern.
 */
export class SmallTables {
  /** Inner nodes of the tree last fitted, in the order of their bits. */
  readonly inner = new Int32Array(mostBits);
  innerCount = 0;
  /** How many players of the path occur in it. */
  sharedCount = 0;

  private readonly seen = new Int32Array(places);
  private readonly count = new Int32Array(mostEntries);
  private readonly slots = new Int32Array(mostEntries * places);
  private readonly slotCount = new Int32Array(mostEntries);
  private readonly shared = new Int32Array(mostEntries * places);
  private readonly sharedOf = new Int32Array(mostEntries);
  private readonly address = new Float64Array(mostEntries);
  private readonly bytes = new Int32Array(mostEntries);
  private entries = 0;
  private points = 0;
  private next = 0;
  /** Players and their z on the way from the small tree's root to where building is. */
  private readonly insidePlayer = new Int32Array(mostBits + 1);
  private readonly insideZ = new Float64Array(mostBits + 1);
  private inside = 0;

  private readonly plan: number;
  private readonly edges: number;
  private readonly room: number;

  constructor(
    private readonly bench: Bench,
    private readonly path: Path,
    private readonly rule: number,
    mostPoints: number,
    /** Bits that a pattern may have. */
    private readonly bits: number,
  ) {
    const { arena } = bench;
    this.plan = arena.take(4 * (planHead + 2 * planSide));
    this.edges = arena.take(2 * 6 * 8 * mostPoints);
    this.room = arena.take(roomBytes(mostPoints));
  }

  /** Whether a node's tree is small enough; if so {@link inner} and {@link sharedCount} are set. */
  fits(tree: MeasuredTree, node: number): boolean {
    const inner = tree.innerBelow(node);
    if (inner > this.bits) return false;
    this.innerCount = 0;
    this.sharedCount = 0;
    this.collect(tree, node);
    return inner + this.sharedCount <= this.bits;
  }

  /** Builds the table of a node that {@link fits}; the getters tell of it until the next one. */
  build(tree: MeasuredTree, node: number, points: number): void {
    this.points = points;
    this.entries = 0;
    this.inside = 0;
    this.next = this.room;
    this.add(tree, node);
  }

  private get top(): number {
    return this.entries - 1;
  }

  get tableAddress(): number {
    return this.address[this.top];
  }

  get entryBytes(): number {
    return this.bytes[this.top];
  }

  /** The player of a shared bit; the first of them comes after those of the inner nodes. */
  sharedPlayer(r: number): number {
    return this.shared[this.top * places + r];
  }

  get players(): Int32Array {
    const at = this.top * places;
    return this.slots.subarray(at, at + this.slotCount[this.top]);
  }

  private collect(tree: MeasuredTree, node: number): void {
    if (isLeaf(tree.trees, node)) return;
    this.inner[this.innerCount++] = node;
    const player = tree.player(node);
    if (this.path.last[player] > 0 && this.indexOf(this.seen, 0, this.sharedCount, player) < 0)
      this.seen[this.sharedCount++] = player;
    const left = leftChild(tree.trees, node);
    this.collect(tree, left);
    this.collect(tree, left + 1);
  }

  private add(tree: MeasuredTree, node: number): number {
    if (isLeaf(tree.trees, node)) return this.addLeaf(tree.trees.values[leafNumber(tree.trees, node)]);
    const player = tree.player(node);
    const before = this.zAbove(player);
    const left = leftChild(tree.trees, node);
    const zLeft = before * tree.share(node, left);
    const zRight = before * tree.share(node, left + 1);
    const isShared = this.isAbove(player);
    this.insidePlayer[this.inside] = player;
    this.insideZ[this.inside++] = zLeft;
    const one = this.add(tree, left);
    this.insideZ[this.inside - 1] = zRight;
    const two = this.add(tree, left + 1);
    this.inside--;
    const { loops } = this.bench;
    const edgeBytes = 6 * 8 * this.points;
    loops.shapEdge(zLeft, before, this.rule, this.points, this.edges);
    loops.shapEdge(zRight, before, this.rule, this.points, this.edges + edgeBytes);
    return this.combine(one, two, player, isShared, edgeBytes);
  }

  private addLeaf(value: number): number {
    const entry = this.entries++;
    this.count[entry] = 0;
    this.slotCount[entry] = 0;
    this.sharedOf[entry] = 0;
    this.address[entry] = this.next;
    this.bytes[entry] = 8 * this.points;
    this.bench.memory.views.f64.fill(value, this.next >>> 3, (this.next >>> 3) + this.points);
    this.next += 8 * this.points;
    return entry;
  }

  private combine(one: number, two: number, player: number, isShared: boolean, edgeBytes: number): number {
    const { slots, slotCount, shared, sharedOf, count, points } = this;
    const entry = this.entries++;
    const at = entry * places;
    count[entry] = 1 + count[one] + count[two];
    slotCount[entry] = this.union(slots, slotCount, one, two, at, -1);
    let own = this.indexOf(slots, at, slotCount[entry], player);
    if (own < 0) {
      own = slotCount[entry]++;
      slots[at + own] = player;
    }
    sharedOf[entry] = this.union(shared, sharedOf, one, two, at, player);
    let bit = -1;
    if (isShared) {
      bit = count[entry] + sharedOf[entry];
      shared[at + sharedOf[entry]++] = player;
    }
    const pairs = (slotCount[entry] + 1) >> 1;
    this.bytes[entry] = 8 * points * (2 * pairs + 1);
    this.address[entry] = this.next;
    const bits = count[entry] + sharedOf[entry];
    this.next += this.bytes[entry] << bits;
    const { i32 } = this.bench.memory.views;
    const head = this.plan >>> 2;
    i32[head] = bits;
    i32[head + 1] = this.bytes[entry];
    i32[head + 2] = pairs;
    i32[head + 3] = own;
    i32[head + 4] = bit;
    i32[head + 5] = this.address[entry];
    this.planSide(i32, head + planHead, one, entry, player, 1, this.edges);
    this.planSide(
      i32,
      head + planHead + planSide,
      two,
      entry,
      player,
      1 + count[one],
      this.edges + edgeBytes,
    );
    this.bench.loops.shapCombine(this.plan, points);
    return entry;
  }

  private planSide(
    i32: Int32Array,
    half: number,
    child: number,
    entry: number,
    player: number,
    firstBit: number,
    edge: number,
  ): void {
    const { slots, slotCount, shared, sharedOf, count } = this;
    const from = child * places;
    const at = entry * places;
    i32[half] = firstBit;
    i32[half + 1] = count[child];
    i32[half + 2] = this.address[child];
    i32[half + 3] = this.bytes[child];
    i32[half + 4] = sharedOf[child];
    i32[half + 5] = slotCount[child];
    i32[half + 6] = edge;
    for (let slot = 0; slot < slotCount[child]; slot++)
      i32[half + 8 + slot] = this.indexOf(slots, at, slotCount[entry], slots[from + slot]);
    for (let r = 0; r < sharedOf[child]; r++) {
      const other = shared[from + r];
      i32[half + 16 + r] =
        other === player ? -1 : count[entry] + this.indexOf(shared, at, sharedOf[entry], other);
    }
  }

  /** Writes the players of two entries without `omitted` from `at` on; returns their number. */
  private union(
    lists: Int32Array,
    lengths: Int32Array,
    one: number,
    two: number,
    at: number,
    omitted: number,
  ): number {
    let length = 0;
    for (const entry of [one, two]) {
      for (let i = 0; i < lengths[entry]; i++) {
        const player = lists[entry * places + i];
        if (player !== omitted && this.indexOf(lists, at, length, player) < 0) lists[at + length++] = player;
      }
    }
    return length;
  }

  private indexOf(list: Int32Array, at: number, length: number, player: number): number {
    for (let i = 0; i < length; i++) if (list[at + i] === player) return i;
    return -1;
  }

  private isAbove(player: number): boolean {
    return this.indexOf(this.insidePlayer, 0, this.inside, player) >= 0 || this.path.last[player] > 0;
  }

  private zAbove(player: number): number {
    for (let i = this.inside - 1; i >= 0; i--) if (this.insidePlayer[i] === player) return this.insideZ[i];
    return this.path.z[this.path.last[player]];
  }
}

/** Most bytes of the tables of one small tree and its parts. */
function roomBytes(points: number): number {
  const entry = 8 * points * (places + 1);
  return mostBits * 2 ** mostBits * entry + (mostBits + 1) * 8 * points;
}

/** Bytes of an arena that small tables take. */
export function smallTableBytes(points: number): number {
  return 4 * (planHead + 2 * planSide) + 2 * 6 * 8 * points + roomBytes(points) + 3 * 64;
}

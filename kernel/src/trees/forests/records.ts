import type { Bench } from '../engine/job.js';
import type { Loops } from '../engine/loops.js';
import type { Views } from '../engine/memory.js';
import { momentWidth } from './moment.js';
import type { GrowthPlan } from './plan.js';

/** One kind of thing known of each row, `bytes` a row. */
interface Strand {
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
}

/** Bytes of memory that the records of a plan take, those that choose splits and those that estimate. */
export function recordBytes(plan: Omit<GrowthPlan, 'relabelling'>): number {
  const { stride, moment, weights, mostRows } = plan;
  const moments = 8 * momentWidth(moment);
  const whole = stride + moments + 8 + (weights ? 8 : 0) + Math.max(stride, moments);
  return mostRows * (whole + 2 * stride + 18) + 256;
}

/**
 * Rows of one tree with all that is known of them, moved about in memory as the tree parts them: the rows of a node are
 * neighbours. Reading them where they lie in the data would be a miss of the cache for each row, on every level.
 *
 * Rows that estimate move with their bins alone, which is all that is asked of them before they are in a leaf.
 */
export class Records {
  /** Row numbers of the grower: to be filled before {@link gather}. */
  readonly ids: number;
  /** Numbers of the records, 0, 1, ..., for whoever parts few of them without moving them. */
  readonly places: number;
  readonly lines: number;
  /** 0 for rows that estimate. */
  readonly moments: number;
  readonly packs: number;
  /** 0 without weights, too. */
  readonly weights: number;
  private readonly loops: Loops;
  private readonly strands: readonly Strand[];
  private readonly flags: number;
  /** Room for what {@link part} and {@link idsOf} do. */
  readonly spare: number;
  private readonly views: Views;

  /** @param estimate whether the rows estimate, rather than choose splits */
  constructor(
    private readonly plan: GrowthPlan,
    { arena, loops, memory }: Bench,
    estimate: boolean,
  ) {
    const { mostRows, stride, moment } = plan;
    const strands: Strand[] = [];
    const strand = (from: number, bytes: number): number => {
      const to = arena.take(bytes * mostRows);
      strands.push({ from, to, bytes });
      return to;
    };
    this.loops = loops;
    this.views = memory.views;
    this.places = arena.take(4 * mostRows);
    this.ids = arena.take(4 * mostRows);
    this.lines = strand(plan.lines, stride);
    this.moments = estimate ? 0 : strand(plan.moments, 8 * momentWidth(moment));
    this.packs = estimate ? 0 : strand(plan.packs, 8);
    this.weights = estimate || !plan.weights ? 0 : strand(plan.weights, 8);
    this.strands = strands;
    this.flags = arena.take(mostRows);
    this.spare = arena.take(Math.max(...strands.map(({ bytes }) => bytes)) * mostRows);
  }

  /** Brings the rows with the first `count` numbers together. */
  gather(count: number): void {
    for (const { from, to, bytes } of this.strands) {
      this.loops.gatherRecords(from, this.ids, count, bytes, to);
    }
    const { u32 } = this.views;
    const first = this.places >>> 2;
    for (let i = 0; i < count; i++) u32[first + i] = i;
  }

  /** Address of the row numbers of some records, until the next call. */
  idsOf(places: number, count: number): number {
    this.loops.gatherRecords(this.ids, places, count, 4, this.spare);
    return this.spare;
  }

  /** Parts the `count` records from number `first` on, in order, by the bins of a feature; returns the number on the left. */
  part(first: number, count: number, feature: number, table: number): number {
    const { loops, plan, lines, flags, spare, ids } = this;
    const left = loops.flagRecords(lines + first * plan.stride, count, plan.stride, feature, table, flags);
    loops.partRecords(ids + 4 * first, count, 4, flags, spare);
    for (const { to, bytes } of this.strands) {
      loops.partRecords(to + bytes * first, count, bytes, flags, spare);
    }
    return left;
  }
}

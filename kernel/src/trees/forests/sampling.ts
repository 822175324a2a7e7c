import { createRandom, type Random } from '../../statistics/random.js';
import type { Memory } from '../engine/memory.js';

/** What samples are drawn from: rows 0 to `rows - 1`, or clusters of them. */
export interface SamplePlan {
  readonly rows: number;
  /** Clusters; 0 where every row is drawn for itself. */
  readonly clusters: number;
  /** Address of the rows by cluster, and of where each cluster starts among them (clusters + 1 words). */
  readonly clusterRows: number;
  readonly clusterStarts: number;
  readonly seed: number;
  readonly groupSize: number;
  readonly sampleShare: number;
  readonly honestyShare: number;
}

/** Rows (or clusters) that are drawn one by one. */
export function unitsOf(plan: SamplePlan): number {
  return plan.clusters || plan.rows;
}

/** Rows or clusters of the half-sample that the trees of a group share; all of them where groups are single trees. */
export function unitsOfGroup(plan: SamplePlan): number {
  const units = unitsOf(plan);
  return plan.groupSize > 1 ? units >>> 1 : units;
}

/** Rows or clusters that one tree is grown from, and those of them that choose its splits. */
export function unitsOfTree(plan: SamplePlan): { size: number; splitting: number } {
  const half = unitsOfGroup(plan);
  const share = Math.min(1, plan.groupSize > 1 ? 2 * plan.sampleShare : plan.sampleShare);
  if (plan.honestyShare >= 1) {
    const size = Math.max(1, Math.round(half * share));
    return { size, splitting: size };
  }
  const size = Math.max(2, Math.round(half * share));
  return { size, splitting: Math.min(size - 1, Math.max(1, Math.round(size * plan.honestyShare))) };
}

/**
 * The small fast counting generator with 32 bits (sfc32 of PractRand), started from another: samples take many numbers, and these
 * cost a fraction of the time.
 */
class Draws {
  private a: number;
  private b: number;
  private c: number;
  private count = 1;

  constructor(random: Random) {
    [this.a, this.b, this.c] = [random.below(2 ** 31), random.below(2 ** 31), random.below(2 ** 31)];
    for (let i = 0; i < 12; i++) this.next();
  }

  /** Uniform on [0, 1), 32 bits. */
  next(): number {
    const sum = (this.a + this.b + this.count) | 0;
    this.count = (this.count + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }
}

/** Draws the samples of a forest: each depends on the seed and the number of its group or tree alone. */
export class Sampler {
  private readonly half: Uint32Array;
  private readonly sample: Uint32Array;
  private readonly size: number;
  private readonly splitting: number;

  constructor(
    private readonly plan: SamplePlan,
    private readonly memory: Memory,
  ) {
    const { size, splitting } = unitsOfTree(plan);
    this.size = size;
    this.splitting = splitting;
    this.half = new Uint32Array(unitsOf(plan));
    for (let unit = 0; unit < this.half.length; unit++) this.half[unit] = unit;
    this.sample = new Uint32Array(size);
  }

  /** Draws the half-sample of a group; where groups are single trees it is everything. */
  drawGroup(group: number): void {
    const { plan, half } = this;
    if (plan.groupSize === 1) return;
    const units = unitsOf(plan);
    const draws = new Draws(createRandom(plan.seed, -1 - group));
    const wanted = unitsOfGroup(plan);
    for (let unit = 0, taken = 0; taken < wanted; unit++) {
      half[taken] = unit;
      if (draws.next() * (units - unit) < wanted - taken) taken++;
    }
  }

  /**
   * Draws the rows of a tree from its group's half: those that choose splits go to address `splitting`, the others, which
   * estimate, to `estimating`. Returns how many of each.
   */
  drawTree(random: Random, splitting: number, estimating: number): [number, number] {
    const { sample, size, half } = this;
    const available = unitsOfGroup(this.plan);
    const draws = new Draws(random);
    for (let i = 0, taken = 0; taken < size; i++) {
      sample[taken] = half[i];
      if (size === available || draws.next() * (available - i) < size - taken) taken++;
    }
    const { u32 } = this.memory.views;
    let split = splitting >>> 2;
    let estimate = estimating >>> 2;
    for (let i = 0, taken = 0; i < size; i++) {
      const chosen = this.splitting === size || draws.next() * (size - i) < this.splitting - taken;
      if (chosen) {
        split = this.write(u32, sample[i], split);
        taken++;
      } else estimate = this.write(u32, sample[i], estimate);
    }
    return [split - (splitting >>> 2), estimate - (estimating >>> 2)];
  }

  /** Sets a bit for each row that the group's trees may have seen, from address `bits` on. */
  markGroup(bits: number): void {
    const { plan, half, sample } = this;
    const [units, count] = plan.groupSize > 1 ? [half, unitsOfGroup(plan)] : [sample, this.size];
    const { u8, u32 } = this.memory.views;
    u8.fill(0, bits, bits + bitBytes(plan.rows));
    const mark = (row: number): void => {
      u8[bits + (row >>> 3)] |= 1 << (row & 7);
    };
    for (let i = 0; i < count; i++) {
      if (plan.clusters === 0) mark(units[i]);
      else {
        const [from, to] = this.cluster(u32, units[i]);
        for (let at = from; at < to; at++) mark(u32[at]);
      }
    }
  }

  private write(u32: Uint32Array, unit: number, to: number): number {
    if (this.plan.clusters === 0) {
      u32[to] = unit;
      return to + 1;
    }
    const [from, end] = this.cluster(u32, unit);
    u32.copyWithin(to, from, end);
    return to + end - from;
  }

  private cluster(u32: Uint32Array, unit: number): [number, number] {
    const starts = this.plan.clusterStarts >>> 2;
    const rows = this.plan.clusterRows >>> 2;
    return [rows + u32[starts + unit], rows + u32[starts + unit + 1]];
  }
}

/** Bytes of one bit a row. */
export function bitBytes(rows: number): number {
  return Math.ceil(rows / 8);
}

/** Rows by cluster, 0 to rows - 1, and where each cluster starts among them; clusters are numbered as they first appear. */
export function groupByCluster(clusters: Int32Array): { rows: Uint32Array; starts: Uint32Array } {
  const numbers = new Map<number, number>();
  const of = Uint32Array.from(clusters, (cluster) => {
    const number = numbers.get(cluster) ?? numbers.size;
    numbers.set(cluster, number);
    return number;
  });
  const starts = new Uint32Array(numbers.size + 1);
  for (const cluster of of) starts[cluster + 1]++;
  for (let cluster = 0; cluster < numbers.size; cluster++) starts[cluster + 1] += starts[cluster];
  const next = starts.slice();
  const rows = new Uint32Array(clusters.length);
  of.forEach((cluster, row) => {
    rows[next[cluster]++] = row;
  });
  return { rows, starts };
}

import { createRandom, type Random } from '../../statistics/random.js';
import type { Task } from '../../task.js';

/** Half-samples drawn for errors. */
const draws = 200;
/** Shares of rows treated that curves are told at. */
export const shares: readonly number[] = Array.from({ length: 21 }, (_, i) => i / 20);

/** Rows to be treated in the order of a priority, and what treating each of them is worth. An entry per row. */
export interface Targeting {
  /** From fits that saw nothing of the row's fold. */
  readonly priority: Float64Array;
  /** Doubly robust scores: unbiased for the effect on the row. */
  readonly score: Float64Array;
  readonly fold: Int8Array;
  readonly weights?: Float64Array;
  readonly clusters?: Int32Array;
  readonly seed: number;
}

/** A number with its standard error. */
export interface Measured {
  readonly value: number;
  readonly stdError: number;
}

/** What an order of treating is worth. */
export interface Worth {
  /** Area under the targeting curve (see {@link worthOf}). */
  readonly autoc: Measured;
  /** Area between the Qini curve and that of random order, per row. */
  readonly qini: Measured;
  /** Effect per row of treating all. */
  readonly all: Measured;
  /** Per row, at each of {@link shares} treated first; and less what as many random rows gain. */
  readonly gain: readonly Measured[];
  readonly overRandom: readonly Measured[];
}

/**
 * Rank-weighted average treatment effects (Yadlowsky et al. 2021). With `TOC(q)` the mean score of the share `q` of highest priority less that
 * of all: AUTOC is the integral of `TOC(q)`, sensitive to few rows with large effects; the Qini area that of `q TOC(q)`, the area between
 * the curve of gains and that of random order. Rows are ranked within their folds, since priorities of different folds come from
 * different fits, and rows of equal priority share their mean score. Both are 0 where priorities say nothing, whatever the effects.
 *
 * Errors are those of 200 half-samples of rows (of clusters) about the whole, as in the paper. `against` measures another order on the same
 * half-samples: the worth returned is then that of the first less that of the other.
 */
export function worthOf(targeting: Targeting, task: Task, against?: Float64Array): Worth {
  const order = orderOf(targeting.priority, targeting);
  const other = against && orderOf(against, targeting);
  const measure = (chosen?: Uint8Array): Float64Array => {
    const own = measureOrder(order, targeting, chosen);
    const less = other && measureOrder(other, targeting, chosen);
    return less ? own.map((value, i) => value - less[i]) : own;
  };
  const whole = measure();
  const squares = new Float64Array(whole.length);
  const random = createRandom(targeting.seed, 41);
  const halves = pairUnits(targeting, random);
  for (let draw = 0; draw < draws; draw++) {
    task.report(draw / draws, 'Drawing half-samples');
    measure(drawHalf(halves, random.next)).forEach((value, i) => {
      squares[i] += (value - whole[i]) ** 2 / draws;
    });
  }
  const measured = (i: number): Measured => ({ value: whole[i], stdError: Math.sqrt(squares[i]) });
  const n = shares.length;
  return {
    autoc: measured(0),
    qini: measured(1),
    all: measured(2),
    gain: shares.map((_, i) => measured(3 + i)),
    overRandom: shares.map((_, i) => measured(3 + n + i)),
  };
}

/** Rows of each fold by falling priority; a group of equal priority ends where `last` says so. */
interface Order {
  readonly rows: readonly Int32Array[];
  readonly last: readonly Uint8Array[];
}

function orderOf(priority: Float64Array, { fold }: Targeting): Order {
  const folds = [...new Set(fold)].sort((a, b) => a - b);
  const rows = folds.map((own) => {
    const members = Int32Array.from(fold.keys()).filter((row) => fold[row] === own);
    return members.sort((a, b) => priority[b] - priority[a] || a - b);
  });
  const last = rows.map((list) =>
    Uint8Array.from(list, (row, i) =>
      i + 1 < list.length && priority[list[i + 1]] === priority[row] ? 0 : 1,
    ),
  );
  return { rows, last };
}

/** AUTOC, Qini area, mean score, gains at {@link shares}, and these less those of random order. */
function measureOrder(
  { rows, last }: Order,
  { score, weights }: Targeting,
  chosen?: Uint8Array,
): Float64Array {
  const n = shares.length;
  const sums = new Float64Array(3 + 2 * n);
  let everything = 0;
  rows.forEach((list, k) => {
    const fold = new Float64Array(3 + 2 * n);
    const size = measureFold(list, last[k], score, weights, chosen, fold);
    everything += size;
    for (let i = 0; i < sums.length; i++) sums[i] += size * fold[i];
  });
  return sums.map((sum) => sum / everything);
}

/** Measures one fold into `to`; returns the weight of its rows. */
function measureFold(
  all: Int32Array,
  last: Uint8Array,
  score: Float64Array,
  weights: Float64Array | undefined,
  chosen: Uint8Array | undefined,
  to: Float64Array,
): number {
  const weightOf = (row: number): number => (chosen && chosen[row] === 0 ? 0 : weights ? weights[row] : 1);
  let size = 0;
  let total = 0;
  for (const row of all) {
    size += weightOf(row);
    total += weightOf(row) * score[row];
  }
  if (size === 0) return 0;
  const curve = new Curve(size, total / size, to);
  let start = 0;
  let groupSize = 0;
  let groupSum = 0;
  for (let i = 0; i < all.length; i++) {
    groupSize += weightOf(all[i]);
    groupSum += weightOf(all[i]) * score[all[i]];
    if (last[i] === 0) continue;
    // Rows of equal priority count as of equal score: in what order they come must not matter.
    for (; start <= i; start++)
      if (weightOf(all[start]) > 0) curve.add(weightOf(all[start]), groupSum / groupSize);
    groupSize = 0;
    groupSum = 0;
  }
  return size;
}

/** Sums of scores along an order, row by row. */
class Curve {
  private weight = 0;
  private sum = 0;
  private next = 0;

  constructor(
    private readonly size: number,
    private readonly mean: number,
    private readonly to: Float64Array,
  ) {
    to[2] = mean;
  }

  add(weight: number, score: number): void {
    const { size, mean, to } = this;
    const n = shares.length;
    const end = this.weight + weight;
    for (; this.next < n && shares[this.next] * size <= end + 1e-9 * size; this.next++) {
      const share = shares[this.next];
      const gained = (this.sum + score * (share * size - this.weight)) / size;
      to[3 + this.next] = gained;
      to[3 + n + this.next] = gained - share * mean;
    }
    this.weight = end;
    this.sum += weight * score;
    to[0] += (weight / size) * (this.sum / end - mean);
    to[1] += (weight / size) * (this.sum / size - (end / size) * mean);
  }
}

/** Rows or clusters in random pairs, of which a half-sample has one each: neighbours in a file may be alike. */
interface Pairs {
  /** Unit of each row. */
  readonly of: Int32Array;
  /** Units, two by two; the last has no partner where their number is odd. */
  readonly units: Int32Array;
}

function pairUnits({ score, clusters }: Targeting, random: Random): Pairs {
  const of = clusters ?? Int32Array.from(score.keys());
  const units = Int32Array.from(new Set(of));
  for (let i = units.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [units[i], units[j]] = [units[j], units[i]];
  }
  return { of, units };
}

/** 1 for the rows of exactly half of the units. */
function drawHalf({ of, units }: Pairs, next: () => number): Uint8Array {
  const drawn = new Set<number>();
  for (let i = 0; i < units.length; i += 2) {
    const pick = i + (next() < 0.5 ? 0 : 1);
    if (pick < units.length) drawn.add(units[pick]);
  }
  return Uint8Array.from(of, (unit) => (drawn.has(unit) ? 1 : 0));
}

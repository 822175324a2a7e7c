import type { Task } from '../../task.js';
import { bestLeaf, bestSplit } from './one-split.js';
import { type Gains, type GrownTree, parted, partRows } from './policy-node.js';
import { PrefixSums } from './prefix-sums.js';
import type { SplitColumn } from './split-columns.js';

/** What trees of one question gain on the rows up to each rank of a column, and on those beyond it. */
interface Sides {
  readonly upTo: Float64Array;
  readonly beyond: Float64Array;
}

/**
 * The best tree of two levels of questions over all splits of all columns, exactly (the optimisation of Zhou, Athey and Wager 2023). For each pair of a
 * first and a second column the rows are taken over from one side to the other in the order of the first, while the best split of the
 * second is kept up to date: between columns of few values by their joint table of sums, else by the extremes of prefix sums
 * ({@link PrefixSums}). That is `p^2 n log n` for `p` columns and `n` rows; to search the second split anew after every row is `p^2 n^2`.
 */
export function bestTwoSplits(
  columns: readonly SplitColumn[],
  gains: Gains,
  rows: Int32Array,
  task: Task,
): GrownTree {
  const sides = columns.map(
    ({ count }): Sides => ({ upTo: new Float64Array(count), beyond: new Float64Array(count) }),
  );
  const orders = columns.map((column) => rowsByRank(column, rows));
  columns.forEach((first, i) => {
    columns.forEach((second, j) => {
      task.report((i * columns.length + j) / columns.length ** 2);
      const small = first.count * second.count <= 2 * rows.length;
      if (small) byTable(first, second, gains, rows, sides[i]);
      else byPrefixes(first, second, gains, orders[i], sides[i], task);
    });
  });
  return bestOf(columns, gains, rows, sides);
}

/** The tree whose two sides gain most together, grown anew on them. */
function bestOf(
  columns: readonly SplitColumn[],
  gains: Gains,
  rows: Int32Array,
  sides: readonly Sides[],
): GrownTree {
  let best = { column: -1, last: 0, gain: bestLeaf(gains, rows).gain };
  for (const [column, { upTo, beyond }] of sides.entries()) {
    for (let last = 0; last < upTo.length; last++) {
      const gain = upTo[last] + beyond[last];
      if (gain > best.gain + 1e-12 * Math.abs(best.gain)) best = { column, last, gain };
    }
  }
  if (best.column < 0) return bestLeaf(gains, rows);
  const { yes, no } = partRows(columns[best.column], best.last, rows);
  const [one, other] = [bestSplit(columns, gains, yes), bestSplit(columns, gains, no)];
  const tree = parted(best.column, best.last, one.tree, other.tree);
  return { tree, gain: one.gain + other.gain };
}

function rowsByRank({ rank, count }: SplitColumn, rows: Int32Array): Int32Array {
  const starts = new Int32Array(count + 1);
  for (const row of rows) starts[rank[row] + 1]++;
  for (let k = 0; k < count; k++) starts[k + 1] += starts[k];
  const order = new Int32Array(rows.length);
  for (const row of rows) order[starts[rank[row]]++] = row;
  return order;
}

/** By sums over every pair of ranks. */
function byTable(first: SplitColumn, second: SplitColumn, gains: Gains, rows: Int32Array, to: Sides): void {
  const width = second.count;
  const tables = gains.map((values) => {
    const table = new Float64Array(first.count * width);
    for (const row of rows) table[first.rank[row] * width + second.rank[row]] += values[row];
    return table;
  });
  sweepTable(tables, first.count, width, to.upTo, to.beyond);
}

/**
 * Sweeps a table of sums along its rows: `upTo[k]` becomes at least what the best split of the table's columns gains on rows 0 to `k`,
 * `beyond[k]` the same for the rows after `k`.
 *
 * @param tables one per arm, `height` times `width`
 */
export function sweepTable(
  tables: readonly Float64Array[],
  height: number,
  width: number,
  upTo: Float64Array,
  beyond: Float64Array,
): void {
  const whole = tables.map((table) => {
    const sums = new Float64Array(width);
    for (let at = 0; at < height * width; at++) sums[at % width] += table[at];
    return sums;
  });
  const taken = tables.map(() => new Float64Array(width));
  const all = new Float64Array(tables.length);
  const under = new Float64Array(tables.length);
  for (const [arm, sums] of whole.entries()) for (const sum of sums) all[arm] += sum;
  for (let k = 0; k < height; k++) {
    for (let arm = 0; arm < tables.length; arm++) {
      const table = tables[arm];
      const own = taken[arm];
      for (let q = 0; q < width; q++) {
        const value = table[k * width + q];
        own[q] += value;
        under[arm] += value;
      }
    }
    const near = alongSums(taken, undefined, under);
    if (near > upTo[k]) upTo[k] = near;
    const far = alongSums(
      whole,
      taken,
      all.map((sum, arm) => sum - under[arm]),
    );
    if (far > beyond[k]) beyond[k] = far;
  }
}

/** What the best split of sums in a row gains; of `sums` less `minus`, where given. */
function alongSums(
  sums: readonly Float64Array[],
  minus: readonly Float64Array[] | undefined,
  total: Float64Array,
): number {
  const width = sums[0].length;
  if (sums.length === 1) return alongOne(sums[0], minus?.[0], total[0]);
  const left = new Float64Array(sums.length);
  let best = 0;
  for (let q = 0; q < width; q++) {
    let [yes, no] = [0, 0];
    for (let arm = 0; arm < sums.length; arm++) {
      left[arm] += sums[arm][q] - (minus ? minus[arm][q] : 0);
      const right = total[arm] - left[arm];
      if (left[arm] > yes) yes = left[arm];
      if (right > no) no = right;
    }
    if (yes + no > best) best = yes + no;
  }
  return best;
}

/** With a single arm: that of the hot loop. */
function alongOne(sums: Float64Array, minus: Float64Array | undefined, total: number): number {
  let left = 0;
  let best = total > 0 ? total : 0;
  for (let q = 0; q < sums.length; q++) {
    left += minus ? sums[q] - minus[q] : sums[q];
    const right = total - left;
    const gain = (left > 0 ? left : 0) + (right > 0 ? right : 0);
    if (gain > best) best = gain;
  }
  return best;
}

/** By extremes of prefix sums, of the differences of every two arms. */
function byPrefixes(
  first: SplitColumn,
  second: SplitColumn,
  gains: Gains,
  order: Int32Array,
  to: Sides,
  task: Task,
): void {
  for (let a = 0; a < gains.length; a++) {
    task.check();
    sweepPair(first, second, gains[a], undefined, order, to);
    for (let b = 0; b < a; b++) sweepPair(first, second, gains[a], gains[b], order, to);
  }
}

/** Of trees whose leaves are arm `a` and arm `b`, or nothing. Rows are taken from the first on, then from the last on. */
function sweepPair(
  { rank: outer }: SplitColumn,
  { rank: inner, count }: SplitColumn,
  a: Float64Array,
  b: Float64Array | undefined,
  order: Int32Array,
  { upTo, beyond }: Sides,
): void {
  const sums = new PrefixSums(count);
  const n = order.length;
  let [gainA, gainB] = [0, 0];
  for (let i = 0; i < n; i++) {
    const row = order[i];
    const other = b ? b[row] : 0;
    sums.add(inner[row], a[row] - other);
    gainA += a[row];
    gainB += other;
    const k = outer[row];
    if (i + 1 < n && outer[order[i + 1]] === k) continue;
    // Rows up to a rank that no row has are those up to the next lower one.
    const until = i + 1 < n ? outer[order[i + 1]] : upTo.length;
    const gain = Math.max(gainB + sums.largest, gainA - sums.smallest);
    for (let at = k; at < until; at++) if (gain > upTo[at]) upTo[at] = gain;
  }
  sums.clear();
  [gainA, gainB] = [0, 0];
  for (let i = n - 1; i > 0; i--) {
    const row = order[i];
    const other = b ? b[row] : 0;
    sums.add(inner[row], a[row] - other);
    gainA += a[row];
    gainB += other;
    const before = outer[order[i - 1]];
    if (before === outer[row]) continue;
    const gain = Math.max(gainB + sums.largest, gainA - sums.smallest);
    for (let at = before; at < outer[row]; at++) if (gain > beyond[at]) beyond[at] = gain;
  }
}

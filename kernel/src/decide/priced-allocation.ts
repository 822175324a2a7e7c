import type { Task } from '../task.js';
import { shuffled } from './budget-curve.js';
import { type Allocation, allocationOf, type Choices, type FairLimit, type Limits } from './choices.js';

/** Halvings of the price of money: enough for neighbouring rows to differ. */
const halvings = 40;
/** Lowest shares treated of a group that are tried, and as many again about the best of them. */
const shareSteps = 32;

/**
 * An allocation where rows treated are limited in number, or shares of groups in how they differ, beside the budget (Lagrangian
 * relaxation: Everett 1963, Fisher 1981). At a price of money every row has a best arm and what it gains less its price; the rows of most
 * gain are then treated, as many as the capacity and the groups allow, which is exact, and the price is halved in on the budget. Rows
 * that two neighbouring prices treat in different ways fill what is left. The bound is that of the price, the least over all tried.
 */
export function pricedAllocation(choices: Choices, limits: Limits, task: Task): Allocation {
  const budget = limits.budget ?? Number.POSITIVE_INFINITY;
  const order = shuffled(choices.gain[0].length, choices.seed);
  let bound = Number.POSITIVE_INFINITY;
  const at = (price: number): Int32Array => {
    task.check();
    const { arm, worth } = treatedAt(choices, limits, order, price);
    bound = Math.min(bound, worth + (price > 0 ? price * budget : 0));
    return arm;
  };
  const spent = (arm: Int32Array): number => allocationOf(choices, arm, (gain) => gain, 0).spent;
  let dear = at(0);
  if (spent(dear) <= budget * (1 + 1e-12)) return allocationOf(choices, dear, () => bound, 0);
  let cheap = dear;
  let [low, high] = [0, 1];
  for (dear = at(high); spent(dear) > budget; dear = at(high)) {
    cheap = dear;
    [low, high] = [high, 4 * high];
  }
  for (let i = 0; i < halvings; i++) {
    const price = (low + high) / 2;
    const arm = at(price);
    if (spent(arm) > budget) {
      cheap = arm;
      low = price;
    } else {
      dear = arm;
      high = price;
    }
  }
  fill(choices, limits, order, dear, cheap);
  return allocationOf(choices, dear, () => bound, high);
}

/** The best arm of each row and whom to treat at a price of money, and what is gained less what is spent at that price. */
function treatedAt(
  choices: Choices,
  { capacity = Number.POSITIVE_INFINITY, fair }: Limits,
  order: Int32Array,
  price: number,
): { arm: Int32Array; worth: number } {
  const { gain, cost, weights } = choices;
  const rows = order.length;
  const best = new Int32Array(rows);
  const value = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let arm = 0; arm < gain.length; arm++) {
      const own = gain[arm][row] - price * cost[arm];
      if (own > most) {
        most = own;
        best[row] = arm;
      }
    }
    value[row] = most;
  }
  const ranked = order.slice().sort((a, b) => value[b] - value[a]);
  const sizes = weights ?? new Float64Array(rows).fill(1);
  const chosen = fair
    ? fairlyTreated(ranked, value, sizes, capacity, fair)
    : treated(ranked, value, sizes, capacity);
  const arm = new Int32Array(rows).fill(-1);
  for (const row of chosen.rows) arm[row] = best[row];
  return { arm, worth: chosen.worth };
}

interface Chosen {
  readonly rows: readonly number[];
  readonly worth: number;
}

/** The first rows of an order that gain, as many as the capacity allows. */
function treated(
  ranked: Int32Array,
  value: Float64Array,
  sizes: Float64Array,
  capacity: number,
  group?: { readonly of: Int32Array; readonly least: Float64Array; readonly most: Float64Array },
): Chosen {
  const rows: number[] = [];
  const count = group && new Float64Array(group.least.length);
  const needed = group?.least.slice();
  let waiting = needed ? needed.reduce((sum, size) => sum + size, 0) : 0;
  let left = capacity;
  let worth = 0;
  for (const row of ranked) {
    const size = sizes[row];
    const own = group ? group.of[row] : 0;
    const owed = needed && count ? needed[own] - count[own] : 0;
    // What groups are owed is kept for them out of the capacity.
    const kept = waiting - Math.min(owed > 0 ? owed : 0, size);
    if ((value[row] <= 0 && owed <= 1e-9) || size > left - Math.max(0, kept) + 1e-9) continue;
    if (group && count) {
      if (count[own] + size > group.most[own] + 1e-9) continue;
      count[own] += size;
      if (owed > 0) waiting -= Math.min(owed, size);
    }
    rows.push(row);
    left -= size;
    worth += size * value[row];
  }
  return { rows, worth };
}

/**
 * Whom to treat so that shares of groups differ by no more than allowed: each is from `low` to `low + within`, and what is gained is a concave
 * function of `low` but for whole rows: the best of a few, then of a few about it.
 */
function fairlyTreated(
  ranked: Int32Array,
  value: Float64Array,
  sizes: Float64Array,
  capacity: number,
  { group, count, within }: FairLimit,
): Chosen {
  const totals = new Float64Array(count);
  for (let row = 0; row < group.length; row++) totals[group[row]] += sizes[row];
  const whole = totals.reduce((sum, size) => sum + size, 0);
  const from = (low: number): Chosen => {
    const least = totals.map((size) => Math.floor(low * size + 1e-9));
    const most = totals.map((size) => Math.min(size, (low + within) * size + 1e-9));
    return treated(ranked, value, sizes, capacity, { of: group, least, most });
  };
  const highest = Math.min(1, capacity / whole);
  const step = 1 / Math.max(...totals);
  let best = { low: 0, chosen: from(0) };
  let [first, last] = [0, highest];
  for (let round = 0; round < 2; round++) {
    const width = Math.max(step, (last - first) / shareSteps);
    const middle = best.low;
    for (let low = round === 0 ? width : first; low <= last + 1e-9; low += width) {
      const chosen = from(low);
      if (chosen.worth > best.chosen.worth) best = { low, chosen };
    }
    if (round === 1 && middle === best.low) break;
    [first, last] = [Math.max(0, best.low - width), Math.min(highest, best.low + width)];
  }
  return best.chosen;
}

/** Spends what is left on rows that a slightly lower price treats otherwise, within all limits. */
function fill(
  { gain, cost, weights }: Choices,
  { budget = Number.POSITIVE_INFINITY, capacity = Number.POSITIVE_INFINITY, fair }: Limits,
  order: Int32Array,
  arm: Int32Array,
  cheap: Int32Array,
): void {
  const totals = new Float64Array(fair?.count ?? 1);
  const counts = new Float64Array(totals.length);
  const groupOf = (row: number): number => (fair ? fair.group[row] : 0);
  let [spent, treated] = [0, 0];
  for (let row = 0; row < arm.length; row++) {
    const size = weights ? weights[row] : 1;
    totals[groupOf(row)] += size;
    if (arm[row] < 0) continue;
    counts[groupOf(row)] += size;
    spent += size * cost[arm[row]];
    treated += size;
  }
  for (const row of order) {
    const [now, next] = [arm[row], cheap[row]];
    if (next < 0 || next === now) continue;
    const size = weights ? weights[row] : 1;
    const more = size * (cost[next] - (now < 0 ? 0 : cost[now]));
    const better = gain[next][row] > (now < 0 ? 0 : gain[now][row]);
    if (!better || spent + more > budget) continue;
    if (now < 0) {
      if (treated + size > capacity) continue;
      const own = groupOf(row);
      const lowest = counts.reduce(
        (low, count, g) => (totals[g] > 0 ? Math.min(low, count / totals[g]) : low),
        1,
      );
      if (fair && (counts[own] + size) / totals[own] > lowest + fair.within + 1e-9) continue;
      counts[own] += size;
      treated += size;
    }
    arm[row] = next;
    spent += more;
  }
}

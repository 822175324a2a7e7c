import type { Gains } from '../../kernel/src/decide/trees/policy-node.js';
import type { SplitColumn } from '../../kernel/src/decide/trees/split-columns.js';

/**
 * What the best tree of two levels gains, by the search that R's policytree does (Zhou, Athey and Wager 2023; Sverdrup et al. 2020), as a yardstick:
 * every value of every column is tried as the first split, rows pass from right to left in the column's order, and after each value both sides
 * are searched anew for their best second split, along all columns in their sorted orders.
 */
export function searchedTree(columns: readonly SplitColumn[], gains: Gains, rows: Int32Array): number {
  const orders = columns.map(({ rank }) => rows.slice().sort((a, b) => rank[a] - rank[b]));
  const left = new Uint8Array(rows.length);
  let best = Math.max(0, ...gains.map((values) => rows.reduce((sum, row) => sum + values[row], 0)));
  for (const [first, { rank }] of columns.entries()) {
    left.fill(0);
    const order = orders[first];
    for (let i = 0; i + 1 < order.length; i++) {
      left[order[i]] = 1;
      if (rank[order[i + 1]] === rank[order[i]]) continue;
      best = Math.max(
        best,
        bestSecond(columns, orders, gains, left, 1) + bestSecond(columns, orders, gains, left, 0),
      );
    }
  }
  return best;
}

/** What the best split of one side gains. */
function bestSecond(
  columns: readonly SplitColumn[],
  orders: readonly Int32Array[],
  gains: Gains,
  left: Uint8Array,
  side: number,
): number {
  const arms = gains.length;
  const total = new Float64Array(arms);
  for (let row = 0; row < left.length; row++) {
    if (left[row] !== side) continue;
    for (let arm = 0; arm < arms; arm++) total[arm] += gains[arm][row];
  }
  let best = Math.max(0, ...total);
  const below = new Float64Array(arms);
  for (const [column, { rank }] of columns.entries()) {
    below.fill(0);
    let last = -1;
    const order = orders[column];
    for (let i = 0; i < order.length; i++) {
      const row = order[i];
      if (left[row] !== side) continue;
      if (last >= 0 && rank[row] !== last) best = Math.max(best, bothSides(below, total));
      for (let arm = 0; arm < arms; arm++) below[arm] += gains[arm][row];
      last = rank[row];
    }
  }
  return best;
}

function bothSides(below: Float64Array, total: Float64Array): number {
  let [yes, no] = [0, 0];
  for (let arm = 0; arm < below.length; arm++) {
    if (below[arm] > yes) yes = below[arm];
    if (total[arm] - below[arm] > no) no = total[arm] - below[arm];
  }
  return yes + no;
}

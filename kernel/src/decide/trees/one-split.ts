import { type Gains, type GrownTree, type PolicyNode, parted } from './policy-node.js';
import type { SplitColumn } from './split-columns.js';

/** The arm that gains most over rows, none where all lose. */
export function bestLeaf(gains: Gains, rows: Int32Array): GrownTree {
  let arm = -1;
  let most = 0;
  for (const [own, values] of gains.entries()) {
    let sum = 0;
    for (const row of rows) sum += values[row];
    if (sum > most) [arm, most] = [own, sum];
  }
  return { tree: { leaf: true, arm }, gain: most };
}

/** The best tree of one question: every column's sums by rank, and one pass along them. */
export function bestSplit(columns: readonly SplitColumn[], gains: Gains, rows: Int32Array): GrownTree {
  let best = bestLeaf(gains, rows);
  for (const [column, { rank, count }] of columns.entries()) {
    const sums = gains.map((values) => {
      const sum = new Float64Array(count);
      for (const row of rows) sum[rank[row]] += values[row];
      return sum;
    });
    const right = sums.map((sum) => sum.reduce((total, value) => total + value, 0));
    const left = sums.map(() => 0);
    for (let last = 0; last < count - 1; last++) {
      for (const [arm, sum] of sums.entries()) {
        left[arm] += sum[last];
        right[arm] -= sum[last];
      }
      const [yes, no] = [largest(left), largest(right)];
      const gain = (yes < 0 ? 0 : left[yes]) + (no < 0 ? 0 : right[no]);
      if (gain > best.gain + 1e-12 * Math.abs(best.gain)) {
        best = { tree: parted(column, last, leaf(yes), leaf(no)), gain };
      }
    }
  }
  return best;
}

function leaf(arm: number): PolicyNode {
  return { leaf: true, arm };
}

/** Place of the largest value above 0; -1 where there is none. */
function largest(values: readonly number[]): number {
  let best = -1;
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] > most) [best, most] = [i, values[i]];
  }
  return best;
}

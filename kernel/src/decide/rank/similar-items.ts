import type { Task } from '../../task.js';
import type { SparseMatrix } from '../../text/sparse-matrix.js';

/** Nearest items kept of each item. */
const kept = 50;

/** Items that the same users bought. */
export interface Neighbours {
  /** Sum over what the user bought of its likeness to each item, of all items; the array is used again by the next call. */
  toUser(bought: SparseMatrix, user: number): Float64Array;
  /** Cosine of two items; 0 where neither is among the nearest of the other. */
  likeness(a: number, b: number): number;
}

/**
 * Cosines of items by the users who bought them (Sarwar et al. 2001), the {@link kept} largest of each item; none of an item with itself.
 *
 * @param bought users x items
 * @param turned items x users
 */
export function similarItems(bought: SparseMatrix, turned: SparseMatrix, task: Task): Neighbours {
  const items = turned.rows;
  const length = new Float64Array(items);
  for (let item = 0; item < items; item++) {
    for (let k = turned.start[item]; k < turned.start[item + 1]; k++) length[item] += turned.value[k] ** 2;
    length[item] = Math.sqrt(length[item]);
  }
  const place: Int32Array[] = [];
  const cosine: Float64Array[] = [];
  const sums = new Float64Array(items);
  for (let item = 0; item < items; item++) {
    if (item % 64 === 0) task.report(item / items);
    const met = addCompanions(item, bought, turned, sums);
    for (const other of met) sums[other] /= length[item] * length[other];
    const nearest = met
      .filter((other) => other !== item)
      .sort((a, b) => sums[b] - sums[a] || a - b)
      .slice(0, kept);
    place.push(Int32Array.from(nearest));
    cosine.push(Float64Array.from(nearest, (other) => sums[other]));
    for (const other of met) sums[other] = 0;
  }
  const near = new Float64Array(items);
  return {
    toUser: ({ start, column, value }, user) => {
      near.fill(0);
      for (let k = start[user]; k < start[user + 1]; k++) {
        const own = column[k];
        place[own].forEach((other, i) => {
          near[other] += value[k] * cosine[own][i];
        });
      }
      return near;
    },
    likeness: (a, b) => {
      if (a === b) return 1;
      const there = place[a].indexOf(b);
      if (there >= 0) return cosine[a][there];
      const back = place[b].indexOf(a);
      return back >= 0 ? cosine[b][back] : 0;
    },
  };
}

/** Adds the products of an item with all items that one of its buyers bought; returns these. */
function addCompanions(
  item: number,
  bought: SparseMatrix,
  turned: SparseMatrix,
  sums: Float64Array,
): number[] {
  const met: number[] = [];
  for (let k = turned.start[item]; k < turned.start[item + 1]; k++) {
    const user = turned.column[k];
    for (let j = bought.start[user]; j < bought.start[user + 1]; j++) {
      const other = bought.column[j];
      if (sums[other] === 0) met.push(other);
      sums[other] += turned.value[k] * bought.value[j];
    }
  }
  return met;
}

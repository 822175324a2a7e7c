/**
 * How good an order is, by what turned out to be relevant. Lists are in the order shown; places count from 0; `gain` of an item is 0 or more, and
 * may be weighted by inverse chances of having been seen, so that what was shown most does not count most (Yang et al. 2018).
 */

/** One list of items, and what each of the items that it was ranked from turned out to be worth. */
export interface RankedList {
  /** What stands at each place, as many as were ranked. */
  readonly gains: ArrayLike<number>;
}

/**
 * Normalised discounted cumulative gain of the first `k` places (Jarvelin and Kekalainen 2002): `sum(gain / log2(place + 2))` over that of the best
 * order; null where nothing is relevant.
 */
export function ndcg({ gains }: RankedList, k: number): number | null {
  const best = Array.from(gains).sort((a, b) => b - a);
  const ideal = discounted(best, k);
  return ideal > 0 ? discounted(gains, k) / ideal : null;
}

function discounted(gains: ArrayLike<number>, k: number): number {
  let sum = 0;
  for (let place = 0; place < Math.min(k, gains.length); place++) sum += gains[place] / Math.log2(place + 2);
  return sum;
}

/** Average precision of the first `k` places, over the most that `k` places could hold; gains above 0 are relevant, by their size. Null where nothing is. */
export function averagePrecision({ gains }: RankedList, k: number): number | null {
  let [hits, sum] = [0, 0];
  const relevant = Array.from(gains).filter((gain) => gain > 0).length;
  if (relevant === 0) return null;
  for (let place = 0; place < Math.min(k, gains.length); place++) {
    if (!(gains[place] > 0)) continue;
    hits += 1;
    sum += hits / (place + 1);
  }
  return sum / Math.min(k, relevant);
}

/** Share of all that is relevant that stands among the first `k`; null where nothing is. */
export function recall({ gains }: RankedList, k: number): number | null {
  let [all, held] = [0, 0];
  for (let place = 0; place < gains.length; place++) {
    all += gains[place];
    if (place < k) held += gains[place];
  }
  return all > 0 ? held / all : null;
}

/** Share of `items` that stand in some list. */
export function coverage(lists: readonly Int32Array[], items: number): number {
  const met = new Uint8Array(items);
  for (const list of lists) for (const item of list) met[item] = 1;
  return items > 0 ? met.reduce((sum, one) => sum + one, 0) / items : 0;
}

/** Mean over lists of 1 less the mean likeness of two of its items (Ziegler et al. 2005); null where no list has two. */
export function diversity(
  lists: readonly Int32Array[],
  likeness: (a: number, b: number) => number,
): number | null {
  const found = lists.flatMap((list) => {
    if (list.length < 2) return [];
    let sum = 0;
    for (let i = 0; i < list.length; i++) for (let j = 0; j < i; j++) sum += 1 - likeness(list[i], list[j]);
    return [sum / ((list.length * (list.length - 1)) / 2)];
  });
  return mean(found);
}

/**
 * Mean over lists of `-log2` of the share of users who have met the item (Zhou et al. 2010), in bits; an item that nobody has met counts as one met by
 * half a user. Null where no list holds anything.
 */
export function novelty(lists: readonly Int32Array[], met: ArrayLike<number>, users: number): number | null {
  const bits = (item: number): number => -Math.log2(Math.max(met[item], 0.5) / Math.max(1, users));
  const found = lists.flatMap((list) => {
    if (list.length === 0) return [];
    return [list.reduce((sum, item) => sum + bits(item), 0) / list.length];
  });
  return mean(found);
}

/** Mean of those that exist; null where none does. */
export function mean(values: readonly (number | null)[]): number | null {
  const found = values.filter((value) => value !== null);
  return found.length > 0 ? found.reduce((sum, value) => sum + value, 0) / found.length : null;
}

import { createRandom, type Random } from '../../kernel/src/statistics/random.js';

/** Purchases of users, drawn by seed: what they bought, and what is held out. */
export interface Purchases {
  readonly user: Float64Array;
  readonly item: Float64Array;
  /** 1 where the purchase is held out. */
  readonly held: Float64Array;
}

const tastes = 8;

/**
 * So many distinct pairs of a user and an item: items are as popular as in shops (Zipf), users buy from a few to hundreds, and of several items met the
 * one that is most to their taste.
 */
export function drawPurchases(pairs: number, users: number, items: number, seed: number): Purchases {
  const random = createRandom(seed, 1);
  const tasteOf = (count: number, stream: number): Float64Array => {
    const own = createRandom(seed, stream);
    return Float64Array.from({ length: count * tastes }, () => normal(own));
  };
  const [wants, is] = [tasteOf(users, 2), tasteOf(items, 3)];
  const met = new Set<number>();
  const columns = {
    user: new Float64Array(pairs),
    item: new Float64Array(pairs),
    held: new Float64Array(pairs),
  };
  while (met.size < pairs) {
    const user = Math.floor(users * random.next() ** 2);
    const item = favourite(
      user,
      [popular(items, random), popular(items, random), popular(items, random)],
      wants,
      is,
    );
    const key = user * items + item;
    if (met.has(key)) continue;
    const at = met.size;
    met.add(key);
    columns.user[at] = user;
    columns.item[at] = item;
    columns.held[at] = random.next() < 0.1 ? 1 : 0;
  }
  return columns;
}

function popular(items: number, random: Random): number {
  return Math.min(items - 1, Math.floor(items ** random.next()) - 1 + Math.floor(20 * random.next()));
}

function favourite(user: number, choices: readonly number[], wants: Float64Array, is: Float64Array): number {
  const match = (item: number): number => {
    let sum = 0;
    for (let t = 0; t < tastes; t++) sum += wants[user * tastes + t] * is[item * tastes + t];
    return sum;
  };
  return choices.reduce((best, item) => (match(item) > match(best) ? item : best));
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

import type { Folds } from '../../statistics/folds.js';
import { createRandom } from '../../statistics/random.js';
import type { ExposureLog } from './exposure-log.js';

/** The distinct pairs of a log, in the order of their first rows. */
export interface Pairs {
  readonly count: number;
  /** Pair of each row. */
  readonly of: Int32Array;
  readonly user: Int32Array;
  readonly item: Int32Array;
  readonly rows: Int32Array;
  /** Its first row. */
  readonly first: Int32Array;
  /** Pairs of a user: `list[start[user]]` to `list[start[user + 1] - 1]`. */
  readonly start: Int32Array;
  readonly list: Int32Array;
}

/** Finds the pairs of a log. */
export function pairsOf({ users, items }: Pick<ExposureLog, 'users' | 'items'>): Pairs {
  const places = new Map<number, number>();
  const firsts: number[] = [];
  const of = Int32Array.from(users.of, (user, row) => {
    const key = user * items.count + items.of[row];
    const place = places.get(key) ?? places.size;
    if (place === places.size) firsts.push(row);
    places.set(key, place);
    return place;
  });
  const count = places.size;
  const rows = new Int32Array(count);
  for (const pair of of) rows[pair] += 1;
  const user = Int32Array.from(firsts, (row) => users.of[row]);
  const item = Int32Array.from(firsts, (row) => items.of[row]);
  const start = new Int32Array(users.count + 1);
  for (const own of user) start[own + 1] += 1;
  for (let u = 0; u < users.count; u++) start[u + 1] += start[u];
  const next = start.slice();
  const list = new Int32Array(count);
  user.forEach((own, pair) => {
    list[next[own]++] = pair;
  });
  return { count, of, user, item, rows, first: Int32Array.from(firsts), start, list };
}

/**
 * Folds of pairs: all rows of a pair are in one. A user's pairs are dealt to the folds in turn, from one drawn at random, so that every fold has about
 * the same share of every user.
 */
export function pairFolds({ start, list, of, count }: Pairs, folds: number, seed: number): Folds {
  const random = createRandom(seed, 5);
  const ofPair = new Int8Array(count);
  for (let user = 0; user + 1 < start.length; user++) {
    const own = list.slice(start[user], start[user + 1]);
    for (let i = own.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [own[i], own[j]] = [own[j], own[i]];
    }
    const first = random.below(folds);
    own.forEach((pair, i) => {
      ofPair[pair] = (first + i) % folds;
    });
  }
  return { foldOf: Int8Array.from(of, (pair) => ofPair[pair]), folds, seed };
}

import type { Feature, Features } from '../../data/table.js';
import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { best, type Limits } from './choose.js';
import { inputsOf, numeric } from './design.js';
import type { ExposureLog } from './exposure-log.js';
import { predictIncrements } from './increments.js';
import type { LearnedRanking, Learner, RankingLesson } from './learned.js';

/** With more items than this only the best by each candidate are looked at for a user, so many of each, beside those of the user's rows. */
const few = 200;
const ofEach = 50;
/** Pairs that are predicted at once. */
const pairsAtOnce = 50_000;

/** What is shown to one user, best first. */
export interface UserList {
  readonly user: number;
  readonly items: Int32Array;
  readonly increment: Float64Array;
  /** Probability of a purchase without and with showing. */
  readonly without: Float64Array;
  readonly with: Float64Array;
  /** What would be shown by predicted purchase, as many. */
  readonly byPurchase: Int32Array;
}

/** Pairs to be predicted: items of one user after those of another. */
interface Block {
  readonly users: readonly number[];
  readonly items: readonly Int32Array[];
}

/**
 * Lists for users, from all items that may be shown. A pair of the log is scored by tastes that know nothing of its own outcome, any other by tastes
 * that know as much: a purchase that is known would else be taken for the taste behind it.
 *
 * @param allowed 1 per item that may stand in a list
 */
export function listsFor(
  lesson: RankingLesson,
  learner: Learner,
  learned: LearnedRanking,
  users: readonly number[],
  allowed: Uint8Array,
  limits: Limits,
  task: Task,
): UserList[] {
  const { log, folds } = lesson;
  const random = createRandom(folds.seed, 12);
  const tie = Float64Array.from({ length: log.items.count }, () => random.next());
  const columns = new PairColumns(lesson);
  const found: UserList[] = [];
  let block: { users: number[]; items: Int32Array[] } = { users: [], items: [] };
  let size = 0;
  const flush = (done: number): void => {
    const part = task.part(done, done);
    if (size > 0) found.push(...listsOfBlock(lesson, learner, learned, block, columns, tie, limits, part));
    block = { users: [], items: [] };
    size = 0;
  };
  for (const [i, user] of users.entries()) {
    task.report(i / users.length, 'Ranking items');
    const items = candidatesOf(lesson, learner, user, allowed);
    block.users.push(user);
    block.items.push(items);
    size += items.length;
    if (size >= pairsAtOnce) flush(i / users.length);
  }
  flush(1);
  return found;
}

/** Items that are looked at for a user: all, or the best by each candidate and those of the user's rows. */
function candidatesOf(
  { log, pairs, folds }: RankingLesson,
  learner: Learner,
  user: number,
  allowed: Uint8Array,
): Int32Array {
  const all = Int32Array.from({ length: log.items.count }, (_, item) => item).filter(
    (item) => allowed[item] === 1,
  );
  if (all.length <= few) return all;
  const own = pairs.list.subarray(pairs.start[user], pairs.start[user + 1]);
  const chosen = new Set(Array.from(own, (pair) => pairs.item[pair]).filter((item) => allowed[item] === 1));
  const tastes = learner.known(user % folds.folds);
  const scores = tastes.at(user, all);
  for (const score of scores) {
    const order = best(score, all, { top: ofEach });
    for (const place of order) chosen.add(all[place]);
  }
  return Int32Array.from(chosen).sort();
}

function listsOfBlock(
  lesson: RankingLesson,
  learner: Learner,
  learned: LearnedRanking,
  block: Block,
  columns: PairColumns,
  tie: Float64Array,
  limits: Limits,
  task: Task,
): UserList[] {
  const inputs = inputsOf(scoresOfBlock(lesson, learner, block), columns.of(block), learned.design);
  const predicted = predictIncrements(learned.model, inputs, task);
  let from = 0;
  return block.users.map((user, u) => {
    const items = block.items[u];
    const own = (values: Float64Array): Float64Array => values.subarray(from, from + items.length);
    const [increment, without, shown] = [
      own(predicted.increment),
      own(predicted.without),
      own(predicted.with),
    ];
    from += items.length;
    const ties = Float64Array.from(items, (item) => tie[item]);
    const order = best(increment, ties, limits);
    const of = (values: Float64Array): Float64Array => Float64Array.from(order, (place) => values[place]);
    return {
      user,
      items: order.map((place) => items[place]),
      increment: of(increment),
      without: of(without),
      with: of(shown),
      byPurchase: best(shown, ties, { top: order.length }).map((place) => items[place]),
    };
  });
}

/** Scores of the pairs of a block. */
function scoresOfBlock({ pairs, folds }: RankingLesson, learner: Learner, { users, items }: Block): Features {
  const rows = items.reduce((sum, list) => sum + list.length, 0);
  const { names } = learner.known(0);
  const values = names.map(() => new Float64Array(rows));
  let from = 0;
  users.forEach((user, u) => {
    const foldOf = new Map<number, number>();
    for (let k = pairs.start[user]; k < pairs.start[user + 1]; k++) {
      const pair = pairs.list[k];
      foldOf.set(pairs.item[pair], folds.foldOf[pairs.first[pair]]);
    }
    const byFold = Array.from({ length: folds.folds }, (): number[] => []);
    items[u].forEach((item, place) => {
      byFold[foldOf.get(item) ?? (user + item) % folds.folds].push(place);
    });
    byFold.forEach((places, fold) => {
      if (places.length === 0) return;
      const scores = learner.known(fold).at(
        user,
        places.map((place) => items[u][place]),
      );
      scores.forEach((score, s) => {
        places.forEach((place, i) => {
          values[s][from + place] = score[i];
        });
      });
    });
    from += items[u].length;
  });
  return { rows, list: values.map((own, s) => numeric(names[s], own)) };
}

/**
 * Columns of pairs that may be in no row: a column that is the same in all rows of a user is the user's, else one that is the same in all of an item is
 * the item's; of any other the user's last row is taken. A pair of the log has its own.
 */
class PairColumns {
  private readonly rowOf: readonly { readonly feature: Feature; readonly of: 'user' | 'item' }[];
  private readonly lastOfUser: Int32Array;
  private readonly lastOfItem: Int32Array;

  constructor(private readonly lesson: RankingLesson) {
    const { log } = lesson;
    this.lastOfUser = lastRows(log.users.of, log.users.count);
    this.lastOfItem = lastRows(log.items.of, log.items.count);
    this.rowOf = log.features.list.map((feature) => ({
      feature,
      of:
        !sameWithin(feature, log.users.of, this.lastOfUser) &&
        sameWithin(feature, log.items.of, this.lastOfItem)
          ? 'item'
          : 'user',
    }));
  }

  of({ users, items }: Block): Features {
    const { pairs } = this.lesson;
    const list = this.rowOf.map(({ feature, of }): Feature => {
      const values = users.flatMap((user, u) => {
        const own = new Map<number, number>();
        for (let k = pairs.start[user]; k < pairs.start[user + 1]; k++) {
          const pair = pairs.list[k];
          own.set(pairs.item[pair], pairs.first[pair]);
        }
        return Array.from(items[u], (item) => {
          const row = own.get(item) ?? (of === 'item' ? this.lastOfItem[item] : this.lastOfUser[user]);
          return feature.values[row];
        });
      });
      return { ...feature, values: Float64Array.from(values) };
    });
    return { rows: items.reduce((sum, own) => sum + own.length, 0), list };
  }
}

function lastRows(of: Int32Array, count: number): Int32Array {
  const last = new Int32Array(count);
  of.forEach((place, row) => {
    last[place] = row;
  });
  return last;
}

function sameWithin({ values }: Feature, of: Int32Array, last: Int32Array): boolean {
  return of.every(
    (place, row) => Object.is(values[row], values[last[place]]) || values[row] === values[last[place]],
  );
}

/** Users who have met each item in a purchase. */
export function buyersOf({ users, items, outcome }: ExposureLog): Int32Array {
  const met = new Set<number>();
  const counts = new Int32Array(items.count);
  for (const [row, item] of items.of.entries()) {
    const key = users.of[row] * items.count + item;
    if (outcome[row] !== 1 || met.has(key)) continue;
    met.add(key);
    counts[item] += 1;
  }
  return counts;
}

import { ratioEstimate } from '../../effects/inference/ratio-estimate.js';
import type { Estimate } from '../../result.js';
import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { best, type Limits, meanOfPairs } from './choose.js';
import type { ExposureLog } from './exposure-log.js';
import type { LearnedRanking, Learner, RankingLesson } from './learned.js';
import { averagePrecision, mean, ndcg, recall } from './metrics.js';
import {
  difference,
  type OffPolicyEstimator,
  offPolicyParts,
  type SwitchedChoices,
  switchThreshold,
} from './off-policy.js';

/** Ways to choose what to show. */
export const wayKinds = ['increment', 'purchase', 'popularity', 'random', 'today'] as const;
export type WayKind = (typeof wayKinds)[number];

/** Ways that put items in an order. */
type Order = Exclude<WayKind, 'today'>;

/** What is known of each row by what was learned without its fold; NaN, or -1, where the row cannot be judged. */
export interface Judgement {
  /** What the outcome models expect of not showing, and of showing. */
  readonly without: Float64Array;
  readonly with: Float64Array;
  readonly propensity: Float64Array;
  /** By way: place of the row's item in the order for its user, from 0. */
  readonly places: ReadonlyMap<Order, Int32Array>;
  /** Items of the row's user that add more than the threshold, and items that could be shown. */
  readonly passing: Int32Array;
  readonly available: Int32Array;
  /** By way: mean over users with something relevant of measures of its order. */
  readonly measures: ReadonlyMap<Order, Measures>;
}

/** Measures of an order, null where nothing is relevant. */
export interface Measures {
  readonly ndcg: number | null;
  readonly map: number | null;
  readonly recall: number | null;
}

/** A propensity below this, on either side, counts as this where what was logged is divided by it. */
export const clip = 0.01;

/**
 * Judges ways to choose by rows that they know nothing of: for each fold, the order learned without it ranks all that each user could be shown, and
 * where it puts the pairs of the fold is kept.
 */
export function judge(lesson: RankingLesson, learner: Learner, limits: Limits, task: Task): Judgement {
  const { log, folds, kinds } = lesson;
  const rows = log.outcome.length;
  const [without, shown, propensity] = [0, 1, 2].map(() => new Float64Array(rows).fill(Number.NaN));
  const [passing, available] = [0, 1].map(() => new Int32Array(rows));
  const orders = wayKinds.filter(
    (kind): kind is Order => kind !== 'today' && (kind !== 'popularity' || kinds.includes('popularity')),
  );
  const places = new Map(orders.map((kind) => [kind, new Int32Array(rows).fill(-1)]));
  const found = new Map(orders.map((kind) => [kind, new MeasureSums()]));
  for (let fold = 0; fold < folds.folds; fold++) {
    const learned = learner.without(fold, task.part(fold / folds.folds, (fold + 1) / folds.folds));
    const order = ordersOf(lesson, learned, limits, fold, found, task);
    for (let row = 0; row < rows; row++) {
      if (folds.foldOf[row] !== fold) continue;
      const pair = lesson.pairs.of[row];
      without[row] = learned.predicted.without[row];
      shown[row] = learned.predicted.with[row];
      propensity[row] = learned.propensity[row];
      passing[row] = order.passing[log.users.of[row]];
      available[row] = order.available[log.users.of[row]];
      for (const kind of orders) places.get(kind)![row] = order.places.get(kind)![pair];
    }
  }
  const measures = new Map([...found].map(([kind, sums]) => [kind, sums.means()]));
  return { without, with: shown, propensity, places, passing, available, measures };
}

/** Measures of many lists. */
class MeasureSums {
  private readonly lists: Measures[] = [];

  add(gains: readonly number[], k: number): void {
    const list = { gains };
    this.lists.push({ ndcg: ndcg(list, k), map: averagePrecision(list, k), recall: recall(list, k) });
  }

  means(): Measures {
    const of = (name: keyof Measures): number | null => mean(this.lists.map((list) => list[name]));
    return { ndcg: of('ndcg'), map: of('map'), recall: of('recall') };
  }
}

/** Orders by what was learned without a fold. */
interface FoldOrders {
  /** One per pair. */
  readonly places: ReadonlyMap<Order, Int32Array>;
  /** One per user. */
  readonly passing: Int32Array;
  readonly available: Int32Array;
}

function ordersOf(
  { log, pairs, folds }: RankingLesson,
  { predicted, propensity, popularity }: LearnedRanking,
  limits: Limits,
  fold: number,
  found: ReadonlyMap<Order, MeasureSums>,
  task: Task,
): FoldOrders {
  const random = createRandom(folds.seed, 11);
  const tie = Float64Array.from({ length: pairs.count }, () => random.next());
  const increment = meanOfPairs(pairs, predicted.increment);
  const scores = new Map<Order, Float64Array>([
    ['increment', increment],
    ['purchase', meanOfPairs(pairs, predicted.with)],
    ['random', tie],
    ...(popularity ? [['popularity', meanOfPairs(pairs, popularity)] as const] : []),
  ]);
  const open = openPairs(log, pairs);
  const gains = foldGains(log, pairs, propensity, folds.foldOf, fold);
  const places = new Map([...scores.keys()].map((kind) => [kind, new Int32Array(pairs.count).fill(-1)]));
  const [passing, available] = [0, 1].map(() => new Int32Array(log.users.count));
  for (let user = 0; user < log.users.count; user++) {
    if (user % 256 === 0) task.check();
    const own = pairs.list
      .subarray(pairs.start[user], pairs.start[user + 1])
      .filter((pair) => open[pair] === 1);
    const at = (values: Float64Array): Float64Array => Float64Array.from(own, (pair) => values[pair]);
    available[user] = own.length;
    passing[user] = best(at(increment), at(tie), { above: limits.above }).length;
    for (const [kind, values] of scores) {
      const order = best(at(values), at(tie), {});
      for (const [place, i] of order.entries()) places.get(kind)![own[i]] = place;
      const k = limits.top ?? Math.max(1, passing[user]);
      found.get(kind)?.add(
        Array.from(order, (i) => gains[own[i]]),
        k,
      );
    }
  }
  return { places, passing, available };
}

/**
 * Chance that a way shows each row's item: 0 or 1 but for `random`, and for `today`, which does as was logged. Ways other than the ranking show each
 * user as many items as it does.
 */
export function chosenBy(judgement: Judgement, kind: WayKind, top: number | undefined): Float64Array {
  if (kind === 'today') return judgement.propensity;
  const { passing, available, places } = judgement;
  const size = passing.map((count) => Math.min(count, top ?? count));
  const own = places.get(kind)!;
  if (kind === 'random')
    return Float64Array.from(size, (count, row) => (own[row] < 0 ? 0 : count / available[row]));
  return Float64Array.from(own, (place, row) => (place >= 0 && place < size[row] ? 1 : 0));
}

/** 1 for pairs of which some row could have been shown or not. */
function openPairs({ propensity }: ExposureLog, { count, of }: RankingLesson['pairs']): Uint8Array {
  const open = new Uint8Array(count);
  for (const [row, pair] of of.entries()) if (!propensity || !Number.isNaN(propensity[row])) open[pair] = 1;
  return open;
}

/** Purchases of the fold by pair, each counting as one over the chance of the exposure it had. */
function foldGains(
  { outcome, shown }: ExposureLog,
  { count, of, rows }: RankingLesson['pairs'],
  propensity: Float64Array,
  foldOf: Int8Array,
  fold: number,
): Float64Array {
  const gains = new Float64Array(count);
  for (const [row, pair] of of.entries()) {
    if (foldOf[row] !== fold || outcome[row] !== 1 || Number.isNaN(propensity[row])) continue;
    const chance = shown[row] === 1 ? propensity[row] : 1 - propensity[row];
    gains[pair] += 1 / Math.max(clip, chance) / rows[pair];
  }
  return gains;
}

/** What rows add to the value of a way, per user. */
export interface WayValue {
  /** One per row; their sum over the users is the value. */
  readonly parts: Float64Array;
  /** Items shown per user. */
  readonly shown: number;
}

/** What showing items with the chances of a way ({@link chosenBy}) adds per user over showing nothing, by an estimator. */
export function wayValue(
  { log, pairs }: RankingLesson,
  judgement: Judgement,
  chosen: Float64Array,
  estimator: OffPolicyEstimator,
): WayValue {
  const rows = Int32Array.from(chosen.keys()).filter(
    (row) => chosen[row] > 0 && !Number.isNaN(judgement.propensity[row]),
  );
  const own = [1, 0].map((arm) => loggedChoices(log, judgement, rows, arm));
  const threshold = switchThreshold(own);
  const [shown, not] = own.map((choices) => offPolicyParts(choices, estimator, threshold));
  const { influence } = difference(shown, not);
  const parts = new Float64Array(chosen.length);
  let count = 0;
  rows.forEach((row, i) => {
    const share = chosen[row] / pairs.rows[pairs.of[row]];
    parts[row] = share * influence[i];
    count += share;
  });
  return { parts, shown: count / log.users.count };
}

/** Rows as choices between showing and not, held against always choosing `arm`. */
function loggedChoices(
  { shown, outcome }: ExposureLog,
  { propensity, without, with: with_ }: Judgement,
  rows: Int32Array,
  arm: number,
): SwitchedChoices {
  const expected = Float64Array.from(rows, (row) => (arm === 1 ? with_[row] : without[row]));
  const chance = (row: number): number => Math.max(clip, arm === 1 ? propensity[row] : 1 - propensity[row]);
  return {
    reward: Float64Array.from(rows, (row) => outcome[row]),
    weight: Float64Array.from(rows, (row) => (shown[row] === arm ? 1 / chance(row) : 0)),
    expected,
    expectedOfWay: expected,
    shareAbove: (weight) =>
      rows.reduce((sum, row) => sum + (1 / chance(row) > weight ? 1 : 0), 0) / rows.length,
  };
}

/** Mean per user, with the interval of independent users. */
export function perUser({ users }: ExposureLog, parts: Float64Array, level: number): Estimate {
  const counts = new Float64Array(users.count);
  for (const user of users.of) counts[user] += 1;
  const population = Float64Array.from(users.of, (user) => 1 / counts[user]);
  const { estimate, stdError, interval } = ratioEstimate(parts, population, level, undefined, users);
  return { estimate, stdError, interval };
}

import type { CandidateKind as StepCandidate } from '../../plan.js';
import type { Task } from '../../task.js';
import { type SparseMatrix, transposed } from '../../text/sparse-matrix.js';
import type { ExposureLog } from './exposure-log.js';
import { affinity, type Factors, fitFactors } from './fit-factors.js';
import { type Neighbours, similarItems } from './similar-items.js';
import { type ItemTexts, textMap } from './text-map.js';

/** Where items for a user come from; each gives a score, and what scores are worth together is learned. */
export type CandidateKind = StepCandidate | 'content';

/** Name of the score that says what showing the item does to all; it may be a factor on purchases, too. */
export const ownEffect = 'own effect of the item';

/** What some rows of a log say of users and items. */
export interface Tastes {
  /** Names of the scores. */
  readonly names: readonly string[];
  /** `[score][place]` of some items for one user. */
  at(user: number, items: ArrayLike<number>): Float64Array[];
  /** How alike two items are, -1 to 1: by texts where there are some, else by who bought both. */
  likeness(a: number, b: number): number;
}

/** How much more a bought pair counts than one that was not (Hu, Koren and Volinsky 2008). */
const confidence = 10;
/** Numbers of factors that are tried side by side, with few purchases and with many: what each is worth is learned. */
const sizes = { few: [4, 16], many: [8, 32], from: 50_000 } as const;
const l2 = 5;
/** Rows of the average item or user that each is taken to have had beside its own. */
const priorRows = 10;

/**
 * Learns tastes from rows. Purchases count by `weight`, one over the chance of the exposure that the row had: as if every pair had been shown by
 * the toss of a coin, so that what was shown most is not what is wanted most (Schnabel et al. 2016).
 */
export function learnTastes(
  log: ExposureLog,
  rows: Int32Array,
  weight: Float64Array,
  kinds: readonly CandidateKind[],
  texts: ItemTexts | undefined,
  seed: number,
  task: Task,
): Tastes {
  task.report(0);
  const bought = purchases(log, rows, weight);
  task.check();
  const turned = transposed(bought);
  const counts = itemSums(log, rows, weight);
  const known = [...counts.rows.keys()]
    .filter((item) => counts.rows[item] > 0)
    .sort((a, b) => counts.rows[b] - counts.rows[a] || a - b);
  const map = texts && kinds.includes('content') ? textMap(texts, known) : undefined;
  task.check();
  const popularity = shrunkRates(counts, map);
  const lift = shrunkLifts(counts, map);
  task.check();
  const rates = userRates(log, rows, weight);
  const neighbours = similarItems(bought, turned, task.part(0, 0.3));
  const fitted = kinds.includes('factors')
    ? factorisations(log, bought, turned, map, seed, task.part(0.3, 1))
    : [];
  const profiles = texts && kinds.includes('content') ? new Profiles(bought, texts) : undefined;
  const scores: readonly Score[] = [
    ...(kinds.includes('popularity') ? [scoreOf('popularity', () => (item) => popularity[item])] : []),
    ...(kinds.includes('similar items') ? [scoreOf('similar items', near(neighbours, bought))] : []),
    ...fitted.map((own) => scoreOf(`${own.factors} factors`, (user) => (item) => affinity(own, user, item))),
    ...(profiles ? [scoreOf('content', (user) => profiles.of(user))] : []),
    scoreOf(ownEffect, () => (item) => lift[item]),
    scoreOf('purchases of the user', (user) => () => rates[user]),
  ];
  return {
    names: scores.map(({ name }) => name),
    at: (user, items) => scores.map(({ of }) => Float64Array.from(items, of(user))),
    likeness: profiles ? (a, b) => profiles.likeness(a, b) : (a, b) => neighbours.likeness(a, b),
  };
}

/** What a score says of items for a user. */
interface Score {
  readonly name: string;
  readonly of: (user: number) => (item: number) => number;
}

function scoreOf(name: string, of: Score['of']): Score {
  return { name, of };
}

function near(neighbours: Neighbours, bought: SparseMatrix): Score['of'] {
  return (user) => {
    const likeness = neighbours.toUser(bought, user);
    return (item) => likeness[item];
  };
}

/** With few factors and with many; how many that is hangs on the whole log, so that tastes of all folds have the same scores. */
function factorisations(
  { outcome }: ExposureLog,
  bought: SparseMatrix,
  turned: SparseMatrix,
  map: TextMap,
  seed: number,
  task: Task,
): Factors[] {
  const value = bought.value.map((x) => confidence * x);
  const purchased = outcome.reduce((sum, own) => sum + own, 0);
  const list = purchased < sizes.from ? sizes.few : sizes.many;
  return list.map((factors, i) => {
    const part = task.part(i / list.length, (i + 1) / list.length);
    return withTexts(fitFactors({ ...bought, value }, { factors, l2, seed }, part), turned, map);
  });
}

/** Purchases among the rows, users x items; a pair that was bought in several rows has their mean weight, once. */
function purchases(
  { users, items, outcome }: ExposureLog,
  rows: Int32Array,
  weight: Float64Array,
): SparseMatrix {
  const sums = Array.from({ length: users.count }, () => new Map<number, [number, number]>());
  for (const row of rows) {
    if (outcome[row] !== 1) continue;
    const own = sums[users.of[row]];
    const [sum, count] = own.get(items.of[row]) ?? [0, 0];
    own.set(items.of[row], [sum + weight[row], count + 1]);
  }
  const start = new Int32Array(users.count + 1);
  sums.forEach((own, user) => {
    start[user + 1] = start[user] + own.size;
  });
  const column = new Int32Array(start[users.count]);
  const value = new Float32Array(start[users.count]);
  sums.forEach((own, user) => {
    [...own]
      .sort((a, b) => a[0] - b[0])
      .forEach(([item, [sum, count]], i) => {
        column[start[user] + i] = item;
        value[start[user] + i] = sum / count;
      });
  });
  return { rows: users.count, columns: items.count, start, column, value };
}

/** Weighted sums per item, all and by exposure. */
interface ItemSums {
  readonly rows: Float64Array;
  readonly weight: readonly [Float64Array, Float64Array];
  readonly bought: readonly [Float64Array, Float64Array];
}

function itemSums({ items, outcome, shown }: ExposureLog, rows: Int32Array, weight: Float64Array): ItemSums {
  const zeros = (): Float64Array => new Float64Array(items.count);
  const sums: ItemSums = { rows: zeros(), weight: [zeros(), zeros()], bought: [zeros(), zeros()] };
  for (const row of rows) {
    const item = items.of[row];
    const arm = shown[row];
    sums.rows[item] += 1;
    sums.weight[arm][item] += weight[row];
    sums.bought[arm][item] += weight[row] * outcome[row];
  }
  return sums;
}

type TextMap = ReturnType<typeof textMap>;

/** Log odds of being bought under a coin's exposure, drawn to what texts make expect, or to the average. */
function shrunkRates({ rows, weight, bought }: ItemSums, map: TextMap): Float64Array {
  const total = sum(bought[0]) + sum(bought[1]);
  const average = total / (sum(weight[0]) + sum(weight[1]));
  const drawn = (item: number, prior: number): number => {
    const count = weight[0][item] + weight[1][item];
    const each = rows[item] > 0 ? count / rows[item] : 1;
    return logOdds(
      (bought[0][item] + bought[1][item] + priorRows * each * prior) / (count + priorRows * each),
    );
  };
  const expected = map?.((item) => drawn(item, average));
  return rows.map((_, item) => drawn(item, expected ? chance(expected[item]) : average));
}

/** What showing adds to the item's rate, by its own rows, drawn likewise; one fair toss each is about as noisy as four rows of a mean. */
function shrunkLifts({ weight, bought, rows }: ItemSums, map: TextMap): Float64Array {
  const rate = (arm: 0 | 1): number => sum(bought[arm]) / sum(weight[arm]);
  const average = rate(1) - rate(0);
  const own = (item: number): number =>
    weight[0][item] > 0 && weight[1][item] > 0
      ? bought[1][item] / weight[1][item] - bought[0][item] / weight[0][item]
      : average;
  const drawn = (item: number, prior: number): number => {
    const share = weight[0][item] > 0 && weight[1][item] > 0 ? rows[item] / (rows[item] + 4 * priorRows) : 0;
    return share * own(item) + (1 - share) * prior;
  };
  const expected = map?.((item) => drawn(item, average));
  return rows.map((_, item) => drawn(item, expected ? expected[item] : average));
}

/** Log odds of the user's purchases, drawn to the average. */
function userRates({ users, outcome }: ExposureLog, rows: Int32Array, weight: Float64Array): Float64Array {
  const count = new Float64Array(users.count);
  const bought = new Float64Array(users.count);
  let [all, allBought] = [0, 0];
  for (const row of rows) {
    count[users.of[row]] += weight[row];
    bought[users.of[row]] += weight[row] * outcome[row];
    all += weight[row];
    allBought += weight[row] * outcome[row];
  }
  const prior = (priorRows * all) / Math.max(1, rows.length);
  return count.map((own, user) => logOdds((bought[user] + (prior * allBought) / all) / (own + prior)));
}

/** Items that nobody has bought yet get the factors that their texts make expect. */
function withTexts(fitted: Factors, turned: SparseMatrix, map: TextMap): Factors {
  if (!map) return fitted;
  const items = fitted.items.slice();
  const fresh = Array.from({ length: turned.rows }, (_, item) => item).filter(
    (item) => turned.start[item + 1] === turned.start[item],
  );
  for (let a = 0; a < fitted.factors; a++) {
    const expected = map((item) => fitted.items[item * fitted.factors + a]);
    for (const item of fresh) items[item * fitted.factors + a] = expected[item];
  }
  return { ...fitted, items };
}

/** How alike items are to what a user bought, by their texts. */
class Profiles {
  constructor(
    private readonly bought: SparseMatrix,
    private readonly texts: ItemTexts,
  ) {}

  of(user: number): (item: number) => number {
    const { dimensions, vectors } = this.texts;
    const { start, column, value } = this.bought;
    const profile = new Float64Array(dimensions);
    for (let k = start[user]; k < start[user + 1]; k++)
      for (let d = 0; d < dimensions; d++) profile[d] += value[k] * vectors[column[k] * dimensions + d];
    const length = Math.sqrt(profile.reduce((total, x) => total + x * x, 0));
    return (item) => {
      if (length === 0) return 0;
      let product = 0;
      for (let d = 0; d < dimensions; d++) product += profile[d] * vectors[item * dimensions + d];
      return product / length;
    };
  }

  likeness(a: number, b: number): number {
    const { dimensions, vectors } = this.texts;
    let product = 0;
    for (let d = 0; d < dimensions; d++) product += vectors[a * dimensions + d] * vectors[b * dimensions + d];
    return product;
  }
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
const logOdds = (p: number): number => Math.log(Math.max(p, 1e-6) / Math.max(1 - p, 1e-6));
const chance = (odds: number): number => 1 / (1 + Math.exp(-odds));

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { affinity, type Factors, fitFactors } from '../../../kernel/src/decide/rank/fit-factors.js';
import { ndcg } from '../../../kernel/src/decide/rank/metrics.js';
import { unwatched } from '../../../kernel/src/task.js';
import { type SparseMatrix, sparseMatrix } from '../../../kernel/src/text/sparse-matrix.js';
import { measured } from '../../shared/clock.js';
import { type Answer, contest, type Job, type Side } from '../../shared/contest.js';
import { readTable, writeTable } from '../../shared/data-file.js';
import { peersFolder } from '../../shared/environment.js';
import { contestColumns, contestRows, versionsOf } from '../../shared/page.js';
import type { Part } from '../../shared/part.js';
import { drawPurchases } from '../interactions.js';

const shop = { pairs: 1_000_000, users: 50_000, items: 10_000, seed: 7 } as const;
/** Confidence of a purchase less that of none, as both sides are given it. */
const excess = 9;
/** Users whose held-out purchases are ranked among all items, and places that count. */
const judged = 2000;
const places = 10;
const epochs = 15;

function purchasesFile(): string {
  const path = join(peersFolder, 'data', 'purchases.bin');
  if (existsSync(path)) return path;
  mkdirSync(join(peersFolder, 'data'), { recursive: true });
  const { pairs, users, items, seed } = shop;
  const drawn = drawPurchases(pairs, users, items, seed);
  writeTable(
    path,
    { rows: pairs, columns: ['user', 'item', 'held'] },
    (name) => drawn[name as keyof typeof drawn],
  );
  return path;
}

/** Purchases that are held out, or not, as users x items. */
function matrixOf(table: ReadonlyMap<string, Float64Array>, held: number): SparseMatrix {
  const rows = Array.from({ length: shop.users }, () => new Map<number, number>());
  const [user, item, out] = ['user', 'item', 'held'].map((name) => table.get(name)!);
  for (let i = 0; i < user.length; i++) if (out[i] === held) rows[user[i]].set(item[i], excess);
  return sparseMatrix(rows, shop.items);
}

/** Mean NDCG over the first users with something held out, among items that they have not bought. */
function ndcgOf(fitted: Factors, bought: SparseMatrix, held: SparseMatrix): number {
  const all = Array.from({ length: shop.items }, (_, item) => item);
  const found: number[] = [];
  for (let user = 0; found.length < judged && user < shop.users; user++) {
    if (held.start[user] === held.start[user + 1]) continue;
    const known = new Set(bought.column.subarray(bought.start[user], bought.start[user + 1]));
    const wanted = new Set(held.column.subarray(held.start[user], held.start[user + 1]));
    const scores = Float64Array.from(all, (item) =>
      known.has(item) ? Number.NEGATIVE_INFINITY : affinity(fitted, user, item),
    );
    const order = [...all].sort((a, b) => scores[b] - scores[a]);
    found.push(ndcg({ gains: order.map((item) => (wanted.has(item) ? 1 : 0)) }, places) ?? 0);
  }
  return found.reduce((sum, each) => sum + each, 0) / found.length;
}

/** From purchases in memory to factors; the time is that of one round over both sides. */
function fit({ data, factors, l2 }: Job): object {
  const table = readTable(String(data));
  const [bought, held] = [matrixOf(table, 0), matrixOf(table, 1)];
  const options = { factors: Number(factors), l2: Number(l2), seed: 1 };
  fitFactors(bought, { ...options, epochs: 1 }, unwatched);
  const { result, cost } = measured(() => fitFactors(bought, { ...options, epochs }, unwatched));
  return { ...cost, seconds: cost.seconds / epochs, ndcg: ndcgOf(result, bought, held) };
}

const works = [
  { factors: 32, threads: 2, rounds: 2 },
  { factors: 64, threads: 2, rounds: 3 },
  { factors: 128, threads: 2, rounds: 2 },
] as const;

function sidesOf({ factors, threads }: (typeof works)[number]): Side[] {
  const job = { data: purchasesFile(), factors, epochs, l2: 5, threads };
  const peer = { ...job, users: shop.users, items: shop.items, excess, judged, places };
  return [
    { name: 'Causal Spec', runs: { ours: 'factors' }, job },
    { name: 'implicit', runs: { peer: 'als.py', environment: 'rankings' }, job: peer },
  ];
}

export const factors: Part = {
  title: 'Factors of implicit feedback',
  note:
    `Alternating least squares with three steps of conjugate gradients, 32-bit factors: ${shop.pairs.toLocaleString('en-US')} purchases of ${shop.users.toLocaleString('en-US')} users and ` +
    `${shop.items.toLocaleString('en-US')} items, a tenth held out, confidence ${excess + 1}, penalty 5, ${epochs} rounds. The time is that of **one round** over both sides, all that a fit does divided by its rounds; quality is NDCG@${places} of ` +
    `what is held out among all items not bought, of ${judged.toLocaleString('en-US')} users. Goal: at most 1.0 of the peer's time at equal NDCG.`,
  columns: contestColumns,
  measures: { factors: fit },
  run() {
    const all: (Answer | undefined)[] = [];
    const rows = works.flatMap((one) => {
      const sides = sidesOf(one);
      const answers = contest(sides, one.rounds);
      all.push(...answers);
      return contestRows(
        `${one.factors} factors`,
        sides,
        answers,
        ({ ndcg: found, cpuSeconds }) =>
          `NDCG ${Number(found).toFixed(4)}; ${(cpuSeconds / epochs).toFixed(3)} s of processor a round`,
      );
    });
    return { rows, versions: versionsOf(all) };
  },
};

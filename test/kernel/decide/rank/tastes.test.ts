import { describe, expect, test } from 'vitest';
import type { ExposureLog } from '../../../../kernel/src/decide/rank/exposure-log.js';
import { similarItems } from '../../../../kernel/src/decide/rank/similar-items.js';
import { learnTastes } from '../../../../kernel/src/decide/rank/tastes.js';
import { textMap } from '../../../../kernel/src/decide/rank/text-map.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { sparseMatrix, transposed } from '../../../../kernel/src/text/sparse-matrix.js';
import { noise } from '../../effects/tables.js';
import { drawShop } from './shop.js';

/** How well numbers go along with the truth, -1 to 1. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = a.reduce((sum, x, i) => sum + (x - ma) * (b[i] - mb), 0);
  const square = (values: readonly number[], m: number): number =>
    values.reduce((sum, x) => sum + (x - m) ** 2, 0);
  return product / Math.sqrt(square(a, ma) * square(b, mb));
}

const weightsOf = (log: ExposureLog): Float64Array =>
  log.outcome.map((_, row) => 1 / (log.shown[row] ? log.propensity![row] : 1 - log.propensity![row]));

describe('similar items', () => {
  const { uniform } = noise(9);
  const bought = sparseMatrix(
    Array.from({ length: 80 }, () => {
      const row = new Map<number, number>();
      for (let item = 0; item < 12; item++)
        if (uniform() < 0.25) row.set(item, 1 + Math.floor(3 * uniform()));
      return row;
    }),
    12,
  );

  test('are told by the cosine of their buyers', () => {
    const turned = transposed(bought);
    const found = similarItems(bought, turned, unwatched);
    const column = (item: number): number[] =>
      Array.from({ length: 80 }, (_, user) => {
        for (let k = bought.start[user]; k < bought.start[user + 1]; k++)
          if (bought.column[k] === item) return bought.value[k];
        return 0;
      });
    const dot = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * b[i], 0);
    const cosine = (a: number, b: number): number => {
      const [x, y] = [column(a), column(b)];
      return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
    };
    for (let a = 0; a < 12; a++)
      for (let b = 0; b < 12; b++) expect(found.likeness(a, b)).toBeCloseTo(a === b ? 1 : cosine(a, b), 6);
    const near = found.toUser(bought, 5);
    for (let item = 0; item < 12; item++) {
      let sum = 0;
      for (let k = bought.start[5]; k < bought.start[6]; k++)
        if (bought.column[k] !== item) sum += bought.value[k] * cosine(bought.column[k], item);
      expect(near[item]).toBeCloseTo(sum, 5);
    }
  });
});

describe('texts of items', () => {
  test('say what is known of items with such texts', () => {
    const { normal } = noise(2);
    const [items, dimensions] = [300, 20];
    const vectors = new Float32Array(items * dimensions);
    const slope = Array.from({ length: dimensions }, normal);
    const truth: number[] = [];
    for (let item = 0; item < items; item++) {
      const raw = Array.from({ length: dimensions }, normal);
      const length = Math.sqrt(raw.reduce((sum, x) => sum + x * x, 0));
      raw.forEach((x, d) => {
        vectors[item * dimensions + d] = x / length;
      });
      truth.push(3 + raw.reduce((sum, x, d) => sum + (slope[d] * x) / length, 0));
    }
    const known = Array.from({ length: 200 }, (_, i) => i);
    const found = textMap({ dimensions, vectors }, known)!((item) => truth[item] + 0.1 * normal());
    const [told, held] = [[...found].slice(200), truth.slice(200)];
    expect(correlation(told, held)).toBeGreaterThan(0.95);
    expect(textMap({ dimensions, vectors }, [4])).toBeUndefined();
  });
});

describe('tastes', () => {
  test('popularity is corrected for who was shown what', () => {
    const { shop, log, lesson } = drawShop({ users: 1500, items: 30, perUser: 15 }, 4);
    const rows = Int32Array.from(log.shown.keys());
    const truth = log.items.names.map((sku) => {
      const own = shop.offers.filter(({ item }) => shop.items[item].sku === sku);
      return own.reduce((sum, offer) => sum + (offer.with + offer.without) / 2, 0) / own.length;
    });
    const ratesBy = (weight: Float64Array): number[] => {
      const tastes = learnTastes(log, rows, weight, ['popularity'], undefined, 1, unwatched);
      const [odds] = tastes.at(0, [...log.items.names.keys()]);
      return [...odds].map((x) => 1 / (1 + Math.exp(-x)));
    };
    const errorOf = (rates: number[]): number =>
      rates.reduce((sum, rate, item) => sum + (rate - truth[item]), 0) / rates.length;
    expect(lesson.pairs.count).toBe(log.shown.length);
    expect(Math.abs(errorOf(ratesBy(weightsOf(log))))).toBeLessThan(0.01);
    // Uncorrected it is that of what the shop chose to show.
    expect(Math.abs(errorOf(ratesBy(new Float64Array(log.shown.length).fill(1))))).toBeGreaterThan(0.012);
  });

  test('factors and similar items tell what a user wants from what the user bought', () => {
    const { shop, log, lesson } = drawShop({ users: 1500, items: 30, perUser: 20 }, 6);
    const rows = Int32Array.from(log.shown.keys());
    const train = rows.filter((row) => lesson.folds.foldOf[row] !== 0);
    const held = [...rows].filter((row) => lesson.folds.foldOf[row] === 0);
    const tastes = learnTastes(log, train, weightsOf(log), lesson.kinds, undefined, 1, unwatched);
    const wish = held.map((row) => {
      const { user, item } = shop.offers[row];
      const [a, b] = [shop.users[user].taste, shop.items[item].taste];
      return a[0] * b[0] + a[1] * b[1];
    });
    const score = (name: string): number[] =>
      held.map((row) => tastes.at(log.users.of[row], [log.items.of[row]])[tastes.names.indexOf(name)][0]);
    expect(correlation(score('4 factors'), wish)).toBeGreaterThan(0.3);
    expect(correlation(score('similar items'), wish)).toBeGreaterThan(0.15);
    expect(Math.abs(correlation(score('popularity'), wish))).toBeLessThan(0.1);
  });

  test('an item that nobody has met is ranked by its text', () => {
    const { shop, log } = drawShop({ users: 1500, items: 60, perUser: 20, fresh: 8 }, 8);
    // A text that says the taste, with noise: what an encoder would make of a description.
    const { normal } = noise(3);
    const vectors = new Float32Array(log.items.count * 8);
    log.items.names.forEach((sku, place) => {
      const item = shop.items.find((own) => own.sku === sku)!;
      const raw = [...item.taste, ...Array.from({ length: 6 }, () => 0.2 * normal())];
      const length = Math.sqrt(raw.reduce((sum, x) => sum + x * x, 0));
      raw.forEach((x, d) => {
        vectors[place * 8 + d] = x / length;
      });
    });
    const isFresh = (row: number): boolean => shop.items[shop.offers[row].item].fresh;
    const rows = Int32Array.from(log.shown.keys()).filter((row) => !isFresh(row));
    const held = [...log.shown.keys()].filter(isFresh);
    const weight = weightsOf(log).map((w) => (Number.isFinite(w) ? w : 1));
    const found = (texts: { dimensions: number; vectors: Float32Array } | undefined) => {
      const kinds = ['factors', 'content'] as const;
      const tastes = learnTastes(log, rows, weight, kinds, texts, 1, unwatched);
      const wish = held.map((row) => {
        const { user, item } = shop.offers[row];
        const [a, b] = [shop.users[user].taste, shop.items[item].taste];
        return a[0] * b[0] + a[1] * b[1];
      });
      return (name: string): number =>
        correlation(
          held.map((row) => tastes.at(log.users.of[row], [log.items.of[row]])[tastes.names.indexOf(name)][0]),
          wish,
        );
    };
    const told = found({ dimensions: 8, vectors });
    expect(told('content')).toBeGreaterThan(0.4);
    expect(told('4 factors')).toBeGreaterThan(0.3);
    // Without its text nothing is known of it: its factors are 0 for everyone.
    expect(found(undefined)('4 factors')).toBeNaN();
  });
});

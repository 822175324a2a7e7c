import { describe, expect, test } from 'vitest';
import type { Column } from '../../../../kernel/src/data/table.js';
import { pairFolds, pairsOf } from '../../../../kernel/src/decide/rank/pairs.js';
import { readLog } from '../../../../kernel/src/decide/rank/read-log.js';
import { InputError } from '../../../../kernel/src/problem.js';
import { generateOffers } from '../../../../samples/generate/solutions/offers.js';
import { category, noise, number, tableOf } from '../../effects/tables.js';
import { columns, drawShop, offerTable } from './shop.js';

const shop = generateOffers({ users: 60, items: 20, perUser: 10, seed: 3 });
const table = offerTable(shop);
const changed = (...others: Column[]) => {
  const by = new Map(others.map((column) => [column.name, column]));
  return tableOf(...[...table.columns.values()].map((column) => by.get(column.name) ?? column));
};
const values = (name: string): Float64Array => {
  const column = table.columns.get(name);
  if (column?.kind !== 'numeric') throw new Error('That is no number.');
  return column.values;
};
const setAt = (name: string, row: number, value: number): Column =>
  number(
    name,
    values(name).map((own, i) => (i === row ? value : own)),
  );

/** Codes and messages of what is refused. */
function refused(...others: Column[]): string[] {
  try {
    readLog(changed(...others), columns);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ code, message }) => `${code} ${message}`);
  }
  return [];
}

describe('the log of a ranking', () => {
  test('names users and items as they are written, in the order of their rows', () => {
    const log = readLog(table, columns);
    expect(log.users.names[0]).toBe('10001');
    expect(log.users.count).toBe(60);
    expect(log.items.names[log.items.of[0]]).toBe(shop.items[shop.offers[0].item].sku);
    expect(log.outcome.length).toBe(600);
    expect(log.warnings).toEqual([expect.stringMatching(/^\d+ users? \(.*\) have no purchased/)]);
  });

  test('leaves rows without an id or an outcome out, and says so', () => {
    const log = readLog(changed(setAt('purchased', 4, Number.NaN), setAt('user_id', 7, Number.NaN)), columns);
    expect(log.outcome.length).toBe(598);
    expect([...log.rows.slice(3, 7)]).toEqual([3, 5, 6, 8]);
    expect(log.warnings[0]).toBe('2 rows (0.3%) without user_id, sku, purchased or shown were left out.');
  });

  test('tells everything that is wrong at once', () => {
    expect(refused(setAt('purchased', 4, 3), setAt('shown', 9, 0.5), setAt('chance', 2, 1.5))).toEqual([
      'CS6080 The outcome "purchased" has to be 0 or 1, and is 3 in row 5; derive such a column, as in `derive purchased_any = purchased > 0`.',
      'CS6080 The exposure "shown" has to be 0 or 1, and is 0.5 in row 10; derive such a column, as in `derive shown_any = shown > 0`.',
      'CS6082 The propensity "chance" is 1.5 in row 3; it is the chance, above 0 and below 1, that the row\'s item was shown.',
    ]);
    const words = category(
      'purchased',
      shop.offers.map(({ purchased }) => (purchased ? 'yes' : 'no')),
    );
    expect(refused(words)).toEqual([expect.stringContaining('CS6080 The outcome "purchased" is no number')]);
  });

  test('refuses chances that cannot be', () => {
    const row = shop.offers.findIndex(({ shown }) => shown === 1);
    expect(refused(setAt('chance', row, 0))).toEqual([
      expect.stringContaining(`is 0 although the item was shown in row ${row + 1}`),
    ]);
    expect(refused(setAt('chance', 0, Number.NaN))).toEqual([expect.stringContaining('is missing in row 1')]);
  });

  test('refuses a log in which everything or nothing was shown', () => {
    expect(refused(number('shown', new Float64Array(600).fill(1)))).toEqual([
      expect.stringMatching(
        /^CS6081 Every row's item was shown, by shown: .* and were not; add rows of these\./,
      ),
    ]);
    expect(refused(number('shown', new Float64Array(600)))).toEqual([
      expect.stringContaining("Every row's item was not shown"),
    ]);
  });

  test('refuses a log in which hardly anything came of it', () => {
    const found = refused(
      number(
        'purchased',
        Float64Array.from({ length: 600 }, (_, row) => (row < 5 ? 1 : 0)),
      ),
    );
    expect(found).toHaveLength(2);
    expect(found[0]).toMatch(/^CS6083 Of \d+ rows not shown, only \d+ have one of the values of purchased/);
  });

  test('tells of items that were never shown, and of chances that leave no choice', () => {
    const { log } = drawShop({ users: 80, items: 24, perUser: 12, fresh: 3 }, 5);
    expect(log.warnings).toEqual([
      expect.stringMatching(
        /^3 items were never shown \(s0\d\d, s0\d\d and s0\d\d\): they are left out of lists/,
      ),
      expect.stringContaining('have no purchased in the data'),
      expect.stringMatching(/^\d+ rows could not have been shown, or had to be, by chance/),
    ]);
  });
});

describe('pairs', () => {
  test('that stand in several rows are in one fold, and folds have equal shares of a user', () => {
    const { uniform } = noise(4);
    const users = Int32Array.from({ length: 400 }, () => Math.floor(10 * uniform()));
    const items = Int32Array.from({ length: 400 }, () => Math.floor(12 * uniform()));
    const named = (of: Int32Array, count: number) => ({ of, count, names: [] });
    const pairs = pairsOf({ users: named(users, 10), items: named(items, 12) });
    const { foldOf } = pairFolds(pairs, 4, 1);
    const folds = new Map<number, number>();
    for (const [row, pair] of pairs.of.entries()) {
      expect(folds.get(pair) ?? foldOf[row]).toBe(foldOf[row]);
      folds.set(pair, foldOf[row]);
    }
    for (let user = 0; user < 10; user++) {
      const own = pairs.list.subarray(pairs.start[user], pairs.start[user + 1]);
      const counts = [0, 1, 2, 3].map((fold) => own.filter((pair) => folds.get(pair) === fold).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });
});

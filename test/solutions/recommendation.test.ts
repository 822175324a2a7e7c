import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../kernel/src/result.js';
import { generateImpressions } from '../../samples/generate/solutions/recommendation.js';
import { complaints, expectHolds, found, type Opened, openSolution, readCsv, runFile } from './solution.js';

interface Truth {
  readonly shownToday: { readonly perUser: number; readonly added: number };
}

describe('Recommendation', () => {
  let opened: Opened;
  let truth: Truth;
  let results: Result[];

  beforeAll(async () => {
    opened = await openSolution('recommendation');
    truth = opened.truth as Truth;
    results = await runFile(opened.folder, 'recommendation.causal');
  }, 300_000);

  it('has a spec and a notebook without problems', async () => {
    expect(await complaints(opened.folder, ['recommendation.causal', 'recommendation.causalnb'])).toBe('');
  });

  it('knows what showing adds, and shows what adds more than what is likely to be bought', () => {
    const { ways, sentence } = found(results, 'ranking', 'offers');
    const of = (kind: string) => ways.find((way) => way.kind === kind);
    expectHolds(of('today')?.gain, truth.shownToday.added);
    expect(of('purchase')?.difference?.interval[0]).toBeGreaterThan(0);
    // As a prediction of purchases it is the other way round.
    expect(of('purchase')?.ndcg).toBeGreaterThan(of('increment')?.ndcg ?? 1);
    expect(sentence).toMatch(
      /^Showing 3\.\d+ items per user_id by what showing adds is worth 0\.\d+ \[.*\] of purchased per user_id more than showing nothing, .* more than by predicted purchase and /,
    );
  });

  it('writes lists that truly add more than as many items at random', async () => {
    const lists = await readCsv(join(opened.folder, 'data/lists.csv'));
    const { users, items, chances } = generateImpressions(7);
    const userOf = new Map(users.map(({ id }, place) => [String(id), place]));
    const itemOf = new Map(items.map(({ sku }, place) => [sku, place]));
    const added = (user: number, item: number): number => {
      const chance = chances(user, item);
      return chance.with - chance.without;
    };
    const placeOf = (map: ReadonlyMap<string, number>, name: string): number => {
      const place = map.get(name);
      if (place === undefined) throw new Error(`"${name}" is not in the shop.`);
      return place;
    };
    const own = lists.reduce(
      (sum, { user_id, sku }) => sum + added(placeOf(userOf, user_id), placeOf(itemOf, sku)),
      0,
    );
    const random = users.reduce(
      (sum, _, user) => sum + items.reduce((all, __, item) => all + added(user, item), 0) / items.length,
      0,
    );
    expect(lists.length).toBeGreaterThan(3.9 * users.length);
    expect(own / lists.length).toBeGreaterThan((1.25 * random) / users.length);
  });
});

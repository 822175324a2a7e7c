import { describe, expect, test } from 'vitest';
import { estimateRanking } from '../../../../kernel/src/decide/rank/estimate-ranking.js';
import type { RankRequest } from '../../../../kernel/src/decide/rank/request.js';
import { Cancelled, createTask, unwatched } from '../../../../kernel/src/task.js';
import { textDesign } from '../../../../kernel/src/text/text-design.js';
import { generateOffers, type OfferShop } from '../../../../samples/generate/solutions/offers.js';
import { offerTable } from './shop.js';

function requestOf(shop: OfferShop, parameters: Partial<RankRequest['parameters']> = {}): RankRequest {
  return {
    name: 'offers',
    table: offerTable(shop),
    parameters: {
      item: 'sku',
      user: 'user_id',
      exposure: 'shown',
      outcome: 'purchased',
      propensity: 'chance',
      using: ['tenure'],
      candidates: ['popularity', 'similar items', 'factors'],
      texts: [],
      top: 3,
      level: 0.95,
      folds: 3,
      seed: 1,
      ...parameters,
    },
  };
}

/** Texts that say where items lie among tastes. */
function withTexts(request: RankRequest, shop: OfferShop): RankRequest {
  const dimensions = 3;
  const embedding = Float32Array.from(shop.items.flatMap(({ taste }) => [...taste, 0.2]));
  const column = {
    kind: 'text' as const,
    name: 'description',
    type: 'text' as const,
    codes: Int32Array.from(shop.offers, ({ item }) => item),
    distinct: shop.items.map(({ sku, description }) => `${description} ${sku}`),
  };
  return { ...request, text: textDesign('product', column, embedding, dimensions) };
}

/** What a list is truly worth to its user. */
function worth(shop: OfferShop, user: string, items: readonly { readonly item: string }[]): number {
  const u = shop.users.findIndex(({ id }) => String(id) === user);
  return items.reduce((sum, { item }) => {
    const chances = shop.chances(
      u,
      shop.items.findIndex(({ sku }) => sku === item),
    );
    return sum + chances.with - chances.without;
  }, 0);
}

describe('a ranking', () => {
  const shop = generateOffers({ users: 800, items: 30, perUser: 15, seed: 21 });
  const { found, lists } = estimateRanking(requestOf(shop, { into: 'lists.csv', folds: 5 }), unwatched);
  const [own, purchase, , random] = found.ways;

  test('adds more than as many items at random, and says so with its interval', () => {
    expect(found.ways.map(({ kind }) => kind)).toEqual([
      'increment',
      'purchase',
      'popularity',
      'random',
      'today',
    ]);
    expect(own.shown).toBeCloseTo(3, 0);
    expect(random.difference!.interval[0]).toBeGreaterThan(0);
    expect(own.gain.interval[0]).toBeGreaterThan(0);
    expect(found.sentence).toMatch(
      /^Showing \S+ items per user_id by what showing adds is worth 0\.\d+ \[.*\] of purchased per user_id more than showing nothing, .* than by predicted purchase and .* more than showing as many at random\.$/,
    );
    // It is no better at telling what is bought: that is another question.
    expect(own.ndcg!).toBeLessThan(purchase.ndcg!);
  });

  test('has lists that are worth more than the average item, by the true effects', () => {
    const byUser = new Map<string, { item: string }[]>();
    for (const [i, user] of lists.user.entries())
      byUser.set(user, [...(byUser.get(user) ?? []), { item: lists.item[i] }]);
    expect(byUser.size).toBe(800);
    const gain = [...byUser].reduce((sum, [user, items]) => sum + worth(shop, user, items), 0) / 800;
    const average = shop.users.reduce(
      (sum, { id }) =>
        sum +
        (3 / 30) *
          worth(
            shop,
            String(id),
            shop.items.map(({ sku }) => ({ item: sku })),
          ),
      0,
    );
    expect(gain).toBeGreaterThan((1.3 * average) / 800);
    expect(lists.increment.every((increment, i) => Math.abs(increment) < 1 && lists.place[i] >= 1)).toBe(
      true,
    );
    expect(found.preview[0].items.map(({ increment }) => increment)).toEqual(
      [...found.preview[0].items].map(({ increment }) => increment).sort((a, b) => b - a),
    );
  });

  test('tells what more items would add, and what the increments are made of', () => {
    expect(found.curve.points.map(({ top }) => top)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
    expect(found.curve.points[2].gain).toEqual(own.gain);
    const shares = found.parts.reduce((sum, { share }) => sum + share, 0);
    expect(shares).toBeGreaterThan(0.2);
    expect(shares).toBeLessThanOrEqual(1 + 1e-9);
    expect(found.lists.own.coverage).toBeGreaterThan(0.2);
    expect(found.lists.own.novelty!).toBeGreaterThan(found.lists.byPurchase.novelty!);
    const dr = found.estimators.find(({ name }) => name === 'DR')!;
    expect(dr.gain).toEqual(own.gain);
  });

  const small = generateOffers({ users: 200, items: 20, perUser: 10, seed: 23 });

  test('is the same again', () => {
    const [one, other] = [1, 2].map(() => estimateRanking(requestOf(small), unwatched));
    expect(one).toEqual(other);
  });

  test('shows only what adds more than a threshold', () => {
    const high = estimateRanking(requestOf(small, { top: undefined, above: 0.15 }), unwatched).found;
    expect(high.ways[0].shown).toBeLessThan(8);
    expect(high.ways[0].shown).toBeGreaterThan(0);
    for (const { items } of high.preview)
      for (const { increment } of items) expect(increment).toBeGreaterThan(0.15);
    const none = estimateRanking(requestOf(small, { above: 0.9 }), unwatched).found;
    expect(none.ways[0].shown).toBe(0);
    expect(none.ways[0].gain).toEqual({ estimate: 0, stdError: 0, interval: [0, 0] });
    expect(none.sentence).toBe(
      'Showing nothing is best: for no user_id is any sku predicted to add more than 0.9 to purchased.',
    );
    expect(JSON.stringify(none)).not.toContain('null,null');
  });

  test('learns chances where they are not known, and warns', () => {
    // What moves the showing is in the data here: which item it is.
    const blind = generateOffers({ users: 400, items: 30, perUser: 15, seed: 22, blind: true });
    const { found: learned } = estimateRanking(requestOf(blind, { propensity: undefined }), unwatched);
    expect(learned.propensity).toBe('learned');
    expect(learned.warnings.join(' ')).toContain('How likely shown was is learned from the data');
    const average =
      blind.offers.reduce((sum, offer) => sum + (offer.with - offer.without), 0) / blind.offers.length;
    const { estimate, stdError } = learned.ways[3].gain;
    expect(Math.abs(estimate - 3 * average)).toBeLessThan(2.5 * stdError);
  });

  test('stops when asked to', () => {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const task = createTask(flag, (fraction) => {
      if (fraction > 0.3) flag[0] = 1;
    });
    expect(() => estimateRanking(requestOf(small), task)).toThrow(Cancelled);
  });
});

describe('items that were never shown', () => {
  const shop = generateOffers({ users: 500, items: 40, perUser: 16, seed: 31, fresh: 6 });
  const fresh = new Set(shop.items.filter((item) => item.fresh).map(({ sku }) => sku));

  test('are left out without a text, and ranked by theirs with one', () => {
    const without = estimateRanking(requestOf(shop, { into: 'x.csv' }), unwatched);
    expect(without.lists.item.some((item) => fresh.has(item))).toBe(false);
    expect(without.found.warnings[0]).toContain('6 items were never shown');
    const { found, lists } = estimateRanking(withTexts(requestOf(shop, { into: 'x.csv' }), shop), unwatched);
    const shown = lists.item.flatMap((item, i) => (fresh.has(item) ? [{ item, user: lists.user[i] }] : []));
    expect(shown.length).toBeGreaterThan(0);
    expect(found.warnings[0]).toContain('told from items with texts like theirs');
    // To whom a new item is shown is not left to chance: it does more for them than for all.
    const gain = shown.reduce((sum, { item, user }) => sum + worth(shop, user, [{ item }]), 0) / shown.length;
    const all = shop.users.flatMap(({ id }) => [...fresh].map((item) => worth(shop, String(id), [{ item }])));
    expect(gain).toBeGreaterThan(all.reduce((sum, each) => sum + each, 0) / all.length);
  });
});

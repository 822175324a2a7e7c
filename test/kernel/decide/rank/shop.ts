import type { Table } from '../../../../kernel/src/data/table.js';
import type { ExposureLog } from '../../../../kernel/src/decide/rank/exposure-log.js';
import type { RankingLesson } from '../../../../kernel/src/decide/rank/learned.js';
import { pairFolds, pairsOf } from '../../../../kernel/src/decide/rank/pairs.js';
import { readLog } from '../../../../kernel/src/decide/rank/read-log.js';
import type { CandidateKind } from '../../../../kernel/src/decide/rank/tastes.js';
import { generateOffers, type OfferShop } from '../../../../samples/generate/solutions/offers.js';
import { category, number, tableOf } from '../../effects/tables.js';

export const columns = {
  user: 'user_id',
  item: 'sku',
  outcome: 'purchased',
  exposure: 'shown',
  propensity: 'chance',
  using: ['tenure'],
} as const;

/** A shop of known effects of showing, as a table. */
export function offerTable({ offers, users, items }: OfferShop): Table {
  return tableOf(
    number(
      'user_id',
      offers.map(({ user }) => users[user].id),
    ),
    category(
      'sku',
      offers.map(({ item }) => items[item].sku),
    ),
    number(
      'tenure',
      offers.map(({ user }) => users[user].tenure),
    ),
    number(
      'shown',
      offers.map(({ shown }) => shown),
    ),
    number(
      'purchased',
      offers.map(({ purchased }) => purchased),
    ),
    number(
      'chance',
      offers.map(({ propensity }) => propensity),
    ),
  );
}

/** A shop, its log, and what a ranking is learned from. */
export function drawShop(
  size: {
    readonly users: number;
    readonly items: number;
    readonly perUser: number;
    readonly fresh?: number;
    readonly blind?: boolean;
  },
  seed: number,
  kinds: readonly CandidateKind[] = ['popularity', 'similar items', 'factors'],
  folds = 5,
): { shop: OfferShop; log: ExposureLog; lesson: RankingLesson } {
  const shop = generateOffers({ ...size, seed });
  const log = readLog(offerTable(shop), columns);
  const pairs = pairsOf(log);
  return { shop, log, lesson: { log, pairs, folds: pairFolds(pairs, folds, seed), kinds } };
}

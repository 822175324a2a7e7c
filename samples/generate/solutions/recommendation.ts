import { generateOffers, type Offer, type OfferShop } from './offers.js';
import { round, writeData } from './write-data.js';

const size = { users: 1500, items: 48, perUser: 20, fresh: 4 };
const seedOffset = 2_000_003;

/** The shop of the solution. */
export const generateImpressions = (seed: number): OfferShop =>
  generateOffers({ ...size, seed: seed + seedOffset });

/** Purchases per user that showing these adds. */
export const addedBy = (shown: readonly Offer[], users: number): number =>
  shown.reduce((sum, offer) => sum + offer.with - offer.without, 0) / users;

/**
 * Writes `impressions.csv`, what the shop could have shown to whom and what came of it, and what is true of it: `truth.csv` with each row's probability
 * of a purchase without and with showing, and `truth.json`.
 */
export async function writeRecommendation(folder: string, seed: number): Promise<void> {
  const { offers, users, items } = generateImpressions(seed);
  const today = offers.filter(({ shown }) => shown === 1);
  await writeData(
    folder,
    {
      'impressions.csv': {
        user_id: offers.map(({ user }) => users[user].id),
        tenure: offers.map(({ user }) => users[user].tenure),
        sku: offers.map(({ item }) => items[item].sku),
        kind: offers.map(({ item }) => items[item].kind),
        description: offers.map(({ item }) => items[item].description),
        chance: offers.map(({ propensity }) => round(propensity)),
        shown: offers.map(({ shown }) => shown),
        purchased: offers.map(({ purchased }) => purchased),
      },
      'truth.csv': {
        without: offers.map((offer) => round(offer.without)),
        with: offers.map((offer) => round(offer.with)),
      },
    },
    {
      effect: 'purchases per user that showing adds',
      shownToday: { perUser: today.length / users.length, added: addedBy(today, users.length) },
    },
  );
}

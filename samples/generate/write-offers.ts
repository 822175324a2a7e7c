import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { table } from 'arquero';
import { generateOffers } from './offers.js';

const size = { users: 1500, items: 48, perUser: 20, fresh: 4 };
const seedOffset = 2_000_003;

const round = (x: number): number => Math.round(x * 1e6) / 1e6;
const csv = (columns: Record<string, (string | number)[]>): string => `${table(columns).toCSV()}\n`;

/**
 * Writes what the sample shop could have shown to whom, and what came of it, into `folder`: `impressions.csv`, and `impressions-truth.csv` with each
 * row's probability of a purchase without and with showing.
 */
export async function writeOffers(folder: string, seed: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { offers, users, items } = generateOffers({ ...size, seed: seed + seedOffset });
  const observed = {
    user_id: offers.map(({ user }) => users[user].id),
    tenure: offers.map(({ user }) => users[user].tenure),
    sku: offers.map(({ item }) => items[item].sku),
    kind: offers.map(({ item }) => items[item].kind),
    description: offers.map(({ item }) => items[item].description),
    chance: offers.map(({ propensity }) => round(propensity)),
    shown: offers.map(({ shown }) => shown),
    purchased: offers.map(({ purchased }) => purchased),
  };
  const hidden = {
    without: offers.map((offer) => round(offer.without)),
    with: offers.map((offer) => round(offer.with)),
  };
  await Promise.all([
    writeFile(join(folder, 'impressions.csv'), csv(observed)),
    writeFile(join(folder, 'impressions-truth.csv'), csv(hidden)),
  ]);
}

import { createDraws, type Draws } from '../random.js';
import { mean, round, writeData } from './write-data.js';

export const channels = ['none', 'search', 'social', 'video'] as const;

/** A visitor whom an advertisement could have reached, as known before. */
interface Visitor {
  readonly age: number;
  /** Visits of the last 30 days. */
  readonly visits: number;
  readonly device: 'phone' | 'desktop';
  /** Whether the visitor has bought before. */
  readonly customer: 0 | 1;
}

/** A visitor with what came of it; `spendBy` is what would have been spent on average under each channel. */
export interface Reached extends Visitor {
  readonly channel: (typeof channels)[number];
  readonly spend: number;
  /** Expected, in the order of `channels`. */
  readonly spendBy: readonly number[];
}

const size = 12_000;
const populationSeed = 41;
const populationSize = 200_000;
/** What reaching a visitor costs, and what of a unit of spending is left to the shop: as in `ads.causal`. */
const costs: Readonly<Record<string, number>> = { search: 2, social: 0.6, video: 1.2 };
const margin = 0.4;
const buying = 0.7;

/** Expected spending without an advertisement: those who come often buy anyway. */
const plain = ({ visits, customer, age }: Visitor): number =>
  4 + 2.2 * visits + 6 * customer + 0.05 * (age - 40);

/**
 * What each channel adds. Search catches those who were about to buy: it adds little where visits are many. Social moves the young on their phones, and
 * video those who do not know the shop.
 */
function added({ visits, customer, device, age }: Visitor): number[] {
  return [
    0,
    2 + (customer === 0 ? 5 : 0) - 0.3 * Math.min(visits, 6),
    age < 35 ? 4 + (device === 'phone' ? 3 : 0) : 0.4,
    customer === 0 && visits < 3 ? 7 : 1,
  ];
}

function drawVisitor(draws: Draws): Visitor {
  return {
    age: 18 + draws.index(53),
    visits: Math.min(12, Math.floor(-3 * Math.log(1 - draws.uniform()))),
    device: draws.chance(0.6) ? 'phone' : 'desktop',
    customer: draws.chance(0.4) ? 1 : 0,
  };
}

/** Platforms reach those who look like buyers: search above all, so that its customers spend most whatever it adds. */
function reach(visitor: Visitor, draws: Draws): Reached {
  const { age, visits, customer, device } = visitor;
  const odds = [
    1,
    Math.exp(-1.3 + 0.16 * visits + 0.5 * customer),
    Math.exp(-0.6 - 0.025 * (age - 40) + (device === 'phone' ? 0.3 : 0)),
    Math.exp(-0.6 + 0.04 * visits - 0.3 * customer),
  ];
  let left = draws.uniform() * odds.reduce((sum, own) => sum + own, 0);
  const drawn = odds.findIndex((own) => {
    left -= own;
    return left < 0;
  });
  const place = Math.max(0, drawn);
  const spendBy = added(visitor).map((more) => plain(visitor) + more);
  // Most of them buy, and everybody spends that on average.
  const amount = (spendBy[place] / buying) * Math.exp(0.4 * draws.normal() - 0.08);
  const spend = draws.chance(buying) ? amount : 0;
  return { ...visitor, channel: channels[place], spend: Math.round(100 * spend) / 100, spendBy };
}

/** Visitors whose spending under every channel is known. */
export function generateReached(rows: number, seed: number): Reached[] {
  const draws = createDraws(seed);
  return Array.from({ length: rows }, () => reach(drawVisitor(draws), draws));
}

/** Expected value that reaching visitors by these channels gains, over what it costs. */
export function worthOf(
  visitors: readonly Reached[],
  given: readonly string[],
): { worth: number; cost: number } {
  return visitors.reduce(
    ({ worth, cost }, { spendBy }, i) => {
      const place = (channels as readonly string[]).indexOf(given[i]);
      return {
        worth: worth + margin * (spendBy[place] - spendBy[0]),
        cost: cost + (costs[given[i]] ?? 0),
      };
    },
    { worth: 0, cost: 0 },
  );
}

const effectsOf = (visitors: readonly Reached[]): Record<string, number> =>
  Object.fromEntries(
    channels
      .slice(1)
      .map((channel, i) => [channel, mean(visitors.map(({ spendBy }) => spendBy[i + 1] - spendBy[0]))]),
  );

/** Effect of each channel on spending, over everybody such visitors are drawn from. */
export const trueEffects = (): Record<string, number> =>
  effectsOf(generateReached(populationSize, populationSeed));

/** Writes `visitors.csv`, and what is true of it: `truth.csv` row by row, `truth.json` on average. */
export async function writeAds(folder: string, seed: number): Promise<void> {
  const visitors = generateReached(size, seed);
  const of = <T extends string | number>(pick: (visitor: Reached) => T): T[] => visitors.map(pick);
  const searched = worthOf(
    visitors,
    visitors.map(() => 'search'),
  );
  await writeData(
    folder,
    {
      'visitors.csv': {
        visitor_id: visitors.map((_, i) => 20_001 + i),
        age: of(({ age }) => age),
        visits: of(({ visits }) => visits),
        device: of(({ device }) => device),
        customer: of(({ customer }) => customer),
        channel: of(({ channel }) => channel),
        spend: of(({ spend }) => spend),
      },
      'truth.csv': Object.fromEntries(
        channels.map((channel, i) => [channel, of(({ spendBy }) => round(spendBy[i]))]),
      ),
    },
    {
      effect: 'channel on spend',
      ate: trueEffects(),
      sampleAte: effectsOf(visitors),
      today: worthOf(
        visitors,
        visitors.map(({ channel }) => channel),
      ),
      everyoneSearch: { ...searched, returned: searched.worth / searched.cost },
    },
  );
}

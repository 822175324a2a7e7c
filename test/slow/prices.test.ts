import { afterAll, describe, expect, it } from 'vitest';
import type { BestPrice } from '../../kernel/src/result.js';
import {
  bestOf,
  elasticityAt,
  marginAt,
  marginToday,
  priced,
  priceOf,
  regions,
} from '../kernel/decide/price/priced.js';
import { writeResults } from '../results.js';
import { solvedPrice } from '../solutions/solved-policies.js';
import { cells, type Judged, type Soundness, seeds, soundnessColumns, soundnessOf } from './many-samples.js';

const rows = 1000;
const measured: string[][] = [];

/** A best price with half its interval as its error. The truth lies within what is seen, as the answer does. */
function judgedPrice({ price, support: [low, high] }: BestPrice, truth: number): Judged {
  const { estimate, interval } = price;
  const stdError = (interval[1] - interval[0]) / 2 / 1.96;
  return { found: { estimate, stdError, interval }, truth: Math.min(high, Math.max(low, truth)) };
}

function judge(seed: number): Record<string, Judged> {
  const { best, segments = [] } = priceOf(priced(rows, seed), seed, ['region']);
  const { price, margin, today, atMean, elasticity } = best;
  if (!atMean || !elasticity) throw new Error("Today's mean price lies outside of the support.");
  const earned = marginAt(price.estimate);
  const inRegions = regions.map((region, r): [string, Judged] => {
    const own = segments.find(({ group }) => group === region);
    if (!own) throw new Error(`There is no price of the ${region}.`);
    return [`best price, ${region}`, judgedPrice(own, bestOf(r))];
  });
  return {
    'best price': judgedPrice(best, bestOf()),
    'its margin': { found: margin, truth: earned },
    'its margin less that of the prices that were': { found: today.gain, truth: earned - marginToday },
    'its margin less that of their mean': { found: atMean.gain, truth: earned - marginAt(today.price) },
    'elasticity at the mean price': { found: elasticity, truth: elasticityAt(elasticity.price) },
    ...Object.fromEntries(inRegions),
  };
}

function study(
  design: string,
  judgeOne: (seed: number) => Record<string, Judged>,
  count: number,
): Record<string, Soundness> {
  const all = Array.from({ length: count }, (_, i) => judgeOne(i + 1));
  const found = Object.keys(all[0]).map((what) => [what, soundnessOf(all.map((one) => one[what]))] as const);
  for (const [what, sound] of found) measured.push([design, String(count), what, ...cells(sound)]);
  return Object.fromEntries(found);
}

describe('best prices over many seeds', () => {
  afterAll(() =>
    writeResults('prices.md', {
      title: 'Best prices whose truth is known',
      command: 'npm run test:slow -- prices.test',
      note: `Straight demand of ${rows} rows with prices that follow the season, and the sample solution (\`samples/solutions/price\`), which draws its data anew by seed; 95 % intervals. Intervals of a best price invert a test against all other prices at once and hold more often than they have to; their "reported error" is half their width over 1.96. Margins are those that the price found truly has.`,
      columns: ['design', 'seeds', 'what', ...soundnessColumns],
      rows: measured,
    }),
  );

  it('hold their truth', { timeout: 7_200_000 }, () => {
    const found = study('straight demand', judge, seeds);
    for (const { covered } of Object.values(found)) expect(covered).toBeGreaterThanOrEqual(0.915);
    expect(Math.abs(found['elasticity at the mean price'].bias)).toBeLessThan(0.25);
  });

  it('hold that of the sample solution', { timeout: 7_200_000 }, async () => {
    const count = Math.ceil(seeds / 10);
    const solved: Record<string, Judged>[] = [];
    for (let seed = 1; seed <= count; seed++) {
      const { result, truth } = await solvedPrice(seed);
      const { best, segments = [] } = result;
      const places = segments.map(({ group, ...own }): [string, Judged] => [
        `best price, ${group}`,
        judgedPrice(own, truth.byPlace[group].price),
      ]);
      solved.push({ 'best price': judgedPrice(best, truth.all.price), ...Object.fromEntries(places) });
    }
    const found = study('sample solution', (seed) => solved[seed - 1], count);
    for (const { covered } of Object.values(found))
      expect(covered).toBeGreaterThanOrEqual(0.95 - 3 * Math.sqrt((0.95 * 0.05) / count));
  });
});

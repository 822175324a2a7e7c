import { afterAll, describe, expect, it } from 'vitest';
import type { EffectResult, Estimate } from '../../kernel/src/result.js';
import { openShop, shopOfEvents, specOf, train, truth } from '../kernel/process/shop-of-events.js';
import { writeResults } from '../results.js';

const seeds = Number(process.env.SEEDS ?? 200);
/** The first seed: reported numbers begin at 1, work in progress at 1001. */
const firstSeed = Number(process.env.FIRST ?? 1);
const rows = 1500;

/** How the history is read, and what is adjusted for. */
const ways = {
  'as it confounds: half-life of 20 days': specOf('half life 20 days', 'browsing', '', 'stack'),
  'all events alike': specOf('', 'browsing', '', 'stack'),
  'not at all': specOf('', 'age', '', 'stack'),
};
type Way = keyof typeof ways;

const found = new Map<Way, Estimate[]>();
const table: string[][] = [];

const mean = (of: readonly number[]): number => of.reduce((sum, each) => sum + each, 0) / of.length;

function summary(way: Way) {
  const estimates = found.get(way) ?? [];
  const bias = mean(estimates.map(({ estimate }) => estimate)) - truth;
  const spread = Math.sqrt(mean(estimates.map(({ estimate }) => (estimate - truth - bias) ** 2)));
  const error = mean(estimates.map(({ stdError }) => stdError));
  const covered = estimates.filter(({ interval: [low, high] }) => low <= truth && truth <= high).length;
  table.push([way, ...[bias, spread, error].map((x) => x.toFixed(3)), `${covered} of ${estimates.length}`]);
  return { bias, error, share: covered / estimates.length };
}

describe('an effect whose confounders lie in a history alone', () => {
  it('is estimated over many samples', async () => {
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
      const { visits, events } = shopOfEvents(rows, seed);
      const { run } = await openShop({ 'visits.csv': visits, 'events.csv': events });
      for (const [way, spec] of Object.entries(ways)) {
        const { results } = await run(spec, [train('lift')]);
        const [contrast] = (results[0] as EffectResult).contrasts;
        found.set(way as Way, [...(found.get(way as Way) ?? []), contrast]);
      }
    }
    expect([...found.values()].map((estimates) => estimates.length)).toEqual([seeds, seeds, seeds]);
  });

  it('is right where the history is read as it confounds', () => {
    const { bias, error, share } = summary('as it confounds: half-life of 20 days');
    expect(Math.abs(bias)).toBeLessThan(error);
    expect(share).toBeGreaterThan(0.92);
  });

  it('keeps some of the confounding where old events count as much as new ones, and all of it without them', () => {
    const alike = summary('all events alike');
    const without = summary('not at all');
    expect(alike.bias).toBeGreaterThan(0);
    expect(without.bias).toBeGreaterThan(3 * without.error);
    expect(alike.bias).toBeLessThan(without.bias / 2);
  });
});

afterAll(async () => {
  if (process.env.FIRST !== undefined || table.length === 0) {
    console.table(table);
    return;
  }
  await writeResults('histories.md', {
    title: 'Histories of events',
    command: `SEEDS=${seeds} npm run test:slow -- slow/histories`,
    note:
      `The true effect is ${truth}. ${rows.toLocaleString('en-US')} rows, each with 2 to 21 events of 40 pages in the 90 days before its treatment. Treatment and outcome follow the share ` +
      'of sports among the pages, where an event counts half after 20 days, and the number of events; nothing else confounds, and no column knows of it. Encoder `lsa`, AIPW on the default ' +
      'stack with 5 folds, 95 % intervals; spread is the standard deviation of the estimates.',
    columns: [
      'how the history is read',
      'bias',
      'spread',
      'mean standard error',
      'intervals that cover the truth',
    ],
    rows: table,
  });
});

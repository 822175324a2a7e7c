import { beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '../../../kernel/src/plan.js';
import type { AttributionResult, EffectResult, Result } from '../../../kernel/src/result.js';
import { moment, openShop, place, type Ran, shopOfEvents, specOf, train, truth } from './shop-of-events.js';

const done = { status: 'done' };
const count = 'browsing (number of events)';

function effectOf(results: readonly Result[]): EffectResult {
  const found = results.find((result) => result.kind === 'effect');
  if (!found) throw new Error('There is no effect.');
  return found;
}

/** All that a result says but what it was made from. */
const numbersOf = ({ provenance: _, ...said }: EffectResult) => said;

describe('an effect whose confounders lie in a history alone', () => {
  const shop = shopOfEvents(800, 1001);
  let adjusted: EffectResult;
  let again: Ran;
  let plain: EffectResult;

  beforeAll(async () => {
    const { run } = await openShop({ 'visits.csv': shop.visits, 'events.csv': shop.events });
    const first = await run(specOf(), [train('lift')]);
    expect(first.outcome).toEqual(done);
    expect(first.read.length).toBe(new Set(first.read).size);
    expect(first.read.length).toBe(40);
    adjusted = effectOf(first.results);
    again = await run(specOf(), [train('lift')]);
    plain = effectOf((await run(specOf('half life 20 days', 'age'), [train('lift')])).results);
  }, 120_000);

  it('is right where the history is adjusted for, and wrong where it is not', () => {
    const [{ estimate, stdError, interval }] = adjusted.contrasts;
    expect(Math.abs(estimate - truth)).toBeLessThan(3 * stdError);
    expect(interval[0]).toBeLessThan(truth);
    expect(interval[1]).toBeGreaterThan(truth);
    expect(stdError).toBeLessThan(0.12);
    const [naive] = plain.contrasts;
    expect(naive.estimate - truth).toBeGreaterThan(10 * naive.stdError);
  });

  it('is adjusted for how many events there are, too, and the mode without text for neither', () => {
    expect(adjusted.adjustment.columns).toEqual([count]);
    expect(adjusted.adjustment.texts).toEqual(['browsing']);
    expect(adjusted.balance.map(({ covariate }) => covariate)).toContain(count);
    const [modes] = adjusted.textModes ?? [];
    const without = modes?.modes.find(({ mode }) => mode === 'without text');
    expect(without?.estimate).toBeCloseTo(adjusted.unadjusted[0].estimate, 10);
  });

  it('is the same in a second run, which reads no text', () => {
    expect(again.read).toEqual([]);
    expect(again.reused).toEqual([true]);
    expect(effectOf(again.results)).toEqual(adjusted);
  });

  it('does not change by events at the treatment or after it that tell the outcome', async () => {
    const leaky = shopOfEvents(800, 1001, true);
    expect(leaky.visits).toBe(shop.visits);
    expect(leaky.events.length).toBeGreaterThan(shop.events.length + 800 * 40);
    const { run } = await openShop({ 'visits.csv': leaky.visits, 'events.csv': leaky.events });
    const { results, read } = await run(specOf(), [train('lift')]);
    expect(read.filter((text) => /bought|coupon/.test(text))).toEqual([]);
    expect(numbersOf(effectOf(results))).toEqual(numbersOf(adjusted));
    // The same events count where they came before.
    const later = leaky.visits.replaceAll('2026-04', '2026-08').replaceAll('2026-05', '2026-08');
    const { run: late } = await openShop({ 'visits.csv': later, 'events.csv': leaky.events });
    const spoilt = effectOf((await late(specOf(), [train('lift')])).results);
    expect(spoilt.contrasts[0].estimate).not.toBeCloseTo(adjusted.contrasts[0].estimate, 2);
  }, 120_000);

  it('is without its length where texts are shuffled to say nothing', async () => {
    const { run } = await openShop({ 'visits.csv': shop.visits, 'events.csv': shop.events });
    const spec = specOf().replace('with aipw', 'with aipw  check shuffled text');
    const [check] = effectOf((await run(spec, [train('lift')])).results).checks;
    expect(check).toMatchObject({ name: 'shuffled text', passed: true });
  }, 120_000);

  it('is stale once the events are edited', async () => {
    const { run, write } = await openShop({ 'visits.csv': shop.visits, 'events.csv': shop.events });
    const first = await run(specOf(), [train('lift')]);
    const [head, , ...others] = shop.events.split('\n');
    await write('events.csv', [head, ...others].join('\n'));
    const second = await run(specOf(), [train('lift')]);
    expect(second.reused).toEqual([false]);
    const [before, after] = [effectOf(first.results), effectOf(second.results)];
    expect(after.provenance.dataHash).not.toBe(before.provenance.dataHash);
    expect(after.provenance.stepHash).toBe(before.provenance.stepHash);
    expect(after.contrasts[0].estimate).not.toBe(before.contrasts[0].estimate);
  }, 120_000);
});

describe('a model that reads a history', () => {
  const spec = specOf(
    'half life 20 days',
    'browsing',
    'model will_spend { predict spent from visits using age, browsing with linear }',
  );
  const score: Action = { verb: 'score', name: 'will_spend', on: 'june.csv', into: 'scored.json', place };
  const explain: Action = { verb: 'explain', name: 'will_spend', limit: 3, place };
  const june = `user_id,sent_at,age\nkeen,${moment(150)},20\ncool,${moment(150)},20\nkeen,${moment(10)},20\nnew,${moment(150)},20\n,${moment(150)},20\n`;
  const looks = (user: string, what: string) =>
    Array.from({ length: 9 }, (_, i) => `${user},${moment(140 + i)},${what}\n`).join('');

  it('scores rows by the events of its spec, and explains rows by their events', async () => {
    const { visits, events } = shopOfEvents(600, 1002);
    const more = `${looks('keen', 'looked at running shoes')}${looks('cool', 'looked at table lamps')}keen,${moment(150)},never seen\n`;
    const { run, json } = await openShop({
      'visits.csv': visits,
      'events.csv': `${events}${more}`,
      'june.csv': june,
    });
    const trained = await run(spec, [train('will_spend')]);
    expect(trained.outcome).toEqual(done);

    const scored = await run(spec, [score]);
    expect(scored.outcome).toEqual(done);
    expect(scored.read).toEqual([]);
    const rows = (await json('scored.json')) as Record<string, number | string | null>[];
    expect(Object.keys(rows[0])).toEqual(['user_id', 'sent_at', 'age', 'will_spend']);
    const [keen, cool, early, fresh] = rows.map((row) => Number(row.will_spend));
    expect(keen - cool).toBeGreaterThan(3);
    expect(early).toBe(fresh);
    expect(rows.every((row) => Number.isFinite(Number(row.will_spend)))).toBe(true);
    expect(scored.results[0].warnings.join()).toContain(
      '1 row without "user_id" or "sent_at" has no known "browsing"',
    );

    const { results } = await run(spec, [explain]);
    const told = results.find((result): result is AttributionResult => result.kind === 'attribution');
    expect([...(told?.sources ?? [])].sort()).toEqual(['age', 'browsing', count]);
    for (const row of told?.rows ?? []) {
      const text = row.texts?.[0];
      if (!text) throw new Error('A row has no phrases.');
      expect(text.phrases.length).toBeGreaterThan(0);
      for (const phrase of text.phrases)
        expect(phrase.text).toMatch(/^(.+ .+|\d+ other events?) \([\d.]+%\)\n$/);
      const sum = text.phrases.reduce((all, { value }) => all + value, text.empty);
      expect(sum).toBeCloseTo(row.values[told?.sources.indexOf('browsing') ?? -1], 6);
      expect(row.shown[told?.sources.indexOf('browsing') ?? -1]).toContain('%)');
    }
    const [terms] = told?.terms ?? [];
    const means = new Map(terms?.words.map(({ word, meanSigned }) => [word, meanSigned]));
    const sports = [...means].filter(([word]) => /shoes|tents|helmets|maps|ropes/.test(word));
    const home = [...means].filter(([word]) => /lamps|knives|blankets|chairs|frames/.test(word));
    expect(sports.length + home.length).toBe(means.size);
    expect(Math.min(1, ...sports.map(([, mean]) => mean))).toBeGreaterThan(0);
    expect(Math.max(-1, ...home.map(([, mean]) => mean))).toBeLessThan(0);
  }, 120_000);

  it('may learn by a network, directions and changed copies', async () => {
    const { visits, events } = shopOfEvents(300, 1003);
    const { run } = await openShop({ 'visits.csv': visits, 'events.csv': events });
    const clauses = 'reduce 2 for coupon, spent  head network { epochs 3 hidden 4 augment 0.2 }';
    const ran = await run(specOf(clauses), [train('lift')]);
    expect(ran.outcome).toEqual(done);
    expect(Number.isFinite(effectOf(ran.results).contrasts[0].estimate)).toBe(true);
  }, 120_000);
});

describe('events that cannot be read as histories', () => {
  const visits = `user_id,sent_at,coupon,spent,age\n${Array.from({ length: 40 }, (_, i) => `u${i},2026-03-${10 + (i % 9)}T12:00:00,${i % 2},${i % 7},${i}`).join('\n')}\n`;
  const eventsOf = (line: (i: number) => string) =>
    `user_id,happened,page\n${Array.from({ length: 40 }, (_, i) => line(i)).join('\n')}\n`;
  const refused = async (events: string, spec = specOf()) => {
    const { run } = await openShop({ 'visits.csv': visits, 'events.csv': events });
    return (await run(spec, [train('lift')])).outcome;
  };

  it('are refused where no row has one before it', async () => {
    const others = eventsOf((i) => `v${i},2026-03-01T10:00:00,looked at shoes ${i}`);
    expect(await refused(others)).toMatchObject({
      status: 'refused',
      problems: [{ code: 'CS1152', place: { file: 'events.csv', column: 'user_id' } }],
    });
    const late = eventsOf((i) => `u${i},2026-04-01T10:00:00,looked at shoes ${i}`);
    expect(await refused(late)).toMatchObject({ problems: [{ code: 'CS1152' }] });
  });

  it('are refused with row and value where a time is none', async () => {
    const odd = eventsOf((i) => `u${i},${i === 7 ? 'soon' : '2026-03-01T10:00:00'},looked at shoes ${i}`);
    const spec = specOf().replace('{ time happened }', '{ time happened  column happened date }');
    expect(await refused(odd, spec)).toMatchObject({
      status: 'refused',
      problems: [{ code: 'CS1121', place: { file: 'events.csv', column: 'happened', row: 8 } }],
    });
  });

  it('of the day alone are cut at the day, and said to be', async () => {
    const { run } = await openShop({
      'visits.csv': visits,
      'events.csv': eventsOf((i) => `u${i},2026-03-${i < 20 ? '01' : 10 + (i % 9)},looked at shoes ${i % 3}`),
    });
    const { results } = await run(specOf('', 'browsing', ''), [train('lift')]);
    const { warnings } = effectOf(results);
    expect(warnings.join()).toContain('events of a row\'s own day are left out of "browsing"');
  });

  it('tell of events that lack something', async () => {
    const { run } = await openShop({
      'visits.csv': visits,
      'events.csv': eventsOf(
        (i) => `${i < 3 ? '' : `u${i}`},2026-03-01T10:00:00,${i === 5 ? '' : `looked at shoes ${i % 3}`}`,
      ),
    });
    const { results } = await run(specOf(''), [train('lift')]);
    expect(effectOf(results).warnings.join()).toContain(
      '4 events of "events.csv" without "user_id" or "happened" or "page" are in no "browsing".',
    );
  });
});

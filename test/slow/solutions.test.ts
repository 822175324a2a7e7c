import { afterAll, describe, it } from 'vitest';
import type { Table } from '../../kernel/src/data/table.js';
import { generateReached, trueEffects } from '../../samples/generate/solutions/ads.js';
import { generateMembers, trueEffect } from '../../samples/generate/solutions/churn.js';
import { category, number, tableOf } from '../kernel/effects/tables.js';
import { writeResults } from '../results.js';
import { cells, expectSound, judgeMany, seeds, soundnessColumns } from './many-samples.js';

const rows = 2000;
const measured: string[][] = [];

/** Members of the churn solution, as its spec sees them. */
function members(seed: number): Table {
  const all = generateMembers(rows, seed);
  const numbers = {
    tenure: all.map(({ tenure }) => tenure),
    orders: all.map(({ orders }) => orders),
    complaints: all.map(({ complaints }) => complaints),
    called: all.map(({ called }) => called),
    left: all.map(({ left }) => left),
    observed_for: all.map(({ since, until }) => until - since),
  };
  return tableOf(
    ...Object.entries(numbers).map(([name, values]) => number(name, values)),
    category(
      'plan',
      all.map(({ plan }) => plan),
    ),
  );
}

/** Visitors of the ads solution. */
function visitors(seed: number): Table {
  const all = generateReached(rows, seed);
  const numbers = {
    age: all.map(({ age }) => age),
    visits: all.map(({ visits }) => visits),
    customer: all.map(({ customer }) => customer),
    spend: all.map(({ spend }) => spend),
  };
  return tableOf(
    ...Object.entries(numbers).map(([name, values]) => number(name, values)),
    category(
      'device',
      all.map(({ device }) => device),
    ),
    category(
      'channel',
      all.map(({ channel }) => channel),
    ),
  );
}

describe('The averages of solutions', () => {
  afterAll(() =>
    writeResults('solutions.md', {
      title: "Averages of the solutions' effects, whose truth is known",
      command: 'npm run test:slow -- solutions',
      note: `The effects of the specs in samples/solutions over samples of ${rows} rows of their generators, with the adjustment of the specs: 95 % intervals against the average over everybody such rows are drawn from. A causal forest's average is that of aipw.`,
      columns: ['what', 'samples', ...soundnessColumns],
      rows: measured,
    }),
  );

  it('are sound of a call and leaving within 90 days', { timeout: 7_200_000 }, () => {
    const truth = trueEffect();
    const given = {
      ...{ treatment: 'called', outcome: 'left', adjustment: ['tenure', 'orders', 'complaints', 'plan'] },
      horizon: { length: 90, days: true, column: 'observed_for' },
    };
    const { call } = judgeMany(members, given, ({ contrasts: [found] }) => ({ call: { found, truth } }));
    measured.push(['churn: called on left within 90 days', String(seeds), ...cells(call)]);
    expectSound(call);
  });

  it('are sound of advertisements and spending', { timeout: 7_200_000 }, () => {
    const truth = trueEffects();
    const given = {
      ...{ treatment: 'channel', outcome: 'spend', adjustment: ['age', 'visits', 'device', 'customer'] },
      arms: ['none', 'search', 'social', 'video'],
    };
    const found = judgeMany(visitors, given, ({ contrasts: [search, social, video] }) => ({
      search: { found: search, truth: truth.search },
      social: { found: social, truth: truth.social },
      video: { found: video, truth: truth.video },
    }));
    for (const [name, sound] of Object.entries(found)) {
      measured.push([`ads: ${name} on spend`, String(seeds), ...cells(sound)]);
      expectSound(sound);
    }
  });
});

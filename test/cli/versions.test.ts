import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { workspaceWith } from '../kernel/data/workspace.js';
import { shopCsv } from '../kernel/process/plans.js';
import { buildPrograms, causal } from './program.js';

const spec = `
data visits from "visits.csv"
effect lift { of coupon on bought  from visits  adjust for age  with aipw }
model will_buy { predict bought from visits  using age  with linear }
`;

const shop = () =>
  workspaceWith({
    'visits.csv': shopCsv(1000),
    'june.csv': shopCsv(400),
    'few.csv': 'age,coupon\n30,0\n40,1\n',
    'shop.causal': spec,
  });

beforeAll(buildPrograms, 60_000);

describe('causal promote, versions, rollback', () => {
  it('decide what `score --live` scores with', async () => {
    const { folder } = await shop();
    const text = () => readFile(join(folder, 'scored.csv'), 'utf8');
    const score = ['score', 'shop.causal', 'will_buy', '--on', 'few.csv', '--into', 'scored.csv'];
    const none = await causal([...score, '--live'], folder);
    expect(none.code).toBe(1);
    expect(none.err).toContain('CS1144');
    const promoted = await causal(['promote', 'shop.causal', 'will_buy'], folder);
    expect(promoted.code).toBe(0);
    expect(promoted.out).toContain('Version 1 of will_buy is live');
    expect((await causal(score, folder)).code).toBe(0);
    const then = await text();
    await writeFile(join(folder, 'shop.causal'), spec.replace('using age', 'using age, coupon'));
    const live = await causal([...score, '--live'], folder);
    expect(live.out).toContain('By version 1 of will_buy, which is live.');
    expect(await text()).toBe(then);
    expect((await causal(['promote', 'shop.causal', 'will_buy'], folder)).code).toBe(0);
    await causal([...score, '--live'], folder);
    expect(await text()).not.toBe(then);
    const back = await causal(['rollback', 'shop.causal', 'will_buy', '--format', 'json'], folder);
    const [table] = (JSON.parse(back.out) as { results: { rows: { values: unknown[] }[] }[] }).results;
    expect(table.rows.map(({ values }) => values[0])).toEqual(['live', '']);
    await causal([...score, '--live'], folder);
    expect(await text()).toBe(then);
  }, 60_000);
});

describe('causal continue', () => {
  it('has the live version learn from appended rows, and can be rolled back', async () => {
    const { folder } = await workspaceWith({
      'visits.csv': shopCsv(600),
      'few.csv': 'age,coupon\n30,0\n40,1\n',
      'shop.causal': `
data visits from "visits.csv" { unit user  split 70/30 by unit }
model will_buy { predict bought from visits  using age, coupon  with boosted trees }
`,
    });
    const act = (verb: string) => causal([verb, 'shop.causal', 'will_buy'], folder);
    const scored = async () => {
      await causal(
        ['score', 'shop.causal', 'will_buy', '--live', '--on', 'few.csv', '--into', 'out.csv'],
        folder,
      );
      return readFile(join(folder, 'out.csv'), 'utf8');
    };
    await act('promote');
    const before = await scored();
    // Whom a coupon kept from buying.
    const turned = Array.from({ length: 600 }, (_, i) => `v${i},${i % 2},${1 - (i % 2)},${20 + (i % 50)}`);
    await appendFile(join(folder, 'visits.csv'), `${turned.join('\n')}\n`);
    const done = await act('continue');
    expect(done.code).toBe(0);
    expect(done.out).toContain('Version 2 of will_buy is live, continued from version 1: its log loss is');
    expect(done.out).toContain('rounds more: its fit from scratch has');
    const after = await scored();
    expect(after).not.toBe(before);
    expect((await act('rollback')).out).toContain('Version 1 of will_buy is live again.');
    expect(await scored()).toBe(before);
  }, 60_000);
});

describe('causal drift', () => {
  it('tells of rows and effect, and exits 0 whatever it finds', async () => {
    const { folder } = await shop();
    const { code, out } = await causal(['drift', 'shop.causal', 'lift', '--on', 'june.csv'], folder);
    expect(code).toBe(0);
    expect(out).toContain('of "june.csv" differs from the training data');
    expect(out).toContain('The effect lift on "june.csv" does not differ from that of the training data');
    const json = await causal(
      ['drift', 'shop.causal', 'will_buy', '--on', 'june.csv', '--format', 'json'],
      folder,
    );
    const { results } = JSON.parse(json.out) as { results: { kind: string; columns: string[] }[] };
    expect(results).toMatchObject([
      {
        kind: 'comparison',
        columns: ['compared', 'training', 'new', 'difference', 'low', 'high', 'p', 'drift'],
      },
    ]);
    expect((await causal(['drift', 'shop.causal', 'nobody', '--on', 'june.csv'], folder)).code).toBe(2);
    expect((await causal(['drift', 'shop.causal', 'lift', '--on', 'gone.csv'], folder)).code).toBe(1);
  }, 60_000);
});

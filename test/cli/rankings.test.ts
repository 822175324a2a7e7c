import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateOffers } from '../../samples/generate/solutions/offers.js';
import { workspaceWith } from '../kernel/data/workspace.js';
import { buildPrograms, causal } from './program.js';

const { offers, users, items } = generateOffers({ users: 200, items: 16, perUser: 8, seed: 6 });
const lines = offers.map(
  ({ user, item, propensity, shown, purchased }) =>
    `${users[user].id},${items[item].sku},${propensity},${shown},${purchased}`,
);

const spec = `data log from "log.csv"
rank offers { show sku to user_id from log exposure shown outcome bought propensity chance top 2 into "lists.csv" folds 3 }
`;

const shop = (text = spec) =>
  workspaceWith({
    'log.csv': `user_id,sku,chance,shown,bought\n${lines.join('\n')}\n`,
    'shop.causal': text,
  });

beforeAll(buildPrograms, 60_000);

describe('causal train of a ranking', () => {
  it('prints one JSON document, and says the same in words', async () => {
    const { folder } = await shop();
    const json = await causal(['train', 'shop.causal', 'offers', '--format', 'json'], folder);
    expect(json.code).toBe(0);
    const { rankings } = JSON.parse(json.out) as { rankings: Record<string, unknown>[] };
    expect(rankings).toMatchObject([
      { name: 'offers', item: 'sku', user: 'user_id', n: 1600, top: 2, path: 'lists.csv', reused: false },
    ]);
    expect((await readFile(join(folder, 'lists.csv'), 'utf8')).split('\n')[0]).toMatch('user_id,sku,place');
    const words = await causal(['train', 'shop.causal', 'offers'], folder);
    expect(words.code).toBe(0);
    expect(words.out).toMatch(
      /Ranking offers · shows sku to user_id · 1,600 rows · 200 users · 16 items · top 2/,
    );
    expect(words.out).toMatch('by predicted purchase');
    expect(words.out).toMatch('All lists stand in "lists.csv"');
  });

  it('scores no file by a ranking, which ranks its own data', async () => {
    const { folder } = await shop();
    const refused = await causal(
      ['score', 'shop.causal', 'offers', '--on', 'log.csv', '--into', 'scored.csv'],
      folder,
    );
    expect(refused.code).not.toBe(0);
    expect(refused.err).toMatch('"shop.causal" has no effect or model "offers"');
  });

  it('tells of a spec that cannot be, and of data that cannot, with file and line', async () => {
    const { folder } = await shop(spec.replace('top 2', 'top 0'));
    const refused = await causal(['train', 'shop.causal', 'offers'], folder);
    expect(refused.code).toBe(1);
    expect(`${refused.out}${refused.err}`).toMatch(/shop\.causal:2:\d+: error CS1410: top 0 shows nothing/);
    const all = await workspaceWith({
      'log.csv': `user_id,sku,chance,shown,bought\n${lines.map((line) => line.replace(/,\d,(\d)$/, ',1,$1')).join('\n')}\n`,
      'shop.causal': spec.replace('propensity chance ', ''),
    });
    const shown = await causal(['train', 'shop.causal', 'offers'], all.folder);
    expect(shown.code).toBe(1);
    expect(`${shown.out}${shown.err}`).toMatch(/CS6081: Every row's item was shown/);
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { workspaceWith } from '../kernel/data/workspace.js';
import { buildPrograms, causal } from './program.js';

const lines = Array.from({ length: 400 }, (_, i) => {
  const price = 6 + ((i * 37) % 80) / 10;
  const promoted = (i * 13 + (i >> 3)) % 2;
  const sold = Math.round(30 - 1.6 * price + 4 * promoted + ((i * 7) % 11) - 5);
  return `${price},${promoted},${sold},${i % 3}`;
});

const spec = `data weeks from "weeks.csv"
effect on_price { of price on sold from weeks adjust for promoted nuisances linear with dose response folds 3 }
effect lift { of promoted on sold from weeks adjust for price nuisances linear folds 3 }
policy asked { price by on_price unit cost 4 by promoted }
policy order { stock by lift price 10 unit cost 4 salvage 1 }
`;

const shop = (text = spec) =>
  workspaceWith({ 'weeks.csv': `price,promoted,sold,day\n${lines.join('\n')}\n`, 'shop.causal': text });

beforeAll(buildPrograms, 60_000);

describe('causal train of a price and an order', () => {
  it('prints one JSON document, and says the same in words', async () => {
    const { folder } = await shop();
    const json = await causal(['train', 'shop.causal', 'asked', 'order', '--format', 'json'], folder);
    expect(json.code).toBe(0);
    const { policies } = JSON.parse(json.out) as { policies: Record<string, unknown>[] };
    expect(policies).toMatchObject([
      { name: 'asked', effect: 'on_price', treatment: 'price', outcome: 'sold', unitCost: 4, reused: false },
      { name: 'order', effect: 'lift', n: 400, price: 10, unitCost: 4, salvage: 1, fractile: 6 / 9 },
    ]);
    const words = await causal(['train', 'shop.causal', 'asked', 'order'], folder);
    expect(words.code).toBe(0);
    expect(words.out).toMatch(/Price asked · prices by on_price · 400 rows · unit cost 4/);
    expect(words.out).toMatch(/The price that earns most by on_price is/);
    expect(words.out).toMatch(/Stock order · orders by lift · 400 rows · price 10/);
    expect(words.out).toMatch(/By lift, sold is met in 66\.7% of rows/);
  });

  it('keeps what demand needs, so that another cost learns nothing anew', async () => {
    const { folder } = await shop();
    const first = await causal(['train', 'shop.causal', 'asked'], folder);
    expect(first.err).toMatch('training on_price');
    await writeFile(join(folder, 'shop.causal'), spec.replace('unit cost 4 by', 'unit cost 5 by'));
    const second = await causal(['train', 'shop.causal', 'asked'], folder);
    expect(second.code).toBe(0);
    expect(second.out).toMatch('unit cost 5');
    expect(second.err).not.toMatch('training on_price');
  });

  it('refuses to score by them, with the names of what can', async () => {
    const { folder } = await shop();
    const refused = await causal(
      ['score', 'shop.causal', 'asked', '--on', 'weeks.csv', '--into', 'out.csv'],
      folder,
    );
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch('has no effect or model "asked"; it has on_price, lift');
  });
});

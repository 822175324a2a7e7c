import { beforeAll, describe, expect, it } from 'vitest';
import { workspaceWith } from '../kernel/data/workspace.js';
import { buildPrograms, causal } from './program.js';

const lines = Array.from({ length: 600 }, (_, i) => {
  const coupon = (i * 13 + (i >> 3)) % 2;
  const age = 20 + ((i * 7) % 50);
  return `${coupon},${(i * 37) % 100 < 20 + (age < 40 ? 60 : 0) * coupon ? 1 : 0},${age}`;
});

const spec = `data visits from "visits.csv"
effect lift { of coupon on bought from visits adjust for age by age nuisances linear with causal forest { trees 50 } folds 3 }
policy coupons { treat by lift cost 1 value 10 budget 60 against age > 50 tree depth 1 fair by age }
`;

const shop = (text = spec) =>
  workspaceWith({ 'visits.csv': `coupon,bought,age\n${lines.join('\n')}\n`, 'shop.causal': text });

beforeAll(buildPrograms, 60_000);

describe('causal train of a policy', () => {
  it('prints one JSON document, and says the same in words', async () => {
    const { folder } = await shop();
    const json = await causal(['train', 'shop.causal', 'coupons', '--format', 'json'], folder);
    expect(json.code).toBe(0);
    const { policies } = JSON.parse(json.out) as { policies: Record<string, unknown>[] };
    expect(policies).toMatchObject([
      {
        ...{ name: 'coupons', effect: 'lift', treatment: 'coupon', outcome: 'bought' },
        ...{ n: 600, budget: 60, value: 10, reused: false },
      },
    ]);
    const words = await causal(['train', 'shop.causal', 'coupons'], folder);
    expect(words.code).toBe(0);
    expect(words.out).toMatch(/Policy coupons · treats by lift · 600 rows · budget 60/);
    expect(words.out).toMatch(/Treating 10% of 600 rows by lift.*is worth/s);
    expect(words.out).toMatch("today's rule");
  });

  it('tells of a spec that cannot be, with file and line', async () => {
    const { folder } = await shop(spec.replace('budget 60', 'budget 0'));
    const refused = await causal(['train', 'shop.causal', 'coupons'], folder);
    expect(refused.code).toBe(1);
    expect(`${refused.out}${refused.err}`).toMatch(/shop\.causal:3:\d+: error CS1403: /);
  });
});

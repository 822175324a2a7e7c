import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkFiles } from '../../server/src/compile.js';

const root = join(import.meta.dirname, '../..');
const shipped = [
  'samples/coupon.causal',
  'samples/coupon-policy.causal',
  'samples/solutions/ads/ads.causal',
  'samples/solutions/behaviour/behaviour.causal',
  'samples/solutions/churn/churn.causal',
  'samples/solutions/recommendation/recommendation.causal',
  'samples/solutions/price/price.causal',
  'samples/solutions/stock/stock.causal',
  'test/real-data/lalonde.causal',
  'test/real-data/hillstrom.causal',
];

it.each(shipped)('%s has no problem, also where no data file may be read', async (name) => {
  const file = join(root, name);
  const checked = (await checkFiles([file], root)).get(file);
  expect(checked?.problems).toEqual([]);
  expect(checked?.plan?.steps.length).toBeGreaterThan(0);
});

import { expect, it } from 'vitest';
import type { Step } from '../../../kernel/src/plan.js';
import { checkedSpec } from '../../../server/src/compile.js';
import { build } from '../in-memory.js';

async function stepsOf(policy: string): Promise<readonly Step[]> {
  const text = `data weeks from "visits.csv"
effect curve { of tenure on purchased from weeks adjust for country with dose response }
effect lift { of coupon on purchased from weeks adjust for tenure }
${policy}`;
  const { plan, problems } = checkedSpec(await build(text), 'spec.causal');
  expect(problems).toEqual([]);
  if (!plan) throw new Error('There is no plan.');
  return plan.steps;
}

it('a price and an order are steps of their own after their effects', async () => {
  const steps = await stepsOf(`policy asked { price by curve unit cost 6.5 by country, tenure }
policy order { stock by lift price 20 unit cost 12 }
policy all { treat by lift }`);
  expect(steps.slice(-3)).toMatchObject([
    {
      ...{ kind: 'price', id: 'price:asked', name: 'asked', inputs: ['effect:curve'] },
      parameters: { effect: 'effect:curve', unitCost: 6.5, by: ['country', 'tenure'] },
    },
    {
      ...{ kind: 'stock', id: 'stock:order', inputs: ['effect:lift'] },
      parameters: { effect: 'effect:lift', price: 20, unitCost: 12, salvage: 0, by: [] },
    },
    { kind: 'policy', id: 'policy:all' },
  ]);
});

it('their hashes change with their money, and leave those of effects alone', async () => {
  const [one, other] = [
    await stepsOf('policy order { stock by lift price 20 unit cost 12 salvage 4 }'),
    await stepsOf('policy order { stock by lift price 20 unit cost 12 salvage 5 }'),
  ];
  const hashOf = (steps: readonly Step[], kind: Step['kind']) =>
    steps.find((step) => step.kind === kind)?.hash;
  expect(hashOf(one, 'stock')).not.toBe(hashOf(other, 'stock'));
  expect(hashOf(one, 'effect')).toBe(hashOf(other, 'effect'));
});

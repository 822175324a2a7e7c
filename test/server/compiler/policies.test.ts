import { expect, it } from 'vitest';
import type { Plan, PolicyStep } from '../../../kernel/src/plan.js';
import { checkedSpec } from '../../../server/src/compile.js';
import { build } from '../in-memory.js';

async function plan(policy: string): Promise<Plan> {
  const text = `data visits from "visits.csv"
effect lift { of coupon on purchased from visits adjust for tenure, country by tenure }
${policy}
train coupons`;
  const { plan: compiled, problems } = checkedSpec(await build(text), 'spec.causal');
  expect(problems).toEqual([]);
  if (!compiled) throw new Error('There is no plan.');
  return compiled;
}

function stepOf({ steps }: Plan): PolicyStep {
  const found = steps.find((step) => step.kind === 'policy');
  if (found?.kind !== 'policy') throw new Error('There is no policy.');
  return found;
}

it('a policy is a step after its effect that says what its clauses say', async () => {
  const compiled = await plan(
    `policy coupons {
  treat by lift
  cost 2.5, true 3  value -30  budget 10000  capacity 500
  eligible tenure > 1
  against tenure < 6
  tree depth 2
  fair by country within 0.1
}`,
  );
  const step = stepOf(compiled);
  expect([step.id, step.inputs]).toEqual(['policy:coupons', ['effect:lift']]);
  expect(step.parameters).toMatchObject({
    effect: 'effect:lift',
    costs: [{ cost: 2.5 }, { arm: 'true', cost: 3 }],
    ...{ value: -30, budget: 10000, capacity: 500, depth: 2 },
    eligible: { kind: 'binary', operator: '>' },
    today: { kind: 'condition', condition: { kind: 'binary', operator: '<' } },
    fair: { columns: ['country'], within: 0.1 },
  });
  expect(compiled.actions).toMatchObject([{ verb: 'train', name: 'coupons' }]);
});

it("a column by itself is today's rule, and nothing said is nothing in the plan", async () => {
  const named = stepOf(await plan('policy coupons { treat by lift against coupon }'));
  expect(named.parameters.today).toEqual({ kind: 'column', column: 'coupon' });
  const plain = stepOf(await plan('policy coupons { treat by lift }'));
  expect(plain.parameters).toEqual({ effect: 'effect:lift', costs: [] });
});

it('the hash of a policy changes with it and with its effect, and leaves that of the effect alone', async () => {
  const one = await plan('policy coupons { treat by lift capacity 5 }');
  const other = await plan('policy coupons { treat by lift capacity 6 }');
  expect(stepOf(one).hash).not.toBe(stepOf(other).hash);
  const hashOf = ({ steps }: Plan): string | undefined => steps.find(({ kind }) => kind === 'effect')?.hash;
  expect(hashOf(one)).toBe(hashOf(other));
});

import { expect, it } from 'vitest';
import type { Plan, RankStep } from '../../../kernel/src/plan.js';
import { checkedSpec } from '../../../server/src/compile.js';
import { build } from '../in-memory.js';

async function plan(rank: string): Promise<Plan> {
  const text = `data log from "visits.csv"
text product from log.history
${rank}
train offers`;
  const { plan: compiled, problems } = checkedSpec(await build(text), 'spec.causal');
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (!compiled) throw new Error('There is no plan.');
  return compiled;
}

function stepOf({ steps }: Plan): RankStep {
  const found = steps.find((step) => step.kind === 'rank');
  if (found?.kind !== 'rank') throw new Error('There is no ranking.');
  return found;
}

const base = 'show country to user_id  from log  exposure coupon  outcome purchased';

it('a ranking is a step after its data and its text that says what its clauses say', async () => {
  const compiled = await plan(
    `rank offers {
  ${base}
  propensity spend
  using tenure
  candidates factors, similar items
  content product
  top 5  above 0.01
  into "lists.csv"
  level 0.9  folds 3  seed 11
}`,
  );
  const step = stepOf(compiled);
  expect([step.id, step.inputs]).toEqual(['rank:offers', ['load:log', 'encode:product']]);
  expect(step.parameters).toEqual({
    ...{ item: 'country', user: 'user_id', exposure: 'coupon', outcome: 'purchased', propensity: 'spend' },
    using: ['tenure'],
    candidates: ['factors', 'similar items'],
    texts: [{ name: 'product', column: 'history', step: 'encode:product' }],
    ...{ top: 5, above: 0.01, into: 'lists.csv', level: 0.9, folds: 3, seed: 11 },
  });
  expect(compiled.actions).toMatchObject([{ verb: 'train', name: 'offers' }]);
});

it('what is not said has its default, and limits that are not said are not there', async () => {
  const { parameters, inputs } = stepOf(await plan(`rank offers { ${base} top 3 }`));
  expect(inputs).toEqual(['load:log']);
  expect(parameters).toMatchObject({
    candidates: ['popularity', 'similar items', 'factors'],
    ...{ using: [], texts: [], top: 3, level: 0.95, folds: 5, seed: 7 },
  });
  expect(Object.keys(parameters)).not.toContain('above');
  expect(Object.keys(parameters)).not.toContain('propensity');
});

it('its hash changes with its clauses', async () => {
  const [one, other] = [
    await plan(`rank offers { ${base} top 3 }`),
    await plan(`rank offers { ${base} top 4 }`),
  ];
  expect(stepOf(one).hash).not.toBe(stepOf(other).hash);
});

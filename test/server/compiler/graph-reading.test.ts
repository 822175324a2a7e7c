import { describe, expect, it } from 'vitest';
import type { GraphStep, Plan } from '../../../kernel/src/plan.js';
import { checkedSpec } from '../../../server/src/compile.js';
import { build, filesInMemory } from '../in-memory.js';

const columns = ['tenure', 'lottery', 'coupon', 'visits', 'spend', 'age', 'rating', 'letters', 'rain'];
const files = filesInMemory({
  'visits.csv': Object.fromEntries(columns.map((name) => [name, 'numeric' as const])),
});

const graph = `data visits from "visits.csv"
graph shop {
  tenure, lottery, taste? -> coupon
  tenure, taste -> spend
  coupon -> visits, letters, rating
  visits -> spend
  age, rain -> spend
  spend -> rating
}
`;

async function planOf(text: string): Promise<Plan> {
  const { plan, problems } = checkedSpec(await build(`${graph}${text}`, files), 'spec.causal');
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plan!;
}

const graphOf = ({ steps }: Plan): GraphStep =>
  steps.find((step): step is GraphStep => step.kind === 'graph')!;

function rolesIn(plan: Plan): Record<string, string> {
  const { nodes, reading } = graphOf(plan).parameters;
  return Object.fromEntries(nodes.map(({ name }, i) => [name, reading!.roles[i]!]));
}

const viaInstrument = 'effect a { of coupon on spend from visits in shop instrument lottery }\n';
const ofVisits = 'effect b { of visits on spend from visits in shop }\n';

describe('what a graph says of the first effect that is read off it', () => {
  it('has every role, and what nobody measured', async () => {
    const plan = await planOf(viaInstrument);
    expect(rolesIn(plan)).toEqual({
      tenure: 'confounder',
      lottery: 'instrument',
      taste: 'unobserved',
      coupon: 'treatment',
      visits: 'mediator',
      letters: 'post-treatment',
      rating: 'collider',
      spend: 'outcome',
      age: 'effect modifier',
      rain: 'effect modifier',
    });
    const { edges, reading } = graphOf(plan).parameters;
    expect(reading!.confounding.map((place) => edges[place]!.join(' '))).toEqual([
      'taste coupon',
      'taste spend',
      'tenure coupon',
      'tenure spend',
    ]);
  });

  it('is about the effect that comes first, and its hash with it; the hash of an effect stays', async () => {
    const [one, other] = [await planOf(viaInstrument + ofVisits), await planOf(ofVisits + viaInstrument)];
    expect(graphOf(one).parameters.reading).toMatchObject({ treatment: 'coupon' });
    expect(graphOf(other).parameters.reading).toMatchObject({ treatment: 'visits' });
    expect(graphOf(one).hash).not.toBe(graphOf(other).hash);
    const effectHash = (plan: Plan) => plan.steps.find(({ id }) => id === 'effect:b')!.hash;
    expect(effectHash(one)).toBe(effectHash(other));
  });

  it('is told of an effect with both ends in it where none names the graph, and of none where there is none', async () => {
    const listed = 'effect c { of coupon on spend from visits adjust for tenure }';
    expect(graphOf(await planOf(listed)).parameters.reading).toMatchObject({ outcome: 'spend' });
    const elsewhere = 'model m { predict spend from visits using tenure }';
    expect(graphOf(await planOf(elsewhere)).parameters.reading).toBeUndefined();
  });
});

describe('implications of a graph', () => {
  const effectWith = 'effect e { of coupon on spend from visits in chain check implications }';
  const implied = async (arrows: string) => {
    const text = `data visits from "visits.csv"\ngraph chain { ${arrows} }\n${effectWith}`;
    const { plan } = checkedSpec(await build(text, files), 'spec.causal');
    const step = plan!.steps.find(({ id }) => id === 'effect:e')!;
    return step.kind === 'effect' ? step.parameters.implications : [];
  };

  it('come with what the graph may lack, however its arrows are ordered', async () => {
    const found = await implied('tenure -> coupon  coupon -> spend  spend -> rating');
    expect(found.map(({ a, b, given }) => `${a} ${b} | ${given}`)).toEqual([
      'tenure spend | coupon',
      'tenure rating | spend',
      'coupon rating | spend',
    ]);
    expect(found[0]!.additions).toEqual([
      { missing: 'arrow', between: ['tenure', 'spend'], takesBack: [0] },
      { missing: 'common cause', between: ['tenure', 'spend'], takesBack: [0] },
    ]);
    expect(await implied('spend -> rating  coupon -> spend  tenure -> coupon')).toEqual(found);
  });
});

import { describe, expect, it } from 'vitest';
import type { Expression } from '../../../kernel/src/data/expression.js';
import type { EffectStep, Plan } from '../../../kernel/src/plan.js';
import { checkedSpec } from '../../../server/src/compile.js';
import { build, buildCells, filesInMemory, visits } from '../in-memory.js';

async function plan(text: string, seed?: number): Promise<Plan> {
  const { plan: compiled, problems } = checkedSpec(await build(text), 'spec.causal', { seed });
  expect(problems).toEqual([]);
  return compiled!;
}

const shop = `
data visits from "visits.csv" {
  unit user_id
  keep country == "CN"
  derive recency = days(seen_at - last_seen)
  split 80/20 by unit
}
text browsing from visits.history
graph shop {
  tenure, browsing -> coupon
  tenure, browsing, coupon -> purchased
}
effect lift { of coupon on purchased from visits in shop by recency }
model buys { predict purchased from visits using browsing, tenure }
train lift
explain lift where tenure > 3
score buys on "visits.csv" into "out.csv"
`;

function effect(compiled: Plan): EffectStep['parameters'] {
  return compiled.steps.find((step) => step.kind === 'effect')!.parameters;
}

const hashes = (compiled: Plan): Record<string, string> =>
  Object.fromEntries(compiled.steps.map(({ id, hash }) => [id, hash]));

describe('the plan of a spec', () => {
  it('has a step for every declaration, each after its inputs', async () => {
    const { steps } = await plan(shop);
    expect(steps.map(({ id, inputs }) => [id, inputs])).toEqual([
      ['load:visits', []],
      ['encode:browsing', ['load:visits']],
      ['graph:shop', []],
      ['effect:lift', ['load:visits', 'encode:browsing', 'graph:shop']],
      ['model:buys', ['load:visits', 'encode:browsing']],
    ]);
  });

  it('says what a data declaration says', async () => {
    expect((await plan(shop)).steps[0]).toMatchObject({
      kind: 'load',
      place: { line: 2, character: 1 },
      parameters: {
        path: 'visits.csv',
        format: 'csv',
        declared: [],
        unit: 'user_id',
        split: { train: 0.8, by: 'unit', seed: 7 },
        keep: [
          {
            kind: 'binary',
            operator: '==',
            left: { kind: 'column', name: 'country' },
            right: { kind: 'text', value: 'CN' },
          },
        ],
        derive: [
          {
            name: 'recency',
            expression: {
              kind: 'call',
              function: 'days',
              arguments: [
                {
                  kind: 'binary',
                  operator: '-',
                  left: { kind: 'column', name: 'seen_at' },
                  right: { kind: 'column', name: 'last_seen' },
                },
              ],
            },
          },
        ],
      },
    });
  });

  it('says how a model that is named reads a text', async () => {
    const encoder = (clauses: string) =>
      `data visits from "visits.csv" text browsing from visits.history { ${clauses} } model buys { using browsing predict purchased from visits }`;
    const encoding = async (clauses: string) =>
      (await plan(encoder(clauses))).steps.find(({ kind }) => kind === 'encode')?.parameters;
    expect(await encoding('encoder "hf:shop/tiny" pool cls layer 0')).toEqual({
      column: 'history',
      encoder: 'hf:shop/tiny',
      pooling: 'cls',
      layer: 0,
    });
    expect(await encoding('')).toEqual({ column: 'history', encoder: 'use-lite' });
  });

  it('reads a history from its events, with its length as a column beside it', async () => {
    const files = filesInMemory({
      'visits.csv': visits,
      'events.csv': { user_id: 'categorical', happened: 'date', page: 'text' },
      'events2.csv': { user_id: 'categorical', happened: 'date', page: 'text' },
    });
    const spec = (clauses: string, path = 'events.csv', events = 'events') => `
data visits from "visits.csv"
data ${events} from "${path}" { time happened }
text browsing from ${events}.page { of visits by user_id before seen_at ${clauses} }
effect e { of coupon on spend from visits adjust for tenure, browsing by browsing }
model buys { predict spend from visits using browsing }`;
    const planned = async (...written: Parameters<typeof spec>) => {
      const checked = checkedSpec(await build(spec(...written), files), 'spec.causal', {});
      expect(checked.problems).toEqual([]);
      const steps = checked.plan?.steps ?? [];
      const encode = steps.find((step) => step.kind === 'encode');
      return { steps, encode, parameters: checked.plan && effect(checked.plan) };
    };
    const { steps, encode, parameters } = await planned('half life 2 weeks');
    expect(encode).toMatchObject({
      inputs: ['load:visits', 'load:events'],
      parameters: {
        column: 'page',
        history: {
          events: 'load:events',
          key: 'user_id',
          time: 'happened',
          before: 'seen_at',
          halfLife: 14 * 86_400_000,
        },
      },
    });
    const count = 'browsing (number of events)';
    expect(parameters).toMatchObject({
      adjustment: ['tenure', count],
      modifiers: ['browsing', count],
      texts: [{ name: 'browsing', column: 'page', step: 'encode:browsing', count }],
    });
    const model = steps.find((step) => step.kind === 'model');
    expect(model).toMatchObject({
      inputs: ['load:visits', 'encode:browsing'],
      parameters: { features: [count] },
    });
    const hash = async (...written: Parameters<typeof spec>) => (await planned(...written)).encode?.hash;
    const own = await hash('');
    expect(await hash('half life 2 weeks')).not.toBe(own);
    expect(await hash('half life 14 days')).toBe(await hash('half life 2 weeks'));
    expect(await hash('', 'events2.csv')).not.toBe(own);
    expect(await hash('', 'events.csv', 'log')).toBe(own);
  });

  it('says what an effect and a model see of a text, without reading it another way', async () => {
    const spec = (clauses: string) =>
      `data visits from "visits.csv" text browsing from visits.history { ${clauses} } effect e { of coupon on spend from visits adjust for browsing } model buys { using browsing predict spend from visits }`;
    const seen = async (clauses: string) => {
      const { plan: compiled } = checkedSpec(await build(spec(clauses)), 'spec.causal', {});
      const steps = compiled?.steps ?? [];
      return ['effect', 'model'].map((kind) => {
        const step = steps.find((each) => each.kind === kind);
        return step && 'texts' in step.parameters ? step.parameters.texts[0] : undefined;
      });
    };
    const read = { name: 'browsing', column: 'history', step: 'encode:browsing' };
    expect(await seen('')).toEqual([read, read]);
    expect(await seen('reduce 8 for coupon, spend')).toEqual([
      { ...read, reduction: { kind: 'directions', count: 8, of: ['treatment', 'outcome'] } },
      { ...read, reduction: { kind: 'directions', count: 8, of: ['outcome'] } },
    ]);
    const components = { ...read, reduction: { kind: 'components', count: 3 } };
    expect(await seen('reduce 3')).toEqual([components, components]);
    const network = { ...read, head: { kind: 'network', options: { hidden: 8 } } };
    expect(await seen('head network { hidden 8 }')).toEqual([network, network]);
    const supervised = { ...read, adapt: { kind: 'supervised', options: { units: 8 } } };
    expect(await seen('adapt supervised { units 8 }')).toEqual([supervised, supervised]);
    expect(await seen('adapt contrastive pairs by tenure { epochs 3 }')).toEqual([read, read]);
    const encoded = (await plan(spec('adapt contrastive pairs by tenure { epochs 3 }'))).steps.find(
      (step) => step.kind === 'encode',
    );
    expect(encoded?.parameters.adapt).toEqual({
      kind: 'contrastive',
      options: { epochs: 3 },
      pairs: 'tenure',
    });
    // Both, in either order: what the one yields is what the other adapts.
    const both = 'adapt supervised { units 8 } adapt contrastive pairs by tenure { epochs 3 }';
    expect(await seen(both)).toEqual([supervised, supervised]);
    expect((await plan(spec(both))).steps.find((step) => step.kind === 'encode')?.parameters).toEqual(
      encoded?.parameters,
    );
    const hashOf = async (clauses: string, kind: string) =>
      (await plan(spec(clauses))).steps.find((step) => step.kind === kind)?.hash;
    expect(await hashOf('head network', 'encode')).toBe(await hashOf('', 'encode'));
    expect(await hashOf('adapt supervised', 'encode')).toBe(await hashOf('', 'encode'));
    expect(await hashOf('adapt supervised', 'effect')).not.toBe(await hashOf('', 'effect'));
    expect(await hashOf('adapt contrastive', 'effect')).not.toBe(await hashOf('', 'effect'));
    expect(await hashOf('head network', 'effect')).not.toBe(await hashOf('', 'effect'));
  });

  it('derives the adjustment set from the graph and says why', async () => {
    expect(effect(await plan(shop))).toEqual({
      treatment: 'coupon',
      outcome: 'purchased',
      adjustment: ['tenure'],
      texts: [{ name: 'browsing', column: 'history', step: 'encode:browsing' }],
      modifiers: ['recency'],
      instruments: [],
      mediators: [],
      groups: [],
      negativeOutcomes: [],
      negativeTreatments: [],
      nuisances: { kind: 'stack', options: {} },
      implications: [],
      estimand: 'ate',
      estimator: { kind: 'causal forest', options: {} },
      checks: ['overlap', 'balance', 'placebo'],
      reason:
        'browsing and tenure are adjusted for: together they block every backdoor path from coupon to purchased in graph shop.',
      level: 0.95,
      folds: 5,
      seed: 7,
    });
  });

  it('says what of the texts the headline is adjusted for, where that is not all', async () => {
    const base = 'data visits from "visits.csv"\ntext browsing from visits.history\n';
    const asked = async (clause: string) =>
      effect(
        await plan(
          `${base}effect e { of coupon on spend from visits adjust for browsing ${clause} check text overlap, shuffled text }`,
        ),
      );
    expect(await asked('headline outcome only')).toMatchObject({
      textMode: 'outcome only',
      checks: ['text overlap', 'shuffled text'],
    });
    expect(await asked('headline without text')).toMatchObject({ textMode: 'without text' });
    expect(await asked('headline full')).toEqual(await asked(''));
  });

  it('lists the verbs in reading order', async () => {
    expect((await plan(shop)).actions).toMatchObject([
      { verb: 'train', name: 'lift' },
      { verb: 'explain', name: 'lift', limit: 10, where: { kind: 'binary', operator: '>' } },
      { verb: 'score', name: 'buys', on: 'visits.csv', into: 'out.csv' },
    ]);
  });

  it('takes a difference in means where nothing is adjusted for, and AIPW where something is', async () => {
    const base = 'data visits from "visits.csv"\n';
    const trial = effect(await plan(`${base}effect e { of coupon on spend from visits adjust for nothing }`));
    expect(trial.estimator.kind).toBe('difference in means');
    expect(trial.checks).toEqual(['placebo']);
    expect(trial.reason).toContain('assigned at random');
    const study = effect(await plan(`${base}effect e { of coupon on spend from visits adjust for tenure }`));
    expect(study.estimator.kind).toBe('aipw');
    expect(study.reason).toBe('tenure is adjusted for because the spec lists it.');
  });

  it('takes the estimator of the way: parts of an effect where it goes through mediators, an instrument where one is named', async () => {
    const ofEffect = async (clauses: string) => {
      const spec = `data visits from "visits.csv"
        graph plain { tenure -> coupon, spend  country -> coupon  coupon -> purchased, spend  purchased -> spend }
        effect e { of coupon on spend from visits ${clauses} }`;
      const { estimator, mediators, checks } = effect(await plan(spec));
      return [estimator.kind, mediators, checks];
    };
    expect(await ofEffect('in plain through purchased')).toEqual(['mediation', ['purchased'], []]);
    expect(await ofEffect('in plain through purchased by tenure')).toEqual(['mediation', ['purchased'], []]);
    expect(await ofEffect('adjust for tenure through purchased')).toEqual(['mediation', ['purchased'], []]);
    expect(await ofEffect('in plain instrument country')).toEqual(['instrumental dml', [], []]);
  });

  it('keeps arms, options, estimand, level, folds and seed as they are written', async () => {
    const text = `data visits from "visits.csv"
      effect e { of country on spend from visits adjust for tenure arms "No, thanks", DE, 1.50, true estimand att
        with causal forest { trees 99 minLeaf 3 } check placebo level 0.9 folds 10 seed 3 }`;
    expect(effect(await plan(text))).toMatchObject({
      arms: ['No, thanks', 'DE', '1.50', 'true'],
      estimand: 'att',
      estimator: { kind: 'causal forest', options: { trees: 99, minLeaf: 3 } },
      checks: ['placebo'],
      level: 0.9,
      folds: 10,
      seed: 3,
    });
  });
});

describe('what an expression becomes', () => {
  const keep = async (text: string) => {
    const { steps } = await plan(
      `data visits from "visits.csv" { keep ${text} }\neffect e { of coupon on spend from visits adjust for tenure }`,
    );
    const step = steps[0]!;
    return step.kind === 'load' ? step.parameters.keep[0] : undefined;
  };

  it.each([
    ['a or b and c', 'coupon or purchased and coupon', 'or(coupon, and(purchased, coupon))'],
    ['products before sums', 'tenure + spend * 2 > 7', '>(+(tenure, *(spend, 2)), 7)'],
    ['sums from the left', 'tenure - spend - 2 > 7', '>(-(-(tenure, spend), 2), 7)'],
    ['brackets', 'tenure - (spend - 2) > 7', '>(-(tenure, -(spend, 2)), 7)'],
    ['not before and', 'not coupon and purchased', 'and(not(coupon), purchased)'],
    ['not over a comparison', 'not tenure > 3', 'not(>(tenure, 3))'],
    ['a sign', '-tenure * 2 < 1', '<(*(-(tenure), 2), 1)'],
    ['membership', 'tenure + 1 not in (1, 2)', 'not in(+(tenure, 1); 1, 2)'],
    ['a text with escapes', String.raw`country == "a\"b\\c\n"`, `==(country, ${JSON.stringify('a"b\\c\n')})`],
    ['a name in backticks', '`tenure` > 1', '>(tenure, 1)'],
    ['a date', 'seen_at > date "2026-01-31"', '>(seen_at, @2026-01-31)'],
    ['a case', 'case when coupon then purchased else coupon end', 'case(coupon: purchased; coupon)'],
    ['nothing', 'spend == missing', '==(spend, missing)'],
  ])('%s', async (_, text, tree) => {
    expect(show(await keep(text))).toBe(tree);
  });
});

/** An expression in prefix form. */
function show(e: Expression | undefined): string {
  switch (e?.kind) {
    case 'column':
      return e.name;
    case 'number':
    case 'boolean':
      return String(e.value);
    case 'text':
      return JSON.stringify(e.value);
    case 'date':
      return `@${e.value}`;
    case 'unary':
      return `${e.operator}(${show(e.operand)})`;
    case 'binary':
      return `${e.operator}(${show(e.left)}, ${show(e.right)})`;
    case 'in':
      return `${e.negated ? 'not ' : ''}in(${show(e.value)}; ${e.options.map(show).join(', ')})`;
    case 'call':
      return `${e.function}(${e.arguments.map(show).join(', ')})`;
    case 'case':
      return `case(${e.branches.map((b) => `${show(b.when)}: ${show(b.then)}`).join(', ')}; ${show(e.otherwise)})`;
    default:
      return 'missing';
  }
}

describe('hashes', () => {
  it('do not depend on comments, blanks, the order of declarations, clauses or arrows', async () => {
    const shuffled = `
      // The same, told another way.
      model buys { using browsing, tenure predict purchased from visits }
      effect lift { by recency in shop from visits of coupon on purchased /* all of it */ }
      graph shop { coupon, tenure -> purchased  browsing -> purchased  browsing -> coupon tenure -> coupon }
      text browsing from visits.history { encoder "use-lite" }
      data visits from "visits.csv" {
        split 80/20 by unit seed 7
        derive recency = days((seen_at - last_seen))
        keep (country == "CN")
        unit user_id
      }`;
    const [one, other] = [await plan(shop), await plan(shuffled)];
    expect(hashes(other)).toEqual(hashes(one));
    expect(other.specHash).toBe(one.specHash);
  });

  it('change for what depends on a change, and for nothing else', async () => {
    const before = hashes(await plan(shop));
    const after = hashes(await plan(shop.replace('by recency', 'by recency level 0.9')));
    const changed = Object.keys(before).filter((id) => before[id] !== after[id]);
    expect(changed).toEqual(['effect:lift']);
    const data = hashes(await plan(shop.replace('"CN"', '"DE"')));
    expect(Object.keys(before).filter((id) => before[id] !== data[id])).toEqual([
      'load:visits',
      'encode:browsing',
      'effect:lift',
      'model:buys',
    ]);
  });

  it('change with the seed where no clause gives one', async () => {
    const [seven, eight] = [hashes(await plan(shop, 7)), hashes(await plan(shop, 8))];
    expect(eight['effect:lift']).not.toBe(seven['effect:lift']);
    expect(eight['graph:shop']).toBe(seven['graph:shop']);
  });

  it('of a step are the same in a notebook as in a file', async () => {
    const parts = shop.split(/^(?=text|graph|effect|model|train)/m);
    const cells = await buildCells(parts);
    const last = checkedSpec(cells[cells.length - 1]!, 'book.causalnb').plan!;
    expect(hashes(last)).toEqual(hashes(await plan(shop)));
    expect(last.actions.map(({ verb }) => verb)).toEqual(['train', 'explain', 'score']);
    expect(last.steps.map(({ place }) => place.cell)).toEqual([0, 1, 2, 3, 4]);
  });
});

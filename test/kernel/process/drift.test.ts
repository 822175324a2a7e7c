import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../kernel/src/artifacts/store.js';
import type { EncodeStep, LoadStep, Plan } from '../../../kernel/src/plan.js';
import { execute } from '../../../kernel/src/process/executor.js';
import { Workbench } from '../../../kernel/src/process/workbench.js';
import type { ComparisonResult } from '../../../kernel/src/result.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../kernel/src/task.js';
import { workspaceWith } from '../data/workspace.js';
import { effectStep, modelStep, planOf, visits } from './plans.js';

const place = { line: 3, character: 1 };

/** Visits of a shop in which a coupon moves some. @param each visits of one user */
function shopCsv(rows: number, seed: number, { effect = 0.2, older = 0, each = 1, rome = 0 } = {}): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: rows }, (_, i) => {
    const age = 20 + random.below(40) + older;
    const coupon = random.next() < 0.3 + age / 200 ? 1 : 0;
    const bought = random.next() < 0.2 + age / 400 + effect * coupon ? 1 : 0;
    const city = random.next() < rome ? 'Rome' : ['Basel', 'Bern'][random.below(2)];
    return `u${Math.floor(i / each)},${coupon},${bought},${age},${city}`;
  });
  return `user,coupon,bought,age,city\n${lines.join('\n')}\n`;
}

const lift = effectStep({
  adjustment: ['age', 'city'],
  estimator: { kind: 'aipw', options: {} },
  nuisances: { kind: 'linear', options: {} },
});

async function drift(
  june: string,
  steps: Plan['steps'] = [visits, lift],
  name = 'lift',
  training = shopCsv(1500, 1),
) {
  const { folder, engine } = await workspaceWith({ 'visits.csv': training, 'june.csv': june });
  const store = await openStore(join(folder, '.causal'), () => undefined);
  const results: ComparisonResult[] = [];
  const actions = [{ verb: 'drift', name, on: 'june.csv', place } as const];
  const run = { plan: planOf(steps), folder: '', actions };
  const outcome = await execute(new Workbench(engine, store, 'program', {}), run, unwatched, (result) => {
    if (result.kind === 'comparison') results.push(result);
  });
  const [rows, effect] = results;
  const of = (table: ComparisonResult | undefined) =>
    new Map(table?.rows.map((row) => [row.name, row.values]));
  return { outcome, rows, effect, columns: of(rows), effects: of(effect) };
}

describe('drift of a file', () => {
  it('sees none in rows that are drawn alike', async () => {
    const { outcome, rows, columns, effect, effects } = await drift(shopCsv(1000, 2));
    expect(outcome).toEqual({ status: 'done' });
    expect([...columns.keys()]).toEqual(['coupon', 'bought', 'age', 'city', 'all columns together']);
    expect([...columns.values()].map((values) => values.at(-1))).toEqual(
      columns.size === 5 ? Array(5).fill('no sign') : [],
    );
    expect(rows.name).toBe('lift, rows of june.csv');
    expect(rows.sentence).toMatch(
      /^None of 4 columns of "june\.csv" differs from the training data beyond what chance does/,
    );
    expect(rows.sentence).toContain('new rows cannot be told from old ones');
    expect(effect.sentence).toMatch(
      /^The effect lift on "june\.csv" does not differ from that of the training data/,
    );
    expect([...effects.keys()]).toEqual(['lift', 'coupon']);
  });

  it('names what has moved, and by how much', async () => {
    const june = shopCsv(1500, 3, { older: 8, rome: 0.2, effect: -0.1 });
    const { rows, columns, effect, effects } = await drift(june);
    const [what, before, now, difference, low, high, p, verdict] = columns.get('age')!;
    expect([what, verdict]).toEqual(['mean', 'yes']);
    expect(Number(now) - Number(before)).toBeCloseTo(Number(difference), 9);
    expect(Number(low)).toBeLessThan(8);
    expect(Number(high)).toBeGreaterThan(8);
    expect(Number(p)).toBeLessThan(0.001);
    expect(columns.get('city')?.slice(0, 2)).toEqual(['share of Rome', 0]);
    expect(rows.sentence).toMatch(/^"june\.csv" differs from the training data in .*age.* and city/);
    expect(rows.sentence).toContain('new rows can be told from old ones');
    expect(effect.sentence).toMatch(/^The effect lift is another one on "june\.csv": −0\.\d+ \[/);
    const [, , , moved, least, most] = effects.get('lift')!;
    expect(Number(least)).toBeLessThan(-0.3);
    expect(Number(most)).toBeGreaterThan(-0.3);
    expect(Number(moved)).toBeLessThan(-0.15);
  });

  it('compares the rows alone where treatment or outcome are not known yet', async () => {
    const june = shopCsv(1000, 2)
      .split('\n')
      .map((line) =>
        line
          .split(',')
          .filter((_, i) => i !== 2)
          .join(','),
      )
      .join('\n');
    const { outcome, rows, effect, columns } = await drift(june);
    expect(outcome).toEqual({ status: 'done' });
    expect(effect).toBeUndefined();
    expect([...columns.keys()]).toEqual(['coupon', 'age', 'city', 'all columns together']);
    expect(rows.warnings).toEqual([
      '"june.csv" has no bought, so that what the effect is on its rows cannot be told.',
    ]);
  });

  it('draws one row of each unit, since rows of one depend on each other', async () => {
    const byUser: LoadStep = { ...visits, parameters: { ...visits.parameters, unit: 'user' } };
    const { rows, columns } = await drift(shopCsv(1000, 4, { each: 4 }), [byUser, lift]);
    expect(rows.warnings).toEqual([
      'One row of each user is compared, since rows of one depend on each other.',
    ]);
    // 250 users instead of 1,000 rows: the interval is about twice as wide.
    const [, , , , low, high] = columns.get('age')!;
    expect(Number(high) - Number(low)).toBeGreaterThan(2.5);
  });

  it('of a model is that of its columns and its outcome', async () => {
    const model = modelStep({ features: ['age', 'city'] });
    const { effect, columns } = await drift(shopCsv(1000, 2, { older: 10 }), [visits, model], 'will_buy');
    expect(effect).toBeUndefined();
    expect([...columns.keys()]).toEqual(['bought', 'age', 'city', 'all columns together']);
    expect(columns.get('age')?.at(-1)).toBe('yes');
  });

  it('says that texts are not compared, and estimates the effect with them', async () => {
    const words = ['shoes', 'hats', 'rain coats', 'garden chairs'];
    const withTexts = (csv: string): string =>
      csv
        .trimEnd()
        .split('\n')
        .map(
          (line, i) =>
            `${line},${i === 0 ? 'history' : `looked at ${words[i % 4]} for ${i % 90} minutes in all`}`,
        )
        .join('\n');
    const encode: EncodeStep = {
      kind: 'encode',
      id: 'encode:browsing',
      name: 'browsing',
      hash: 'hash-of-encode',
      inputs: ['load:visits'],
      place,
      parameters: { column: 'history', encoder: 'lsa' },
    };
    const texts = [{ name: 'browsing', column: 'history', step: 'encode:browsing' }];
    const steps = [visits, encode, { ...lift, parameters: { ...lift.parameters, texts } }];
    const { outcome, rows, effect } = await drift(
      withTexts(shopCsv(600, 2)),
      steps,
      'lift',
      withTexts(shopCsv(800, 1)),
    );
    expect(outcome).toEqual({ status: 'done' });
    expect(rows.warnings).toEqual(['Texts are not compared: browsing.']);
    expect(effect.sentence).toContain('does not differ from that of the training data');
  });

  it('refuses a file without what was adjusted for, and one that is none', async () => {
    const { outcome } = await drift('user,coupon,bought\nu1,1,0\nu2,0,1\n');
    expect(outcome).toMatchObject({
      status: 'refused',
      problems: [
        { code: 'CS1132', place: { column: 'age' } },
        { code: 'CS1132', place: { column: 'city' } },
      ],
    });
    const words = shopCsv(50, 1).replace(/,\d\d,/g, ',old,');
    expect((await drift(words)).outcome).toMatchObject({ status: 'refused', problems: [{ code: 'CS1121' }] });
  });
});

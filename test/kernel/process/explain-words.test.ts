import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../kernel/src/artifacts/store.js';
import type { Action, Plan } from '../../../kernel/src/plan.js';
import { execute } from '../../../kernel/src/process/executor.js';
import { Workbench } from '../../../kernel/src/process/workbench.js';
import type { AttributionResult, Result, TextAttribution } from '../../../kernel/src/result.js';
import { createTask } from '../../../kernel/src/task.js';
import { workspaceWith } from '../data/workspace.js';
import { effectStep, modelStep, planOf, visits } from './plans.js';

const place = { line: 3, character: 1 };
const encode = {
  kind: 'encode',
  id: 'encode:browsing',
  name: 'browsing',
  hash: 'hash-of-encode',
  inputs: ['load:visits'],
  place,
  parameters: { column: 'history', encoder: 'use-lite' },
} as const;
const texts = [{ name: 'browsing', column: 'history', step: 'encode:browsing' }];

const things = ['shoes', 'hats', 'rain coats', 'garden chairs', 'green tea', 'a lamp'];
const ways = ['looked at', 'read about', 'compared prices of', 'asked about'];
/** First rows that are explained; the rest teaches. */
const special = [
  'looked at hats, keen',
  '比较了价格：登山帐篷，在深夜 keen',
  'キャンプ用のテントを探しています。配送について質問しました。',
  '👩‍👩‍👧 keen 🙂',
  'خيمة رائعة للتخييم، keen',
  '',
  '"   "',
  'keen',
  '"one, two, three, four, five, six, seven, eight keen"',
];

/** Whoever is keen buys more, and a coupon makes them buy more still; nothing else matters. */
function csv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const thing = things[i % things.length]!;
    const way = ways[(i >> 2) % ways.length]!;
    const keen = (i * 7) % 10 < 4;
    const history = special[i] ?? `${way} ${thing}${keen ? ', keen' : ''}`;
    const wants = history.includes('keen');
    const coupon = (i * 13 + (i >> 3)) % 2;
    const spent = 10 + (wants ? 6 : 0) + coupon * (wants ? 8 : 1) + ((i * 37) % 10) / 10;
    return `${history},${coupon},${spent},${20 + ((i * 11) % 50)}`;
  });
  return `history,coupon,spent,age\n${lines.join('\n')}\n`;
}

/** `history` is quoted where it holds a comma. */
const quotedCsv = (rows: number): string =>
  csv(rows)
    .split('\n')
    .map((line) => {
      const parts = /^(.*),(\d),([\d.]+),(\d+)$/.exec(line);
      if (!parts || !parts[1]!.includes(',') || parts[1]!.startsWith('"')) return line;
      return `"${parts[1]}",${parts.slice(2).join(',')}`;
    })
    .join('\n');

const steps = [
  visits,
  encode,
  modelStep({
    outcome: 'spent',
    features: ['age'],
    texts,
    learner: { kind: 'boosted trees', options: { rounds: 60 } },
  }),
  effectStep(
    {
      outcome: 'spent',
      adjustment: ['age'],
      texts,
      modifiers: ['age', 'browsing'],
      estimator: { kind: 'causal forest', options: { trees: 100 } },
    },
    ['load:visits', 'encode:browsing'],
  ),
];
const explain = (name: string, limit = special.length): Action => ({ verb: 'explain', name, limit, place });

async function shop(files: Record<string, string>) {
  const { folder, engine } = await workspaceWith(files);
  let read = 0;
  const run = async (plan: Plan, actions: readonly Action[]) => {
    const store = await openStore(join(folder, '.causal'), () => undefined);
    const bench = new Workbench(engine, store, 'program', {});
    const passing = bench.passingVectors.bind(bench);
    bench.passingVectors = (of, text, versions, task, design) => {
      read += versions.length;
      return passing(of, text, versions, task, design);
    };
    const results: Result[] = [];
    read = 0;
    const outcome = await execute(bench, { plan, folder: '', actions }, createTask(), (result) =>
      results.push(result),
    );
    expect(outcome).toEqual({ status: 'done' });
    return { results, read };
  };
  return { run };
}

const attributionOf = (results: readonly Result[]): AttributionResult => {
  const found = results.find((result) => result.kind === 'attribution');
  if (!found) throw new Error('attributions were asked for');
  return found;
};

/** The text of a row that has one. */
function textOf(result: AttributionResult, row: number): TextAttribution {
  const [text] = result.rows[row]!.texts ?? [];
  if (!text) throw new Error(`row ${row} has no text`);
  return text;
}

describe.each(['will_buy', 'lift'])('%s in words', (name) => {
  let work: Awaited<ReturnType<typeof shop>>;
  let result: AttributionResult;
  let read: number;

  beforeAll(async () => {
    work = await shop({ 'visits.csv': quotedCsv(600) });
    const first = await work.run(planOf(steps), [explain(name)]);
    result = attributionOf(first.results);
    read = first.read;
  }, 120_000);

  it('adds up: phrases to the text, with columns and base to the prediction', () => {
    const place = result.sources.indexOf('browsing');
    for (const row of result.rows) {
      for (const text of row.texts ?? []) {
        const sum = text.phrases.reduce((total, { value }) => total + value, text.empty);
        expect(Math.abs(sum - row.values[place]!)).toBeLessThan(1e-9);
        const others = row.values.reduce(
          (total, value, i) => (i === place ? total : total + value),
          result.base,
        );
        expect(Math.abs(others + sum - row.prediction)).toBeLessThan(1e-9);
      }
    }
  });

  it('phrases are the text; texts that say nothing have none', () => {
    const shown = [0, 1, 2, 3, 4, 7, 8].map((row) =>
      textOf(result, row)
        .phrases.map(({ text }) => text)
        .join(''),
    );
    expect(shown).toEqual([0, 1, 2, 3, 4, 7, 8].map((row) => special[row]!.replaceAll('"', '')));
    expect(result.rows[5]!.texts).toBeUndefined();
    expect(result.rows[6]!.texts).toBeUndefined();
  });

  it('gives the planted word the largest value, in every script it stands in', () => {
    for (const row of [0, 1, 3, 4, 8]) {
      const { phrases } = textOf(result, row);
      const strongest = phrases.reduce((a, b) => (Math.abs(b.value) > Math.abs(a.value) ? b : a));
      expect(strongest.text).toContain('keen');
      expect(strongest.value).toBeGreaterThan(0);
    }
  });

  it('finds the planted word over many rows, with how many hold it', () => {
    const [terms] = result.terms ?? [];
    const [first] = terms!.words;
    expect(first!.word).toBe('keen');
    expect(first!.meanSigned).toBeGreaterThan(0);
    expect(first!.interval![0]).toBeGreaterThan(0);
    expect(first!.n).toBeGreaterThan(100);
    expect(terms!.rows).toBe(400);
  });

  it('few phrases are exact; of many the error is told', () => {
    const few = textOf(result, 0);
    expect(few).toMatchObject({ exact: true, versions: 2 ** few.phrases.length - 2 });
    expect(few.phrases.every(({ error }) => error === 0)).toBe(true);
    const many = textOf(result, 8);
    expect(many.phrases.length).toBeGreaterThan(6);
    expect(many.exact).toBe(false);
    expect(many.versions).toBeLessThanOrEqual(64);
    expect(many.phrases.every(({ error }) => error > 0)).toBe(true);
  });

  it('a single word has all that is more than an empty text, and no second opinion', () => {
    const text = textOf(result, 7);
    expect(text.phrases).toHaveLength(1);
    expect(text.empty).toBeLessThan(0);
    expect(text.surrogate).toBeUndefined();
  });

  it('the second opinion agrees on the planted word, with its spread', () => {
    for (const row of [1, 3]) {
      const { phrases, surrogate } = textOf(result, row);
      expect(surrogate!.agreement).toBeGreaterThan(0.9);
      expect(phrases.every((phrase) => phrase.surrogate!.spread > 0)).toBe(true);
    }
  });

  it('a second run reads no text at all and says the same', async () => {
    expect(read).toBeGreaterThan(100);
    const again = await work.run(planOf(steps), [explain(name)]);
    expect(again.read).toBe(0);
    expect(attributionOf(again.results)).toEqual(result);
  });
});

describe('texts that say nothing', () => {
  it('are no trouble: no phrases, no words', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${i % 2 ? 'shoes' : ''},${1 + ((i * 7) % 5)},${20 + i}`,
    );
    const { run } = await shop({ 'visits.csv': `history,spent,age\n${rows.join('\n')}\n` });
    const model = modelStep({ outcome: 'spent', texts });
    const empty = await run(planOf([visits, encode, model]), [explain('will_buy', 1)]);
    expect(empty.read).toBe(0);
    const found = attributionOf(empty.results);
    expect(found.rows[0].texts).toBeUndefined();
    expect(found.terms).toEqual([{ source: 'browsing', rows: 30, words: [] }]);
  });
});

describe('a text of 10 MB', () => {
  it('is explained in two pieces, each told by its beginning', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) =>
        `looked at ${things[i % things.length]}${i % 3 === 0 ? ' keen' : ''},${i % 3 === 0 ? 5 : 1 + (i % 2)},${20 + i}`,
    );
    const long = `keen ${'word '.repeat(2_000_000)}`;
    const { run } = await shop({ 'visits.csv': `history,spent,age\n${long},5,30\n${rows.join('\n')}\n` });
    const model = modelStep({ outcome: 'spent', texts });
    const { results } = await run(planOf([visits, encode, model]), [explain('will_buy', 1)]);
    const found = attributionOf(results);
    const { phrases, empty } = textOf(found, 0);
    expect(phrases).toHaveLength(2);
    expect(Math.max(...phrases.map(({ text }) => text.length))).toBeLessThan(3000);
    const sum = phrases.reduce((total, { value }) => total + value, empty);
    expect(Math.abs(sum - found.rows[0]!.values[found.sources.indexOf('browsing')]!)).toBeLessThan(1e-9);
  }, 120_000);
});

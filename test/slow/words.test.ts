import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../kernel/src/artifacts/store.js';
import { openEngine } from '../../kernel/src/data/open.js';
import { execute } from '../../kernel/src/process/executor.js';
import { Workbench } from '../../kernel/src/process/workbench.js';
import type { AttributionResult } from '../../kernel/src/result.js';
import { createRandom, type Random } from '../../kernel/src/statistics/random.js';
import { unwatched } from '../../kernel/src/task.js';
import { effectStep, modelStep, planOf, visits } from '../kernel/process/plans.js';
import { correlation } from '../kernel/text/planted.js';

/** What a visitor did, with what it adds to what they spend, and to what a coupon does to it. */
const deeds: readonly (readonly [text: string, spends: number, coupon: number])[] = [
  ['asked the shop about delivery', 2, 0],
  ['put a tent into the basket', 1.5, -1],
  ['compared prices of three lamps', 0.5, 2],
  ['read the reviews', 0.5, 0],
  ['saved shoes to the wish list', 0, 1.5],
  ['watched a video', -0.5, 0],
  ['just looked around', -1.5, -0.5],
  ['was out of curiosity there', -2, 0],
  ['询问了送货时间', 2, 0],
  ['比较了价格', 0.5, 2],
  ['随便看看', -1.5, -0.5],
  ['只是好奇', -2, 0],
];
const seeds = Array.from({ length: Number(process.env.SEEDS ?? 3) }, (_, i) => i + 1);
const place = { line: 1, character: 1 };

function pick<T>(items: readonly T[], count: number, random: Random): T[] {
  const left = [...items];
  return Array.from({ length: count }, () => left.splice(random.below(left.length), 1)[0]);
}

async function explained(seed: number, rows: number, names: readonly string[]): Promise<AttributionResult[]> {
  const random = createRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const texts = Array.from({ length: 400 }, () => pick(deeds, 2 + random.below(3), random));
  const lines = Array.from({ length: rows }, () => {
    const own = texts[random.below(texts.length)];
    const coupon = random.next() < 0.5 ? 1 : 0;
    const spent = own.reduce((sum, [, spends, lift]) => sum + spends + coupon * lift, 10 + normal());
    return `"${own.map(([text]) => text).join('; ')}",${coupon},${spent},${Math.round(20 + 40 * random.next())}`;
  });
  const folder = await mkdtemp(join(tmpdir(), 'causal-words-'));
  await writeFile(join(folder, 'visits.csv'), `history,coupon,spent,age\n${lines.join('\n')}\n`);
  const engine = await openEngine({ workspace: folder, memoryLimitMb: 512, threads: 1 });
  const encode = {
    kind: 'encode',
    id: 'encode:browsing',
    name: 'browsing',
    hash: 'hash-of-encode',
    inputs: ['load:visits'],
    place,
    parameters: { column: 'history', encoder: 'use-lite' },
  } as const;
  const inputs = [{ name: 'browsing', column: 'history', step: 'encode:browsing' }];
  const steps = [
    visits,
    encode,
    modelStep({
      outcome: 'spent',
      features: ['age'],
      texts: inputs,
      learner: { kind: 'boosted trees', options: { rounds: 200 } },
      seed,
    }),
    effectStep(
      {
        outcome: 'spent',
        adjustment: ['age'],
        texts: inputs,
        modifiers: ['age', 'browsing'],
        estimator: { kind: 'causal forest', options: { trees: 300 } },
        seed,
      },
      ['load:visits', 'encode:browsing'],
    ),
  ];
  const store = await openStore(join(folder, '.causal'), () => undefined);
  const results: AttributionResult[] = [];
  const actions = names.map((name) => ({ verb: 'explain', name, limit: 40, place }) as const);
  const run = { plan: planOf(steps), folder: '', actions };
  const outcome = await execute(new Workbench(engine, store, 'program', {}), run, unwatched, (result) => {
    if (result.kind === 'attribution') results.push(result);
  });
  expect(outcome).toEqual({ status: 'done' });
  return results;
}

/** What whole deeds were found to do, phrases being parts of one, beside what they were given. */
function byDeed(
  phrases: readonly { readonly text: string }[],
  values: readonly number[],
  weight: 1 | 2,
): { values: number[]; truth: number[] } {
  const text = phrases.map((phrase) => phrase.text).join('');
  let from = 0;
  const starts = phrases.map((phrase) => {
    from += phrase.text.length;
    return from - phrase.text.length;
  });
  const own = deeds.filter(([deed]) => text.includes(deed));
  return {
    values: own.map(([deed]) => {
      const at = text.indexOf(deed);
      const inside = starts.map((start) => start >= at && start < at + deed.length);
      return values.reduce((sum, value, i) => (inside[i] ? sum + value : sum), 0);
    }),
    truth: own.map((deed) => deed[weight]),
  };
}

function rankCorrelation(found: readonly { readonly values: number[]; readonly truth: number[] }[]): number {
  return correlation(
    ranks(found.flatMap(({ values }) => values)),
    ranks(found.flatMap(({ truth }) => truth)),
  );
}

function ranks(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  // Ties share the mean of their ranks.
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2);
}

test('deeds are told in the order of what they were planted to do, for predictions and for effects', async () => {
  const found = {
    model: [] as number[],
    effect: [] as number[],
    second: [] as number[],
    agreement: [] as number[],
  };
  for (const seed of seeds) {
    const [model, effect] = await explained(seed, 2000, ['will_buy', 'lift']);
    for (const [kind, result, weight] of [
      ['model', model, 1],
      ['effect', effect, 2],
    ] as const) {
      const texts = result.rows.flatMap((row) => row.texts ?? []);
      const owen = texts.map(({ phrases }) => phrases.map(({ value }) => value));
      found[kind].push(rankCorrelation(texts.map(({ phrases }, i) => byDeed(phrases, owen[i], weight))));
      if (kind !== 'model') continue;
      const lime = texts.map(({ phrases }) => phrases.map(({ surrogate }) => surrogate?.weight ?? 0));
      found.second.push(rankCorrelation(texts.map(({ phrases }, i) => byDeed(phrases, lime[i], weight))));
      found.agreement.push(...texts.flatMap(({ surrogate }) => surrogate?.agreement ?? []));
    }
  }
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  console.log(
    Object.entries(found)
      .map(([kind, values]) => `${kind} ${mean(values).toFixed(3)}`)
      .join(', '),
    `(${seeds.length} seeds)`,
  );
  expect(mean(found.model)).toBeGreaterThan(0.8);
  expect(mean(found.effect)).toBeGreaterThan(0.6);
}, 1_800_000);

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeValue, encodeValue } from '../../../kernel/src/artifacts/codec.js';
import { openStore, type Store } from '../../../kernel/src/artifacts/store.js';
import type { Action } from '../../../kernel/src/plan.js';
import { execute } from '../../../kernel/src/process/executor.js';
import { Workbench } from '../../../kernel/src/process/workbench.js';
import type { Result } from '../../../kernel/src/result.js';
import { unwatched } from '../../../kernel/src/task.js';
import type { Adapter } from '../../../kernel/src/text/adapter/adapter.js';
import { checkFiles } from '../../../server/src/compile.js';
import { workspaceWith } from '../data/workspace.js';

const topics = [
  ['tent', 'stove'],
  ['cot', 'stroller'],
  ['racket', 'shoes'],
  ['beans', 'grinder'],
  ['novel', 'lamp'],
  ['saddle', 'helmet'],
];
const fillers = [
  'red',
  'cheap',
  'large',
  'new',
  'soft',
  'late',
  'old',
  'blue',
  'light',
  'warm',
  'plain',
  'small',
];

/** Two texts a basket about one topic, by different words: 400 rows, nearly as many texts. */
const lines = Array.from({ length: 400 }, (_, i) => {
  const basket = i >> 1;
  const filler = [i % 12, (i * 5 + basket) % 12, (i * 7 + (basket >> 2)) % 12]
    .map((j) => fillers[j])
    .join(' ');
  const history = `${filler} ${topics[basket % 6][i % 2]} seen ${(i * 11) % 37} times`;
  const coupon = (i * 13 + (i >> 3)) % 2;
  return `${history},b${basket},${coupon},${(basket % 6) + coupon + ((i * 37) % 10) / 10}`;
});
const csv = `history,basket,coupon,spent\n${lines.join('\n')}\n`;
const june = `history,basket,coupon,spent\n${lines.slice(0, 20).join('\n')}\n`;

const spec = (adapt: string): string => `
data visits from "visits.csv" { column history text }
text browsing from visits.history { encoder "lsa" ${adapt} }
model will_spend { predict spent from visits using browsing with linear folds 3 }
score will_spend on "june.csv" into "scored.csv"
`;
const paired = 'adapt contrastive pairs by basket';
/** Bought with more of the words than it is worth. */
const greedy = 'adapt contrastive pairs by basket { epochs 40 learningRate 0.01 }';
const supervised = 'adapt supervised { epochs 20 units 4 }';

async function shop() {
  const { folder, engine } = await workspaceWith({ 'visits.csv': csv, 'june.csv': june });
  /** A kernel of its own: all that it knows from before lies in the store. */
  const run = async (text: string, wrap = (store: Store) => store) => {
    const file = join(folder, 'shop.causal');
    await writeFile(file, text);
    const checked = (await checkFiles([file], folder, engine)).get(file);
    if (!checked?.plan) throw new Error(JSON.stringify(checked?.problems));
    const store = wrap(await openStore(join(folder, '.causal'), () => undefined));
    const bench = new Workbench(engine, store, 'program', { cache: join(folder, 'cache'), device: 'cpu' });
    const results: Result[] = [];
    const place = { line: 1, character: 1 };
    const actions: Action[] = [{ verb: 'train', name: 'will_spend', place }, ...checked.plan.actions];
    const outcome = await execute(bench, { plan: checked.plan, folder: '', actions }, unwatched, (result) =>
      results.push(result),
    );
    return { outcome, results };
  };
  return { run, scored: () => readFile(join(folder, 'scored.csv'), 'utf8') };
}

describe.each([paired, supervised, `${supervised} ${paired}`])('%s', (adapt) => {
  test('gives the same results and the same scores in two places, and again from what is kept', async () => {
    const [one, other] = [await shop(), await shop()];
    const first = await one.run(spec(adapt));
    expect(first.outcome).toEqual({ status: 'done' });
    const scores = await one.scored();
    expect((await other.run(spec(adapt))).results).toEqual(first.results);
    expect(await other.scored()).toBe(scores);
    expect((await one.run(spec(adapt))).results).toEqual(first.results);
    expect(await one.scored()).toBe(scores);
  });
});

test('an adapter to pairs is told of, and lies with the model: a damaged one is refused', async () => {
  const { run, scored } = await shop();
  const frozen = await run(spec(''));
  expect(frozen.results[0]?.notes).toBeUndefined();
  const plain = await scored();
  const { results } = await run(spec(paired));
  expect(results[0]?.warnings).toEqual([]);
  expect(results[0]?.notes).toEqual([expect.stringContaining('was adapted to its own texts')]);
  expect(await scored()).not.toBe(plain);
  const { results: both } = await run(spec(`${paired} ${supervised}`));
  expect(both[0]?.notes?.[0]).toBe(results[0]?.notes?.[0]);
  expect([...(both[0]?.notes ?? []), ...(both[0]?.warnings ?? [])].join(' ')).toContain('fits');
  const { results: refused } = await run(spec(greedy));
  expect(refused[0]?.notes).toBeUndefined();
  expect(refused[0]?.warnings[0]).toContain('lost more than it gained');
  const damaged = await run(spec(paired), (store) => ({
    ...store,
    write: store.write.bind(store),
    read: async (key, name) => {
      const bytes = await store.read(key, name);
      if (!bytes || name !== 'fitted') return bytes;
      const kept = decodeValue(bytes) as { adapters: ReadonlyMap<string, Adapter> };
      const adapters = new Map([...kept.adapters].map(([text, adapter]) => [text, { ...adapter, units: 1 }]));
      return encodeValue({ ...kept, adapters });
    },
  }));
  const problems = damaged.outcome.status === 'refused' ? damaged.outcome.problems : [];
  expect(problems[0]?.message).toContain('what its texts were adapted by is not whole');
});

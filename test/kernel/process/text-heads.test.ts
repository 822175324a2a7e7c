import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../kernel/src/artifacts/store.js';
import type { TextInput } from '../../../kernel/src/plan.js';
import { execute } from '../../../kernel/src/process/executor.js';
import type { Outcome } from '../../../kernel/src/process/protocol.js';
import { withCopies } from '../../../kernel/src/process/text-copies.js';
import { Workbench } from '../../../kernel/src/process/workbench.js';
import type { Result } from '../../../kernel/src/result.js';
import { createTask, unwatched } from '../../../kernel/src/task.js';
import { openEncoder } from '../../../kernel/src/text/encoder.js';
import { workspaceWith } from '../data/workspace.js';
import { writeFiles } from '../text/models/tiny-bert.js';
import { tinyTranslator } from '../text/translation/tiny-translator.js';
import { effectStep, planOf, train, visits } from './plans.js';

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

const things = ['a sofa', 'two hats', 'rain coats', 'garden chairs', 'green tea', 'a lamp'];
const lines = Array.from({ length: 120 }, (_, i) => {
  const thing = things[i % things.length];
  const coupon = (i * 13 + (i >> 3)) % 2;
  return `looked at ${thing} and ${things[(i * 5 + 1) % 6]},${coupon},${(i % 6) + coupon + ((i * 37) % 10) / 10}`;
});
const csv = `history,coupon,spent\n${lines.join('\n')}\n`;

async function shop(
  synonyms: string,
  options: Readonly<Record<string, string>> = { synonyms: 'synonyms.csv' },
) {
  const { folder, engine } = await workspaceWith({ 'visits.csv': csv, 'synonyms.csv': synonyms });
  const head = { kind: 'network', options: { hidden: 4, epochs: 3, ...options } } as const;
  const text: TextInput = { name: 'browsing', column: 'history', step: 'encode:browsing', head };
  const step = effectStep(
    { outcome: 'spent', texts: [text], estimator: { kind: 'aipw', options: {} }, folds: 3 },
    ['load:visits', 'encode:browsing'],
  );
  const store = await openStore(join(folder, '.causal'), () => undefined);
  const bench = new Workbench(engine, store, 'program', { workspace: folder, cache: join(folder, 'cache') });
  const run = async () => {
    const found: { result: Result; reused: boolean }[] = [];
    const plan = planOf([visits, encode, step]);
    const outcome: Outcome = await execute(
      bench,
      { plan, folder: '', actions: [train] },
      createTask(),
      (result, reused) => found.push({ result, reused }),
    );
    return { outcome, found };
  };
  /** The texts, and the copies that the network sees beside them. */
  const copied = async () => {
    const plan = planOf([visits, encode, step]);
    const table = await bench.table(visits, '', unwatched);
    const [design] = await bench.textDesigns(plan, '', [text], table, unwatched);
    return withCopies(bench, plan, '', text, design, 1, unwatched);
  };
  return { folder, run, copied, write: (text: string) => writeFile(join(folder, 'synonyms.csv'), text) };
}

describe('a network head that learns from synonyms', () => {
  it('is trained again where its file changes, and only then', async () => {
    const { run, write } = await shop('word,synonym\nsofa,couch\nSofa,settee\n');
    const first = await run();
    expect(first.outcome).toEqual({ status: 'done' });
    expect((await run()).found[0].reused).toBe(true);
    await write('word,synonym\nsofa,couch\nlamp,lantern\n');
    const again = await run();
    expect(again.found[0].reused).toBe(false);
    expect(again.outcome).toEqual({ status: 'done' });
  });

  it('names every row that is no pair of words, and a column that is not there', async () => {
    const { run, write } = await shop('word,synonym\nsofa,couch\ngreen tea,brew\n,lantern\nlamp,\n');
    const { outcome } = await run();
    const messages = outcome.status === 'refused' ? outcome.problems.map(({ message }) => message) : [];
    expect(messages).toEqual([
      expect.stringContaining(
        'Row 2 of the synonyms "synonyms.csv" has "green tea", which is more than one word',
      ),
      expect.stringContaining('Row 3 of the synonyms "synonyms.csv" has no word'),
      expect.stringContaining('Row 4 of the synonyms "synonyms.csv" has no synonym of "lamp"'),
    ]);
    await write('a,b\nsofa,couch\n');
    const other = (await run()).outcome;
    expect(other.status === 'refused' && other.problems.map(({ message }) => message).join(' ')).toContain(
      '"word"',
    );
  });
});

describe('a network head that learns from texts translated there and back', () => {
  const models = { through: 'hf:tiny/there', back: 'hf:tiny/back' };
  const putModels = async (folder: string, lamp: string) => {
    const put = (name: string, words: readonly (readonly [string, string])[]) =>
      writeFiles(join(folder, 'models/tiny', name), tinyTranslator({ words, withPast: true }));
    const others = [
      'looked',
      'at',
      'a',
      'and',
      'sofa',
      'two',
      'hats',
      'rain',
      'coats',
      'garden',
      'chairs',
      'green',
      'tea',
    ];
    const kept = others.map((word) => [word, `${word}-`] as const);
    await put('there', [['lamp', 'Lampe'], ...kept]);
    await put('back', [['Lampe', lamp], ...kept.map(([word, other]) => [other, word] as const)]);
  };

  it('has copies that say the same in other words, and is trained again where a model changes', async () => {
    const { folder, run, copied } = await shop('word,synonym\n', models);
    await putModels(folder, 'lamp');
    // What comes back as it went is no copy.
    expect((await copied()).copies).toBeUndefined();
    expect((await run()).outcome).toEqual({ status: 'done' });
    await putModels(folder, 'lantern');
    const { texts, copies } = await copied();
    const withLamp = [...texts.keys()].filter((i) => texts[i].includes('lamp'));
    expect([...(copies?.of ?? [])]).toEqual(withLamp);
    const said = withLamp.map((i) => texts[i].replace('lamp', 'lantern'));
    expect(copies?.embedding).toEqual(await (await openEncoder('use-lite')).encode(said, unwatched));
    expect((await run()).found[0].reused).toBe(false);
    expect((await run()).found[0].reused).toBe(true);
  });

  it('is refused where a model is not on this machine', async () => {
    const { outcome } = await (await shop('word,synonym\n', models)).run();
    const problems = outcome.status === 'refused' ? outcome.problems : [];
    expect(problems.map(({ code }) => code)).toEqual(['CS4002']);
    expect(problems[0]?.message).toContain('tiny/there is not on this machine');
  });
});

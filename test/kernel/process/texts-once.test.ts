import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeValue, encodeValue } from '../../../kernel/src/artifacts/codec.js';
import { openStore, type Store } from '../../../kernel/src/artifacts/store.js';
import type { Action, Plan } from '../../../kernel/src/plan.js';
import { execute } from '../../../kernel/src/process/executor.js';
import { Workbench } from '../../../kernel/src/process/workbench.js';
import type { Result } from '../../../kernel/src/result.js';
import { unwatched } from '../../../kernel/src/task.js';
import type { LsaBasis } from '../../../kernel/src/text/lsa/basis.js';
import { checkFiles } from '../../../server/src/compile.js';
import { workspaceWith } from '../data/workspace.js';
import { tinyBert, writeFiles } from '../text/models/tiny-bert.js';

const things = ['shoes', 'hats', 'rain coats', 'garden chairs', 'green tea', 'a lamp'];
const ways = ['looked at', 'read about', 'compared prices of', 'asked about'];

/** Whoever is keen buys more; 48 different texts. */
function csv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const keen = (i * 7) % 10 < 4;
    const history = `${ways[(i >> 2) % ways.length]} ${things[i % things.length]}${keen ? ' keen' : ''}`;
    const coupon = (i * 13 + (i >> 3)) % 2;
    return `${history},${coupon},${10 + (keen ? 6 : 0) + coupon + ((i * 37) % 10) / 10},${20 + ((i * 11) % 50)}`;
  });
  return `history,coupon,spent,age\n${lines.join('\n')}\n`;
}

const spec = (clauses: string, learner = 'linear'): string => `
data visits from "visits.csv" { column history text }
text browsing from visits.history { ${clauses} }
model will_spend { predict spent from visits using age, browsing with ${learner} }
effect lift {
  of coupon on spent from visits adjust for age, browsing
  with aipw
  nuisances linear
}
`;

/** One encoder that was opened: under which version, and what it was asked to read. */
interface Reading {
  readonly name: string;
  readonly version: string;
  readonly texts: string[];
}

async function shop(files: Record<string, string>) {
  const { folder, engine } = await workspaceWith({ 'visits.csv': csv(400), ...files });
  const plan = async (text: string): Promise<Plan> => {
    const file = join(folder, 'shop.causal');
    await writeFile(file, text);
    const checked = (await checkFiles([file], folder, engine)).get(file);
    const errors = checked?.problems.filter(({ severity }) => severity === 'error');
    if (!checked?.plan) throw new Error(JSON.stringify(errors));
    return checked.plan;
  };
  /** A kernel of its own: all that it knows from before lies in the store. */
  const run = async (text: string, actions: readonly Action[], wrap = (store: Store) => store) => {
    const readings: Reading[] = [];
    const store = wrap(await openStore(join(folder, '.causal'), () => undefined));
    const place = { workspace: folder, cache: join(folder, 'cache'), device: 'cpu' } as const;
    const bench = new Workbench(engine, store, 'program', place, (encoder) => {
      const reading: Reading = { name: encoder.name, version: encoder.version, texts: [] };
      readings.push(reading);
      const encode = encoder.encode.bind(encoder);
      encoder.encode = (texts, task) => {
        reading.texts.push(...texts);
        return encode(texts, task);
      };
    });
    const results: Result[] = [];
    const made = await plan(text);
    const outcome = await execute(bench, { plan: made, folder: '', actions }, unwatched, (result) =>
      results.push(result),
    );
    return { outcome, results, readings, read: readings.flatMap(({ texts }) => texts) };
  };
  return { folder, run };
}

const place = { line: 1, character: 1 };
const train = (name: string): Action => ({ verb: 'train', name, place });
const both = [train('will_spend'), train('lift')];
const done = { status: 'done' };

describe.each(['use-lite', 'lsa'])('with %s', (encoder) => {
  test('every text is read once: not again by the effect, a second run, or another spec', async () => {
    const { run } = await shop({});
    const first = await run(spec(`encoder "${encoder}"`), both);
    expect(first.outcome).toEqual(done);
    expect(first.read).toHaveLength(48);
    expect(new Set(first.read).size).toBe(48);
    const second = await run(spec(`encoder "${encoder}"`), both);
    expect(second.outcome).toEqual(done);
    expect(second.read).toEqual([]);
    expect(second.results).toEqual(first.results);
    const other = await run(spec(`encoder "${encoder}"`, 'boosted trees { rounds 10 }'), [
      train('will_spend'),
    ]);
    expect(other.outcome).toEqual(done);
    expect(other.results[0]?.provenance.stepHash).not.toBe(first.results[0]?.provenance.stepHash);
    expect(other.read).toEqual([]);
  });

  test('a file that is scored brings only its new texts, and the model reads them as it learnt to', async () => {
    const june = `history,age\nread about shoes keen,30\nlooked at a boat keen,30\nread about shoes,30\n`;
    const { folder, run } = await shop({
      'june.csv': june,
      'july.csv': `history,age\nread about shoes,30\n`,
    });
    const score = (on: string): Action => ({
      verb: 'score',
      name: 'will_spend',
      on,
      into: 'scored.json',
      place,
    });
    const scores = async () =>
      (JSON.parse(await readFile(join(folder, 'scored.json'), 'utf8')) as { will_spend: number }[]).map(
        (row) => row.will_spend,
      );
    const trained = await run(spec(`encoder "${encoder}"`), both);
    const scored = await run(spec(`encoder "${encoder}"`), [score('june.csv')]);
    expect(scored.outcome).toEqual(done);
    expect(scored.read).toEqual(['looked at a boat keen']);
    expect(scored.readings.map(({ version }) => version)).toEqual(
      trained.readings.map(({ version }) => version),
    );
    const [keen, boat, cool] = await scores();
    expect(keen! - cool!).toBeGreaterThan(4);
    expect(boat! - cool!).toBeGreaterThan(2);
    expect((await run(spec(`encoder "${encoder}"`), [score('july.csv')])).read).toEqual([]);
    expect(await scores()).toEqual([cool]);
  });
});

describe('what lsa learnt', () => {
  const text = spec('encoder "lsa"');
  const explain: Action = { verb: 'explain', name: 'will_spend', limit: 2, place };

  test('is the same for phrases that are explained in a later kernel', async () => {
    const { run } = await shop({});
    const first = await run(text, [train('will_spend'), explain]);
    expect(first.outcome).toEqual(done);
    const { run: elsewhere } = await shop({});
    const trained = await elsewhere(text, [train('will_spend')]);
    const later = await elsewhere(text, [explain]);
    expect(later.outcome).toEqual(done);
    expect(later.readings.map(({ version }) => version)).toEqual(
      trained.readings.map(({ version }) => version),
    );
    expect(later.read.length).toBeGreaterThan(10);
    const told = (results: readonly Result[]) => results.filter(({ kind }) => kind === 'attribution');
    expect(told(later.results)).toEqual(told(first.results));
  });

  test('lies with the model: it is there when nothing else is, and refused once it is damaged', async () => {
    const june = `history,age\nread about shoes keen,30\n`;
    const { folder, run } = await shop({ 'june.csv': june });
    const score: Action = { verb: 'score', name: 'will_spend', on: 'june.csv', into: 'scored.json', place };
    await run(text, [train('will_spend')]);
    await run(text, [score]);
    const scored = await readFile(join(folder, 'scored.json'), 'utf8');

    /** A store that has the model alone: no vectors, no basis of its own. */
    const modelAlone = (damage: (basis: LsaBasis) => unknown) => (store: Store) => ({
      ...store,
      folder: store.folder,
      write: async () => undefined,
      async read(key: string, name: string) {
        if (name !== 'fitted' && name !== 'result') return undefined;
        const bytes = await store.read(key, name);
        if (!bytes || name === 'result') return bytes;
        const kept = decodeValue(bytes) as { bases: ReadonlyMap<string, LsaBasis> };
        const bases = new Map([...kept.bases].map(([text, basis]) => [text, damage(basis)]));
        return encodeValue({ ...kept, bases });
      },
    });
    const whole = await run(
      text,
      [score],
      modelAlone((basis) => basis),
    );
    expect(whole.outcome).toEqual(done);
    expect(await readFile(join(folder, 'scored.json'), 'utf8')).toBe(scored);

    const fewer = (basis: LsaBasis): LsaBasis => ({
      ...basis,
      dimensions: 1,
      directions: basis.directions.slice(0, basis.buckets.length),
      steps: basis.steps.slice(0, 1),
    });
    for (const damage of [
      (basis: LsaBasis) => ({ ...basis, dimensions: 1e9 }),
      () => null,
      () => 'basis',
      fewer,
    ]) {
      const { outcome } = await run(text, [score], modelAlone(damage));
      expect(outcome).toMatchObject({ status: 'refused', problems: [{ code: 'CS5005' }] });
    }
  });
});

describe('a model of the workspace', () => {
  test('is pooled, and read from the layer, that the spec names', async () => {
    const { folder, run } = await shop({});
    await writeFiles(join(folder, 'models/shop/tiny'), tinyBert({ layers: 2, seed: 7 }));
    const clauses = ['', 'pool cls', 'pool max', 'layer 1', 'pool max layer 1'];
    const found: { version: string; result: Result | undefined }[] = [];
    for (const clause of clauses) {
      const { outcome, results, readings } = await run(spec(`encoder "hf:shop/tiny" ${clause}`), [
        train('will_spend'),
      ]);
      expect(outcome).toEqual(done);
      expect(readings).toMatchObject([{ name: 'hf:shop/tiny' }]);
      expect(new Set(readings[0]?.texts).size).toBe(48);
      found.push({ version: readings[0]?.version ?? '', result: results[0] });
    }
    expect(new Set(found.map(({ version }) => version)).size).toBe(clauses.length);
    const metrics = found.map(({ result }) =>
      result?.kind === 'model' ? JSON.stringify(result.metrics) : '',
    );
    expect(new Set(metrics).size).toBe(clauses.length);
    for (const { version, result } of found) {
      expect(result?.provenance.versions['hf:shop/tiny']).toBe(version);
    }
  });

  test('tells of texts that are longer than what is read of them', async () => {
    const long = 'lamp '.repeat(900);
    const { folder, run } = await shop({ 'visits.csv': `${csv(400)}${long},1,20,30\n` });
    await writeFiles(join(folder, 'models/shop/tiny'), tinyBert({ layers: 1, seed: 7 }));
    const { results } = await run(spec('encoder "hf:shop/tiny"'), [train('will_spend')]);
    expect(results[0]?.warnings).toContain(
      '1 text of 49 in browsing is longer than the 32 windows of 24 tokens that `hf:shop/tiny` reads of one: what lies behind them was left out.',
    );
  });
});

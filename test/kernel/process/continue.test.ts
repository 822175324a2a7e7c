import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../kernel/src/artifacts/store.js';
import { heldOutRows } from '../../../kernel/src/data/split.js';
import type { Action, LoadStep, ModelStep, Plan } from '../../../kernel/src/plan.js';
import { execute } from '../../../kernel/src/process/executor.js';
import { Registry } from '../../../kernel/src/process/registry.js';
import { Workbench } from '../../../kernel/src/process/workbench.js';
import type { ComparisonResult, Result } from '../../../kernel/src/result.js';
import { unwatched } from '../../../kernel/src/task.js';
import { loadStep, workspaceWith } from '../data/workspace.js';
import { drifting } from './drifting-shop.js';
import { effectStep, modelStep, planOf } from './plans.js';

const place = { line: 3, character: 1 };
const split = { train: 0.7, by: 'unit', seed: 4 } as const;
const header = 'user,day,age,land,bought';

/** Rows of the shop in a file. */
const rowsOf = (...given: Parameters<typeof drifting>): string[] =>
  drifting(...given).map(({ number, age, land, bought }) => `u${number},${number},${age},${land},${bought}`);

const csv = (...parts: string[][]): string => `${[header, ...parts.flat()].join('\n')}\n`;
const load = (parameters: Partial<LoadStep['parameters']> = {}): LoadStep =>
  loadStep('visits.csv', { unit: 'user', time: 'day', split, ...parameters });
const boosted = (parameters: Partial<ModelStep['parameters']> = {}): ModelStep =>
  modelStep({ features: ['age', 'land'], learner: { kind: 'boosted trees', options: {} }, ...parameters });
const plan = planOf([load(), boosted(), effectStep()]);

async function shop(first = csv(rowsOf(0, 1500, 0))) {
  const { folder, engine } = await workspaceWith({
    'visits.csv': first,
    'june.csv': 'age,land\n22,at\n66,de\n40,ch\n',
  });
  const run = async (of: Plan, action: Action) => {
    const store = await openStore(join(folder, '.causal'), () => undefined, 0);
    const results: Result[] = [];
    const bench = new Workbench(engine, store, 'program', {});
    const outcome = await execute(bench, { plan: of, folder: '', actions: [action] }, unwatched, (result) =>
      results.push(result),
    );
    return { outcome, result: results.at(-1) };
  };
  const act = async (
    verb: 'promote' | 'continue' | 'roll back' | 'versions',
    of = plan,
    name = 'will_buy',
  ) => {
    const { outcome, result } = await run(of, { verb, name, place });
    return { outcome, result: result as ComparisonResult };
  };
  const scored = async () => {
    await run(plan, {
      verb: 'score',
      name: 'will_buy',
      on: 'june.csv',
      into: 'scored.csv',
      live: true,
      place,
    });
    return readFile(join(folder, 'scored.csv'), 'utf8');
  };
  const become = (text: string) => writeFile(join(folder, 'visits.csv'), text);
  return { folder, act, scored, become };
}

/** A row of versions, by the names of its columns. */
const versionOf = ({ result: { columns, rows } }: { result: ComparisonResult }, i: number) => ({
  name: rows[i].name,
  ...Object.fromEntries(columns.map((column, c) => [column || 'state', rows[i].values[c]])),
});

const old = rowsOf(0, 1500, 0);

/** Whether the row of each of the first units is held out, 1 where it is. */
const heldUnits = heldOutRows(
  split,
  Int32Array.from(old.keys(), (row) => row + 1),
  {
    ...{ kind: 'text', name: 'user', type: 'text', codes: Int32Array.from(old.keys()) },
    distinct: old.map((_, i) => `u${i}`),
  },
  undefined,
);

describe('a live version that is continued', () => {
  it('is better than it was where the shop drifts, near a fit from scratch, and rolls back', async () => {
    const { act, scored, become } = await shop();
    await act('promote');
    const before = await scored();
    await become(csv(old, rowsOf(1500, 2500, 0.9)));
    const done = await act('continue');
    expect(done.outcome).toEqual({ status: 'done' });
    const [, now, was] =
      /its log loss is ([\d.]+) on [\d,]+ held-out rows, that of version 1 is ([\d.]+)\.$/.exec(
        done.result.sentence,
      )!;
    expect(Number(now)).toBeLessThan(Number(was) - 0.03);
    expect(versionOf(done, 1)).toMatchObject({ state: 'live', 'continued from': 'will_buy 1' });
    expect(done.result.notes?.[0]).toMatch(
      /^\d+ rounds more: its fit from scratch has \d+, and 684 rows of 1,748 to learn from are new\.$/,
    );
    const after = await scored();
    expect(after).not.toBe(before);
    const all = await act('versions');
    expect(versionOf(all, 2)).toMatchObject({ name: 'will_buy, not promoted', 'continued from': '' });
    const refit = Number(versionOf(all, 2)['log loss' as 'name']);
    expect(Number(now)).toBeLessThan(refit + 0.02);
    expect(Number(was)).toBeGreaterThan(refit + 0.03);
    const back = await act('roll back');
    expect(versionOf(back, 0).name).toBe('will_buy 1');
    expect(await scored()).toBe(before);
    // What is learned again is the same.
    await act('continue');
    expect(await scored()).toBe(after);
    const again = await act('continue');
    expect(again.result.sentence).toContain('There is nothing to continue: version 2 of will_buy');
    expect(again.result.rows).toHaveLength(2);
  });

  it('has the same bytes wherever it is learned from the same', async () => {
    const bytes = async () => {
      const { folder, act, become } = await shop();
      await act('promote');
      await become(csv(old, rowsOf(1500, 2000, 0.9)));
      await act('continue');
      const artifacts = join(folder, '.causal', 'registry', 'artifacts');
      const files = (await readdir(artifacts, { recursive: true, withFileTypes: true })).filter((file) =>
        file.isFile(),
      );
      const named = files.map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path.slice(artifacts.length), (await readFile(path)).toString('base64')] as const;
      });
      return (await Promise.all(named)).sort(([a], [b]) => (a < b ? -1 : 1));
    };
    const first = await bytes();
    expect(first.length).toBeGreaterThanOrEqual(2);
    expect(await bytes()).toEqual(first);
  });

  it('goes on once more, by the rounds of its fit from scratch', async () => {
    const { act, become } = await shop();
    await act('promote');
    const second = rowsOf(1500, 2000, 0.9);
    await become(csv(old, second));
    const one = await act('continue');
    await become(csv(old, second, rowsOf(2000, 3000, 0.9)));
    const two = await act('continue');
    expect(versionOf(two, 2)).toMatchObject({ state: 'live', 'continued from': 'will_buy 2' });
    const fresh = ({ result }: typeof one) => /scratch has (\d+)/.exec(result.notes?.[0] ?? '')?.[1];
    expect(fresh(two)).toBe(fresh(one));
  });

  it('stays as it is where more rounds make it worse', async () => {
    const { act, scored, become } = await shop();
    await act('promote');
    const before = await scored();
    // New rows whose outcome is a coin, and all of units that are learned from: a held-out row tells that this is no gain.
    const noise = rowsOf(1500, 1560, 0.5).map((row, i) =>
      row.replace(/^u\d+/, 'u1').replace(/.$/, String(i % 2)),
    );
    await become(csv(old, noise));
    const { outcome, result } = await act('continue');
    expect(outcome).toEqual({ status: 'done' });
    expect(result.sentence).toMatch(
      /^Version 1 of will_buy stays live: its log loss is [\d.]+ on .* would be [\d.]+ if it were continued;/,
    );
    expect(result.rows).toHaveLength(1);
    expect(await scored()).toBe(before);
  });

  it('tells levels apart that it had not met, and says so', async () => {
    const { act, scored, become } = await shop();
    await act('promote');
    const before = await scored();
    await become(csv(old, rowsOf(1500, 2500, 0, { lands: ['at', 'de', 'ch'] })));
    const { result } = await act('continue');
    expect(result.warnings).toEqual([
      expect.stringMatching(
        /^Column "land" has values in 3\d\d rows that version 1 of will_buy was not trained on, first "ch"/,
      ),
    ]);
    const ofSwiss = (text: string) => Number(text.trim().split('\n')[3].split(',')[2]);
    expect(ofSwiss(await scored())).toBeGreaterThan(ofSwiss(before) + 0.1);
  });

  it('has nothing to learn where all new rows are held out', async () => {
    const { act, become } = await shop();
    await act('promote');
    const held = `u${heldUnits.indexOf(1)}`;
    await become(csv(old, [`${held},1500,30,at,1`]));
    const { outcome, result } = await act('continue');
    expect(outcome).toEqual({ status: 'done' });
    expect(result.sentence).toContain('There is nothing to continue: version 1 of will_buy');
  });

  it('of an amount is judged by its root mean square', async () => {
    const { act, become } = await shop();
    const ofAge = planOf([load(), boosted({ outcome: 'age', features: ['land', 'bought'] })]);
    await act('promote', ofAge);
    await become(csv(old, rowsOf(1500, 2500, 0.9)));
    expect((await act('continue', ofAge)).result.sentence).toMatch(
      /: its RMSE is [\d.]+ on 7\d\d held-out rows, that of version 1 is/,
    );
  });
});

describe('what cannot be continued is refused with what to do', () => {
  const refused = async (of: Plan, name = 'will_buy') => {
    const { act } = await shop(csv(rowsOf(0, 40, 0)));
    const { outcome } = await act('continue', of, name);
    return outcome.status === 'refused'
      ? outcome.problems.map(({ code, message }) => `${code} ${message}`)
      : [];
  };

  it('an effect, another learner, texts, data without a split', async () => {
    expect(await refused(plan, 'lift')).toEqual([
      'CS1145 lift cannot be continued: an effect draws its folds anew when rows are added; `causal train` estimates it from all rows, and `causal promote` makes that live.',
    ]);
    const texts = [{ name: 'note', column: 'land', step: 'encode:note' }];
    const several = await refused(
      planOf([load({ split: undefined }), boosted({ texts, learner: { kind: 'linear', options: {} } })]),
    );
    expect(several).toHaveLength(3);
    expect(several[0]).toContain('only `boosted trees` go on learning, not linear');
    expect(several[1]).toContain('it reads texts');
    expect(several[2]).toContain('its data has no `split`');
    expect(several.every((each) => each.includes('; `causal train` fits it anew'))).toBe(true);
  });

  it('what was never promoted, or is declared differently', async () => {
    expect(await refused(plan)).toEqual([expect.stringContaining('CS1144 No version of will_buy')]);
    const { act } = await shop();
    await act('promote');
    const { outcome } = await act('continue', planOf([load(), boosted({ features: ['age'] })]));
    expect(outcome).toMatchObject({
      problems: [{ code: 'CS1145', message: expect.stringContaining('are not declared as they were') }],
    });
  });

  it.each([
    [
      'rows that were changed',
      csv(old.with(7, 'u7,7,33,at,1'), rowsOf(1500, 1600, 0)),
      'do not stand unchanged',
    ],
    ['rows that are gone', csv(old.slice(100)), 'do not stand unchanged'],
    ['a column of another type', csv(old, ['u9999,9999,old,at,1']), 'its column "age" was numeric and is'],
    [
      'an outcome of more than two values',
      csv(old, ['u9998,1,30,at,2', 'u9997,1,30,at,2']),
      'its outcome bought is no longer',
    ],
  ])('%s', async (_, text, why) => {
    const { act, become } = await shop();
    await act('promote');
    await become(text);
    const { outcome } = await act('continue');
    expect(outcome).toMatchObject({
      status: 'refused',
      problems: [{ code: 'CS1145', message: expect.stringContaining(why) }],
    });
  });

  it('rows that earlier ones would hold out', async () => {
    const byTime = planOf([load({ split: { ...split, by: 'time' } }), boosted()]);
    const { act, become } = await shop();
    await act('promote', byTime);
    await become(
      csv(
        old,
        rowsOf(1500, 1900, 0).map((row) => row.replace(/,\d+,/, ',-5,')),
      ),
    );
    const { outcome } = await act('continue', byTime);
    expect(outcome).toMatchObject({
      problems: [{ code: 'CS1145', message: expect.stringContaining('would be held out today') }],
    });
    await become(csv(old, rowsOf(1500, 1900, 0.9)));
    expect((await act('continue', byTime)).outcome).toEqual({ status: 'done' });
  });

  it('data whose held-out rows have no outcome', async () => {
    const silent = old.map((row, i) => (heldUnits[i] === 1 ? row.replace(/.$/, '') : row));
    const { act, become } = await shop(csv(silent));
    await act('promote');
    const learnt = `u${heldUnits.indexOf(0)}`;
    await become(csv(silent, [`${learnt},1500,30,at,1`]));
    expect((await act('continue')).outcome).toMatchObject({
      problems: [{ code: 'CS1145', message: expect.stringContaining('no held-out row has a known bought') }],
    });
  });

  it('a version that does not say which rows it has seen', async () => {
    const { folder, act, become } = await shop();
    await act('promote');
    const registry = new Registry(await openStore(join(folder, '.causal'), () => undefined, 0));
    const registered = await registry.of(plan, 'will_buy');
    if (!registered) throw new Error('Nothing was promoted.');
    const versions = registered.versions.map(({ seen: _, ...version }) => version);
    await registry.write(plan, { ...registered, versions });
    await become(csv(old, rowsOf(1500, 1600, 0)));
    expect((await act('continue')).outcome).toMatchObject({
      problems: [{ code: 'CS1145', message: expect.stringContaining('did not keep which rows it has seen') }],
    });
  });
});

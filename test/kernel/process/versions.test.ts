import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../kernel/src/artifacts/store.js';
import type { Action, Plan } from '../../../kernel/src/plan.js';
import { execute } from '../../../kernel/src/process/executor.js';
import { Workbench } from '../../../kernel/src/process/workbench.js';
import type { ComparisonResult, Result, ScoreResult } from '../../../kernel/src/result.js';
import { unwatched } from '../../../kernel/src/task.js';
import { workspaceWith } from '../data/workspace.js';
import { effectStep, modelStep, planOf, shopCsv, visits } from './plans.js';

const place = { line: 3, character: 1 };
const first = planOf([visits, modelStep(), effectStep()]);
/** Another spec of the same model, which reads the coupon, too. */
const second = planOf([visits, modelStep({ features: ['age', 'coupon'] }), effectStep({ level: 0.9 })]);

async function shop() {
  const { folder, engine } = await workspaceWith({
    'visits.csv': shopCsv(600),
    'june.csv': 'coupon,age\n0,30\n1,40\n1,55\n',
  });
  const run = async (plan: Plan, ...actions: Action[]) => {
    const store = await openStore(join(folder, '.causal'), () => undefined, 0);
    const results: Result[] = [];
    const outcome = await execute(
      new Workbench(engine, store, 'program', {}),
      { plan, folder: '', actions },
      unwatched,
      (result) => results.push(result),
    );
    return { outcome, result: results.at(-1) };
  };
  const act = (plan: Plan, verb: 'promote' | 'roll back' | 'versions', name = 'will_buy') =>
    run(plan, { verb, name, place }).then(({ outcome, result }) => ({
      ...{ outcome, result: result as ComparisonResult },
    }));
  const score = async (plan: Plan, live: boolean, name = 'will_buy') => {
    const done = await run(plan, { verb: 'score', name, on: 'june.csv', into: 'scored.csv', live, place });
    const text = done.outcome.status === 'done' ? await readFile(join(folder, 'scored.csv'), 'utf8') : '';
    return { outcome: done.outcome, result: done.result as ScoreResult, text };
  };
  return { folder, act, score };
}

/** Which versions there are, and what is said of them first. */
const told = ({ result }: { result: ComparisonResult }) =>
  result.rows.map(({ name, values }) => [name, values[0]]);

describe('versions of a model', () => {
  it('score files as they were promoted, whatever becomes of spec and data', async () => {
    const { folder, act, score } = await shop();
    expect((await act(first, 'versions')).result.sentence).toContain(
      'No version of will_buy has been promoted',
    );
    const promoted = await act(first, 'promote');
    expect(promoted.outcome).toEqual({ status: 'done' });
    expect(told(promoted)).toEqual([['will_buy 1', 'live']]);
    const then = (await score(first, false)).text;
    const today = (await score(second, false)).text;
    expect(today).not.toBe(then);
    const live = await score(second, true);
    expect(live.text).toBe(then);
    expect(live.result.notes).toEqual(['By version 1 of will_buy, which is live.']);
    await rm(join(folder, 'visits.csv'));
    expect((await score(second, true)).text).toBe(then);
  });

  it('are compared, promoted and rolled back', async () => {
    const { act, score } = await shop();
    await act(first, 'promote');
    const compared = await act(second, 'versions');
    expect(told(compared)).toEqual([
      ['will_buy 1', 'live'],
      ['will_buy, not promoted', ''],
    ]);
    const { columns, rows } = compared.result;
    const auc = columns.indexOf('AUC');
    expect(rows.every(({ values }) => typeof values[auc] === 'number')).toBe(true);
    expect(told(await act(second, 'promote'))).toEqual([
      ['will_buy 1', ''],
      ['will_buy 2', 'live'],
    ]);
    // The same again is no new version.
    expect(told(await act(second, 'promote'))).toHaveLength(2);
    expect((await score(first, true)).text).toBe((await score(second, false)).text);
    const back = await act(second, 'roll back');
    expect(back.result.sentence).toBe('Version 1 of will_buy is live again.');
    expect(told(back)).toEqual([
      ['will_buy 1', 'live'],
      ['will_buy 2', ''],
    ]);
    expect((await score(second, true)).text).toBe((await score(first, false)).text);
    const further = await act(second, 'roll back');
    expect(further.outcome).toMatchObject({ status: 'refused', problems: [{ code: 'CS1144' }] });
    // What was rolled back from is not gone back to.
    expect(told(await act(second, 'promote'))).toEqual([
      ['will_buy 1', ''],
      ['will_buy 2', 'live'],
    ]);
  });

  it('of an effect are told with their estimates', async () => {
    const { act, score } = await shop();
    await act(first, 'promote', 'lift');
    const { result } = await act(second, 'promote', 'lift');
    expect(result.columns).toEqual(['', 'promoted', 'rows', 'estimate', 'low', 'high', 'data', 'spec']);
    const [one, two] = result.rows.map(({ values }) => values.slice(2, 6).map(Number));
    expect(one.slice(0, 2)).toEqual(two.slice(0, 2));
    expect(two[2]).toBeGreaterThan(one[2]);
    expect((await score(first, true, 'lift')).text).toMatch(
      /^coupon,age,lift,lift_low,lift_high\n0,30,0\.\d+/,
    );
  });

  it('that are damaged or not there are refused with what to do', async () => {
    const { folder, act, score } = await shop();
    const none = await score(first, true);
    expect(none.outcome).toMatchObject({ status: 'refused', problems: [{ code: 'CS1144' }] });
    await act(first, 'promote');
    const registry = join(folder, '.causal', 'registry');
    const [file] = (await readdir(registry)).filter((name) => name.endsWith('.json'));
    const text = await readFile(join(registry, file), 'utf8');
    await writeFile(join(registry, file), text.replace('"live":0', '"live":1'));
    expect((await score(first, true)).outcome).toMatchObject({ problems: [{ code: 'CS1144' }] });
    await writeFile(join(registry, file), text);
    expect((await score(first, true)).outcome).toEqual({ status: 'done' });
    await rm(join(registry, 'artifacts'), { recursive: true });
    const gone = await score(first, true);
    expect(gone.outcome).toMatchObject({
      problems: [
        { message: 'The promoted version of will_buy is damaged and cannot be used; promote it again.' },
      ],
    });
  });
});

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../../kernel/src/artifacts/store.js';
import type { Action, Plan } from '../../../kernel/src/plan.js';
import { inputError } from '../../../kernel/src/problem.js';
import { execute } from '../../../kernel/src/process/executor.js';
import { Workbench } from '../../../kernel/src/process/workbench.js';
import type { Result } from '../../../kernel/src/result.js';
import { createTask, unwatched } from '../../../kernel/src/task.js';
import { workspaceWith } from '../data/workspace.js';
import { effectStep, modelStep, planOf, shopCsv, train, visits } from './plans.js';

const place = { line: 3, character: 1 };

async function shop(files: Record<string, string> = { 'visits.csv': shopCsv(2000) }) {
  const { folder, engine } = await workspaceWith(files);
  const bench = async () =>
    new Workbench(engine, await openStore(join(folder, '.causal'), () => undefined), 'program', {});
  const run = async (plan: Plan, actions: readonly Action[], task = unwatched) => {
    const results: { result: Result; reused: boolean }[] = [];
    const outcome = await execute(await bench(), { plan, folder: '', actions }, task, (result, reused) =>
      results.push({ result, reused }),
    );
    return { outcome, results };
  };
  return { folder, run };
}

describe('execute', () => {
  it('trains an effect, and the second time takes up the result without computing', async () => {
    const { run } = await shop();
    const plan = planOf([visits, effectStep()]);
    const first = await run(plan, [train]);
    expect(first.outcome).toEqual({ status: 'done' });
    expect(first.results).toMatchObject([{ reused: false, result: { kind: 'effect', n: 2000 } }]);
    const [{ result } = { result: undefined }] = first.results;
    if (result?.kind !== 'effect') throw new Error('an effect was asked for');
    expect(result.contrasts[0]!.estimate).toBeCloseTo(0.2, 2);
    const second = await run(plan, [train]);
    expect(second.results).toEqual([{ result, reused: true }]);
  });

  it('computes again once data, seed or step have changed', async () => {
    const { folder, run } = await shop();
    await run(planOf([visits, effectStep()]), [train]);
    expect((await run(planOf([visits, effectStep({ seed: 2 })]), [train])).results[0]?.reused).toBe(false);
    expect((await run(planOf([visits, effectStep({ level: 0.9 })]), [train])).results[0]?.reused).toBe(false);
    await writeFile(join(folder, 'visits.csv'), shopCsv(1000));
    expect((await run(planOf([visits, effectStep()]), [train])).results[0]?.reused).toBe(false);
  });

  it('estimates from the rows of `where` alone', async () => {
    const { run } = await shop();
    const age = { kind: 'column', name: 'age' } as const;
    const where = { kind: 'binary', operator: '<', left: age, right: { kind: 'number', value: 45 } } as const;
    const { results } = await run(planOf([visits, effectStep({ where })]), [train]);
    expect(results[0]?.result).toMatchObject({ n: 1000 });
  });

  it('averages over the groups that an effect names, among the rows of `where`', async () => {
    const { run } = await shop();
    const age = { kind: 'column', name: 'age' } as const;
    const below = (value: number) =>
      ({ kind: 'binary', operator: '<', left: age, right: { kind: 'number', value } }) as const;
    const groups = [
      { name: 'young', condition: below(30) },
      { name: 'all', condition: below(1000) },
    ];
    const { results } = await run(planOf([visits, effectStep({ where: below(45), groups })]), [train]);
    const [result] = results.map((each) => each.result);
    const found = result?.kind === 'effect' ? (result.groups ?? []) : [];
    expect(found.map(({ arm, group, n }) => [arm, group, n])).toEqual([
      ['1', 'young', 400],
      ['1', 'all', 1000],
    ]);
    expect(found[1]?.estimate).toBeCloseTo(
      result?.kind === 'effect' ? (result.contrasts[0]?.estimate ?? 0) : 0,
      12,
    );
  });

  it('scores a new file and writes it with effect and interval', async () => {
    const { folder, run } = await shop({ 'visits.csv': shopCsv(500), 'june.csv': 'user,age\n=x,30\ny,40\n' });
    const score: Action = { verb: 'score', name: 'lift', on: 'june.csv', into: 'scored.csv', place };
    const { outcome, results } = await run(planOf([visits, effectStep()]), [score]);
    expect(outcome).toEqual({ status: 'done' });
    expect(results[0]?.result).toMatchObject({
      kind: 'score',
      rows: 2,
      columns: ['lift', 'lift_low', 'lift_high', 'user', 'age'],
      sentence: '2 rows of "june.csv" scored with lift and written to "scored.csv".',
    });
    expect(await readFile(join(folder, 'scored.csv'), 'utf8')).toMatch(
      /^user,age,lift,lift_low,lift_high\n'=x,30,0\.\d+/,
    );
  });

  it('explains the rows a condition picks, up to the limit', async () => {
    const { run } = await shop();
    const where = {
      kind: 'binary',
      operator: '==',
      left: { kind: 'column', name: 'age' },
      right: { kind: 'number', value: 27 },
    } as const;
    const explain: Action = { verb: 'explain', name: 'lift', where, limit: 3, place };
    const { results } = await run(planOf([visits, effectStep()]), [explain]);
    const result = results[0]?.result;
    if (result?.kind !== 'attribution') throw new Error('attributions were asked for');
    expect(result.rows.map(({ row }) => row)).toEqual([2, 52, 102]);
    for (const row of result.rows) {
      expect(row.values.reduce((a, b) => a + b, result.base)).toBeCloseTo(row.prediction, 9);
    }
  });

  it('tells all problems of all actions at once, and does what can be done', async () => {
    const { run } = await shop();
    const other: Action = { verb: 'train', name: 'nobody', place };
    const missing: Action = { verb: 'score', name: 'lift', on: 'gone.csv', into: 'o.csv', place };
    const { outcome, results } = await run(planOf([visits, effectStep()]), [other, missing, train]);
    expect(outcome).toMatchObject({ status: 'refused', problems: [{ code: 'CS1137' }, { code: 'CS1101' }] });
    expect(results).toHaveLength(1);
  });

  it('refuses a constant treatment and an outcome with text in it', async () => {
    const constant = 'coupon,bought\n1,0\n1,1\n1,1\n1,0\n';
    const words = 'coupon,bought\n0,yes please\n1,no\n0,1\n1,0\n';
    for (const csv of [constant, words]) {
      const { run } = await shop({ 'visits.csv': csv });
      const { outcome } = await run(planOf([visits, effectStep()]), [train]);
      expect(outcome.status).toBe('refused');
    }
  });

  it('answers cancelled when stopped', async () => {
    const { run } = await shop();
    const stopped = createTask(Int32Array.of(1));
    expect((await run(planOf([visits, effectStep()]), [train], stopped)).outcome).toEqual({
      status: 'cancelled',
    });
  });

  it('recomputes what was kept where the kept file was damaged', async () => {
    const { folder, run } = await shop();
    const plan = planOf([visits, effectStep()]);
    await run(plan, [train]);
    const kept = await readdir(join(folder, '.causal', 'artifacts'), {
      recursive: true,
      withFileTypes: true,
    });
    for (const file of kept.filter((entry) => entry.isFile())) {
      await writeFile(join(file.parentPath, file.name), 'nonsense');
    }
    const { outcome, results } = await run(plan, [train]);
    expect(outcome).toEqual({ status: 'done' });
    expect(results[0]?.reused).toBe(false);
  });

  it('trains, scores, explains and compares models, from what was kept', async () => {
    const { folder, run } = await shop();
    const second = {
      ...modelStep({ learner: { kind: 'boosted trees', options: {} } }),
      id: 'model:b',
      name: 'b',
    };
    const plan = planOf([visits, modelStep(), second]);
    const trainModel: Action = { verb: 'train', name: 'will_buy', place };
    const score: Action = { verb: 'score', name: 'b', on: 'visits.csv', into: 'scored.json', place };
    const explain: Action = { verb: 'explain', name: 'b', limit: 2, place };
    const compare: Action = { verb: 'compare', name: 'will_buy', with: 'b', place };
    const { outcome, results } = await run(plan, [trainModel, compare, score, explain]);
    expect(outcome).toEqual({ status: 'done' });
    expect(results.map(({ result }) => result.kind)).toEqual(['model', 'comparison', 'score', 'attribution']);
    const rows = JSON.parse(await readFile(join(folder, 'scored.json'), 'utf8')) as { b: number }[];
    expect(rows).toHaveLength(2000);
    expect(rows.every(({ b }) => b > 0 && b < 1)).toBe(true);
    const again = await run(plan, [score, explain]);
    expect(again.results.map(({ result }) => ({ ...result, provenance: undefined }))).toEqual(
      results.slice(2).map(({ result }) => ({ ...result, provenance: undefined })),
    );
    expect(JSON.parse(await readFile(join(folder, 'scored.json'), 'utf8'))).toEqual(rows);
  });

  it('learns from text through heads, in effects and models alike', async () => {
    const words = ['shoes', 'hats', 'rain coats', 'garden chairs'];
    const lines = Array.from(
      { length: 600 },
      (_, i) => `${i % 2},${(i * 37) % 100 < 40 ? 1 : 0},looked at ${words[i % 4]}`,
    );
    const { run } = await shop({ 'visits.csv': `coupon,bought,history\n${lines.join('\n')}\n` });
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
    const estimator = { kind: 'aipw', options: {} } as const;
    const steps = [
      visits,
      encode,
      effectStep({ texts, estimator }, ['load:visits', 'encode:browsing']),
      modelStep({ texts, features: [] }),
    ];
    const model: Action = { verb: 'train', name: 'will_buy', place };
    const explain: Action = { verb: 'explain', name: 'will_buy', limit: 1, place };
    const { outcome, results } = await run(planOf(steps), [train, model, explain]);
    expect(outcome).toEqual({ status: 'done' });
    expect(results[0]?.result).toMatchObject({ kind: 'effect', adjustment: { texts: ['browsing'] } });
    expect(results[2]?.result).toMatchObject({
      sources: ['browsing'],
      rows: [{ shown: ['looked at shoes'] }],
    });
  });
});

describe('a disk that is full', () => {
  it('loses no result: it is told, then that it could not be kept', async () => {
    const { folder, engine } = await workspaceWith({ 'visits.csv': shopCsv(500) });
    const store = await openStore(join(folder, '.causal'), () => undefined);
    const full: Store = {
      folder: store.folder,
      read: (key, name) => store.read(key, name),
      write: async () => {
        throw inputError('CS1142', 'The disk is full.');
      },
    };
    const results: Result[] = [];
    const run = { plan: planOf([visits, effectStep()]), folder: '', actions: [train] };
    const outcome = await execute(new Workbench(engine, full, '', {}), run, unwatched, (result) =>
      results.push(result),
    );
    expect(outcome).toMatchObject({ status: 'refused', problems: [{ code: 'CS1142' }] });
    expect(results).toMatchObject([{ kind: 'effect', n: 500 }]);
  });
});

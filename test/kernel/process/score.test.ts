import { appendFileSync } from 'node:fs';
import { open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../../kernel/src/artifacts/store.js';
import { engineError } from '../../../kernel/src/data/errors.js';
import { fileError } from '../../../kernel/src/files/file-error.js';
import type { Action, Plan, PolicyStep } from '../../../kernel/src/plan.js';
import { execute } from '../../../kernel/src/process/executor.js';
import { Workbench } from '../../../kernel/src/process/workbench.js';
import type { ScoreResult } from '../../../kernel/src/result.js';
import { createTask, type Task, unwatched } from '../../../kernel/src/task.js';
import { workspaceWith } from '../data/workspace.js';
import { effectStep, modelStep, planOf, visits } from './plans.js';

const place = { line: 3, character: 1 };
const cities = ['Basel', 'Bern', 'Chur'];

/** A shop whose coupon moves the young of Bern. */
function shopCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const coupon = (i * 13 + (i >> 3)) % 2;
    const age = 20 + ((i * 7) % 50);
    const city = cities[(i >> 2) % 3];
    const moved = age < 40 && city === 'Bern' ? 60 : 0;
    return `u${i},${coupon},${(i * 37) % 100 < 20 + moved * coupon ? 1 : 0},${age},${city}`;
  });
  return `user,coupon,bought,age,city\n${lines.join('\n')}\n`;
}

const lift = effectStep({
  adjustment: ['age', 'city'],
  modifiers: ['age', 'city'],
  estimator: { kind: 'causal forest', options: { trees: 40 } },
  nuisances: { kind: 'linear', options: {} },
  folds: 3,
});
const linear = modelStep({ features: ['age', 'city'] });

function policy(parameters: Partial<PolicyStep['parameters']> = {}): PolicyStep {
  return {
    kind: 'policy',
    id: 'policy:coupons',
    name: 'coupons',
    hash: `hash-of-policy-${JSON.stringify(parameters)}`,
    inputs: [lift.id],
    place,
    parameters: { effect: lift.id, costs: [{ cost: 1 }], value: 10, ...parameters },
  };
}

const plan = (...steps: Plan['steps']): Plan => planOf([visits, ...steps]);

async function shop(files: Record<string, string> = {}) {
  const { folder, engine } = await workspaceWith({ 'visits.csv': shopCsv(600), ...files });
  const store = await openStore(join(folder, '.causal'), () => undefined);
  const bench = new Workbench(engine, store, 'program', {});
  const score = async (
    name: string,
    on: string,
    into: string,
    { reasons, task = unwatched, steps = [lift, linear] as Plan['steps'] } = {} as {
      reasons?: number;
      task?: Task;
      steps?: Plan['steps'];
    },
  ) => {
    const results: ScoreResult[] = [];
    const action: Action = {
      verb: 'score',
      name,
      on,
      into,
      ...(reasons !== undefined && { reasons }),
      place,
    };
    const outcome = await execute(
      bench,
      { plan: plan(...steps), folder: '', actions: [action] },
      task,
      (result) => {
        if (result.kind === 'score') results.push(result);
      },
    );
    return { outcome, result: results[0] };
  };
  const drafts = () => readdir(join(folder, '.causal', 'drafts')).catch(() => []);
  const text = (file: string) => readFile(join(folder, file), 'utf8');
  return { folder, score, drafts, text };
}

/** Cells of a plain CSV file, by column. */
function cellsOf(csv: string): Map<string, string[]> {
  const [header, ...lines] = csv.trimEnd().split('\n');
  const rows = lines.map((line) => line.split(','));
  return new Map(header.split(',').map((name, i) => [name, rows.map((row) => row[i])]));
}

afterEach(() => void vi.restoreAllMocks());

describe('scoring a file', () => {
  it('gives a row the same scores whatever rows stand beside it, over several parts', async () => {
    const lines = shopCsv(70_000).trimEnd().split('\n');
    const few = [lines[0], lines[1], lines[32_768], lines[32_769], lines[65_537], lines[70_000]];
    const { score, text, drafts } = await shop({
      'all.csv': `${lines.join('\n')}\n`,
      'few.csv': few.join('\n'),
    });
    const all = await score('will_buy', 'all.csv', 'all-scored.csv');
    expect(all.outcome).toEqual({ status: 'done' });
    expect(all.result).toMatchObject({
      rows: 70_000,
      columns: ['will_buy', 'user', 'coupon', 'bought', 'age', 'city'],
    });
    expect(all.result.preview).toHaveLength(20);
    await score('will_buy', 'few.csv', 'few-scored.csv');
    const scored = (await text('all-scored.csv')).trimEnd().split('\n');
    expect(scored).toHaveLength(70_001);
    expect(scored.map((line) => line.split(',').slice(0, 5).join(','))).toEqual(lines);
    const picked = [scored[0], scored[1], scored[32_768], scored[32_769], scored[65_537], scored[70_000]];
    expect((await text('few-scored.csv')).trimEnd().split('\n')).toEqual(picked);
    expect(await drafts()).toEqual([]);
  });

  it('does not mind the order of columns, and carries cells over as they are written', async () => {
    const rows = 'note,city,id,age,price\n"=a, b",Bern,007,30,1.50\n-,Chur,-1,41,\n@home,Bern,2e5,52,12\n';
    const { score, text } = await shop({
      'june.csv': rows,
      'july.csv': 'age,city\n30,Bern\n41,Chur\n52,Bern\n',
    });
    const { result } = await score('lift', 'june.csv', 'scored.csv');
    const lines = (await text('scored.csv')).trimEnd().split('\n');
    expect(lines[0]).toBe('note,city,id,age,price,lift,lift_low,lift_high');
    expect(lines[1]).toMatch(/^"'=a, b",Bern,007,30,1\.50,0\.\d+,/);
    expect(lines[2]).toMatch(/^-,Chur,-1,41,,-?\d/);
    expect(lines[3]).toMatch(/^'@home,Bern,2e5,52,12,/);
    expect(result.preview[0].slice(3)).toEqual(['=a, b', 'Bern', 7, 30, 1.5]);
    await score('lift', 'july.csv', 'july-scored.csv');
    const scores = cellsOf(await text('july-scored.csv')).get('lift');
    expect(lines.slice(1).map((line) => line.split(',').at(-3))).toEqual(scores);
  });

  it('scores what training did not have as not known, and says how often', async () => {
    const june = 'age,city\n30,Bern\n30,Rome\n30,\n30,Oslo\n';
    const { score, text } = await shop({ 'june.csv': june });
    for (const name of ['lift', 'will_buy']) {
      const { result } = await score(name, 'june.csv', 'scored.csv');
      expect(result.warnings).toEqual([
        `Column "city" of "june.csv" has values in 2 rows that ${name} was not trained on, first "Rome" in row 2; they are scored as if it were not known.`,
      ]);
      const [bern, rome, missing, oslo] = cellsOf(await text('scored.csv')).get(name)!;
      expect(rome).toBe(missing);
      expect(oslo).toBe(missing);
      expect(rome).not.toBe(bern);
    }
  });

  it('names every column that is not there, and the one that may be meant', async () => {
    const { score } = await shop({ 'june.csv': 'user,Age\nu1,30\n' });
    const { outcome } = await score('lift', 'june.csv', 'scored.csv');
    expect(outcome).toMatchObject({
      status: 'refused',
      problems: [
        {
          code: 'CS1132',
          message:
            '"june.csv" has no column "age", which lift needs to score a row; rename "Age" if that is what it is.',
        },
        {
          code: 'CS1132',
          message: '"june.csv" has no column "city", which lift needs to score a row; add it to the file.',
        },
      ],
    });
  });

  it('refuses a value of another type with its row, and asks nothing of a file that no score reads', async () => {
    const { score, text } = await shop({
      'june.csv': 'age,city\n30,Bern\nold,Bern\n',
      'bare.csv': 'x\n1\n',
    });
    const { outcome } = await score('lift', 'june.csv', 'scored.csv');
    expect(outcome).toMatchObject({
      status: 'refused',
      problems: [{ code: 'CS1121', place: { row: 2, column: 'age' } }],
    });
    const constant = { ...effectStep(), id: 'effect:flat', name: 'flat' };
    const { result } = await score('flat', 'bare.csv', 'bare-scored.csv', { steps: [constant] });
    expect(result.rows).toBe(1);
    expect(await text('bare-scored.csv')).toMatch(/^x,flat,flat_low,flat_high\n1,/);
  });

  it.each([1, 3])('says in words what moves each score: %i parts and the rest', async (reasons) => {
    const { score, text } = await shop({ 'june.csv': shopCsv(50) });
    const { outcome } = await score('lift', 'june.csv', 'scored.json', { reasons });
    expect(outcome).toEqual({ status: 'done' });
    const rows = JSON.parse(await text('scored.json')) as {
      lift: number;
      lift_reasons: string;
      age: number;
    }[];
    for (const { lift: effect, lift_reasons: said, age } of rows) {
      const [left, right] = said.split(' = ');
      expect(Number(left.replace('effect ', ''))).toBeCloseTo(effect, 3);
      const parts = [...` + ${right}`.matchAll(/ ([+-]) (-?[\d.e-]+) (base|of 1 other|age|city)/g)];
      const sum = parts.reduce(
        (total, [, sign, value]) => total + (sign === '-' ? -1 : 1) * Number(value),
        0,
      );
      expect(sum).toBeCloseTo(effect, 3);
      expect(parts).toHaveLength(3);
      if (reasons === 3) expect(said).toContain(`age (${age})`);
      else expect(said).toMatch(/of 1 other$/);
    }
  });

  it('reasons of a yes or no add up to its log odds', async () => {
    const { score, text } = await shop({ 'june.csv': shopCsv(5) });
    await score('will_buy', 'june.csv', 'scored.csv', { reasons: 2 });
    const [, first] = (await text('scored.csv')).split('\n');
    const odds = Number(/log odds (-?[\d.]+) = /.exec(first)?.[1]);
    expect(1 / (1 + Math.exp(-odds))).toBeCloseTo(Number(first.split(',')[5]), 3);
  });
});

describe('a file that is scored', () => {
  const large = `${shopCsv(70_000)}`;

  it('is not there, and nothing is left of it, where the scoring is stopped on the way', async () => {
    const { folder, score, drafts } = await shop({ 'june.csv': large });
    await writeFile(join(folder, 'scored.csv'), 'what was there before');
    const flag = new Int32Array(1);
    let wasWriting = false;
    const task = createTask(flag, (fraction, message) => {
      if (message !== 'scoring june.csv' || fraction < 0.7) return;
      wasWriting = true;
      flag[0] = 1;
    });
    expect((await score('will_buy', 'june.csv', 'scored.csv', { task })).outcome).toEqual({
      status: 'cancelled',
    });
    expect(wasWriting).toBe(true);
    expect(await drafts()).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual(['.causal', 'june.csv', 'scored.csv', 'visits.csv']);
    expect(await readFile(join(folder, 'scored.csv'), 'utf8')).toBe('what was there before');
  });

  it('is as it was before where the disk is full', async () => {
    const { folder, score, drafts } = await shop({ 'june.csv': large });
    await score('will_buy', 'visits.csv', 'warm.csv');
    const handle = await open(join(folder, 'june.csv'), 'r');
    const prototype = Object.getPrototypeOf(handle) as typeof handle;
    await handle.close();
    const { write } = prototype;
    let left = 1_000_000;
    vi.spyOn(prototype, 'write').mockImplementation(function (this: typeof handle, ...args: unknown[]) {
      const [bytes, from = 0, length = 0] = args as [Uint8Array, number, number];
      if (typeof bytes === 'string') return Reflect.apply(write, this, args);
      if (left === 0) return Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
      const room = Math.min(left, length);
      left -= room;
      return Reflect.apply(write, this, [bytes, from, room, args[3]]);
    } as never);
    const { outcome } = await score('will_buy', 'june.csv', 'scored.csv');
    vi.restoreAllMocks();
    expect(left).toBe(0);
    expect(outcome).toMatchObject({
      status: 'refused',
      problems: [
        {
          code: 'CS1142',
          message: 'The disk is full: "scored.csv" could not be written; free space and run again.',
        },
      ],
    });
    expect(await drafts()).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual(['.causal', 'june.csv', 'visits.csv', 'warm.csv']);
  });

  it('says that the disk is full also where the data engine finds out', () => {
    const text = 'IO Error: Could not write file "/tmp/whole.parquet": No space left on device';
    expect(fileError(engineError(new Error(text), '/tmp/draft'), 'scored.parquet', 'write')).toMatchObject({
      problems: [{ code: 'CS1142', place: { file: 'scored.parquet' } }],
    });
  });

  it('is refused where the data are written to meanwhile', async () => {
    const { folder, score } = await shop({ 'june.csv': large });
    let changed = false;
    const task = createTask(undefined, (_, message) => {
      if (message !== 'scoring june.csv' || changed) return;
      changed = true;
      appendFileSync(join(folder, 'june.csv'), 'u,1,1,30,Bern\n');
    });
    const { outcome } = await score('will_buy', 'june.csv', 'scored.csv', { task });
    expect(outcome).toMatchObject({ status: 'refused', problems: [{ code: 'CS1114' }] });
    expect(await readdir(folder)).not.toContain('scored.csv');
  });
});

describe('a file scored by a policy', () => {
  it('says who gets which arm and what that gains', async () => {
    const { score, text } = await shop({ 'june.csv': shopCsv(600) });
    const age = { kind: 'column', name: 'age' } as const;
    const eligible = {
      kind: 'binary',
      operator: '<',
      left: age,
      right: { kind: 'number', value: 30 },
    } as const;
    const steps = [lift, policy({ eligible })];
    const { outcome, result } = await score('coupons', 'june.csv', 'scored.csv', { steps });
    expect(outcome).toEqual({ status: 'done' });
    expect(result.name).toBe('coupons');
    const cells = cellsOf(await text('scored.csv'));
    expect([...cells.keys()].slice(5)).toEqual(['coupons', 'coupons_gain', 'lift', 'lift_low', 'lift_high']);
    const arms = cells.get('coupons')!;
    const effects = cells.get('lift')!.map(Number);
    const ages = cells.get('age')!.map(Number);
    expect(arms).toEqual(effects.map((effect, i) => (ages[i] < 30 && 10 * effect > 1 ? '1' : '0')));
    cells.get('coupons_gain')!.forEach((gain, i) => {
      expect(Number(gain)).toBeCloseTo(arms[i] === '1' ? 10 * effects[i] - 1 : 0, 9);
    });
    const treated = arms.filter((arm) => arm === '1').length;
    expect(treated).toBeGreaterThan(20);
    expect(result.sentence).toContain(`${treated} rows get 1, which costs ${treated}.`);
  });

  it('spends in the proportion of its size, and says so where that is over the budget', async () => {
    const { score, text } = await shop({ 'june.csv': shopCsv(600), 'year.csv': shopCsv(6000) });
    const steps = [lift, policy({ budget: 40 })];
    const june = await score('coupons', 'june.csv', 'scored.csv', { steps });
    const treated = cellsOf(await text('scored.csv'))
      .get('coupons')!
      .filter((arm) => arm === '1').length;
    expect(treated).toBeGreaterThan(10);
    expect(treated).toBeLessThan(80);
    const year = await score('coupons', 'year.csv', 'scored.csv', { steps });
    expect(june.result.warnings.filter((warning) => warning.includes('budget'))).toHaveLength(
      treated > 40 ? 1 : 0,
    );
    expect(year.result.warnings.some((warning) => /more than the budget of 40/.test(warning))).toBe(true);
  });

  it('needs what says who may be treated, and rows that can be judged one by one', async () => {
    const { score } = await shop({ 'june.csv': 'age,city\n30,Bern\n' });
    const user = { kind: 'column', name: 'user' } as const;
    const eligible = {
      kind: 'binary',
      operator: '==',
      left: user,
      right: { kind: 'text', value: 'u1' },
    } as const;
    const refused = await score('coupons', 'june.csv', 'scored.csv', { steps: [lift, policy({ eligible })] });
    expect(refused.outcome).toMatchObject({
      status: 'refused',
      problems: [{ code: 'CS1132', place: { column: 'user' } }],
    });
    const fair = policy({ fair: { columns: ['city'], within: 0.1 } });
    const unfair = await score('coupons', 'june.csv', 'scored.csv', { steps: [lift, fair] });
    expect(unfair.outcome).toMatchObject({ status: 'refused', problems: [{ code: 'CS6077' }] });
  });
});

import { createHash } from 'node:crypto';
import { appendFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Expression } from '../../../kernel/src/data/expression.js';
import { featuresOf } from '../../../kernel/src/data/features.js';
import { loadTable, matchingRows } from '../../../kernel/src/data/load.js';
import { Cancelled, createTask, unwatched } from '../../../kernel/src/task.js';
import { loadStep, problemsOf, workspaceWith } from './workspace.js';

const column = (name: string): Expression => ({ kind: 'column', name });
const number = (value: number): Expression => ({ kind: 'number', value });
const binary = (operator: '<' | '-' | '==' | '/' | '*', left: Expression, right: Expression): Expression => ({
  kind: 'binary',
  operator,
  left,
  right,
});

const visits = [
  'user,seen,last,price,plan',
  'u1,2026-01-05,2026-01-01,10,pro',
  'u2,2026-01-06T12:00:00Z,2026-01-06,NA,free',
  'u1,2026-01-07,2026-01-01,30,pro',
  ',2026-01-08,,40,',
].join('\n');

describe('a data file that changes while it is read', () => {
  const long = `a,b\n${'1,2\n'.repeat(5000)}`;
  it.each([
    ['grows', (path: string) => appendFileSync(path, '3,4\n')],
    ['is written anew', (path: string) => writeFileSync(path, long.replaceAll('1,', '7,'))],
    ['is cut short', (path: string) => truncateSync(path, 9)],
    ['vanishes', (path: string) => rmSync(path)],
  ])('and %s is refused, since its rows could be of two kinds', async (_, change) => {
    const { engine, folder } = await workspaceWith({ 'v.csv': long });
    const path = join(folder, 'v.csv');
    utimesSync(path, 1000, 1000);
    let changed = false;
    const task = createTask(undefined, (fraction) => {
      if (fraction < 0.3 || changed) return;
      changed = true;
      change(path);
    });
    const problems = await problemsOf(loadTable(engine, loadStep('v.csv'), '', task));
    expect(changed).toBe(true);
    expect(problems.map(({ code }) => code)).toEqual(['CS1114']);
    expect(problems[0]?.message).toContain('"v.csv" was changed while it was being read');
  });
});

describe('loadTable', () => {
  it('holds numbers, dates in milliseconds and categories, with missing values as NaN and -1', async () => {
    const { engine } = await workspaceWith({ 'v.csv': visits });
    const table = await loadTable(engine, loadStep('v.csv'), '', unwatched);
    expect(table.rows).toBe(4);
    expect(table.columns.get('price')).toMatchObject({
      kind: 'numeric',
      values: Float64Array.of(10, Number.NaN, 30, 40),
    });
    expect(table.columns.get('seen')).toMatchObject({ type: 'date' });
    const seen = table.columns.get('seen');
    expect(seen?.kind === 'numeric' && seen.values[1]).toBe(Date.UTC(2026, 0, 6, 12));
    expect(table.columns.get('plan')).toMatchObject({
      levels: ['free', 'pro'],
      codes: Int32Array.of(1, 0, 1, -1),
    });
    expect(table.dataHash).toBe(createHash('sha256').update(visits).digest('hex'));
  });

  it('derives columns from one another and keeps rows, remembering where they stood in the file', async () => {
    const { engine } = await workspaceWith({ 'v.csv': visits });
    const recency: Expression = {
      kind: 'call',
      function: 'days',
      arguments: [binary('-', column('seen'), column('last'))],
    };
    const step = loadStep('v.csv', {
      derive: [
        { name: 'recency', expression: recency },
        { name: 'twice', expression: binary('*', column('recency'), number(2)) },
      ],
      keep: [binary('<', number(1), column('recency'))],
    });
    const table = await loadTable(engine, step, '', unwatched);
    expect([...table.sourceRow]).toEqual([1, 3]);
    expect(table.columns.get('twice')).toMatchObject({ values: Float64Array.of(8, 12) });
  });

  it('takes a division by zero as missing and text tests as written', async () => {
    const { engine } = await workspaceWith({ 'z.csv': "a,s\n1,it's\n0,100%_x\n" });
    const step = loadStep('z.csv', {
      derive: [
        { name: 'inverse', expression: binary('/', number(1), column('a')) },
        {
          name: 'quoted',
          expression: {
            kind: 'call',
            function: 'contains',
            arguments: [column('s'), { kind: 'text', value: "'" }],
          },
        },
      ],
    });
    const table = await loadTable(engine, step, '', unwatched);
    expect(table.columns.get('inverse')).toMatchObject({ values: Float64Array.of(1, Number.NaN) });
    expect(table.columns.get('quoted')).toMatchObject({ type: 'boolean', values: Float64Array.of(1, 0) });
  });

  it('holds each distinct text once', async () => {
    const { engine } = await workspaceWith({ 't.csv': 't\n你好\nb\n你好\n' });
    const step = loadStep('t.csv', { declared: [{ column: 't', type: 'text' }] });
    expect((await loadTable(engine, step, '', unwatched)).columns.get('t')).toEqual({
      kind: 'text',
      name: 't',
      type: 'text',
      codes: Int32Array.of(0, 1, 0),
      distinct: ['你好', 'b'],
    });
  });

  it('names the row that does not fit a declared type, and all columns that are not there, at once', async () => {
    const { engine } = await workspaceWith({ 'n.csv': 'spend,x\n1,1\noops,2\n3,3\n' });
    const step = loadStep('n.csv', {
      declared: [{ column: 'spend', type: 'numeric' }],
      unit: 'user',
      keep: [binary('==', column('gone'), number(1))],
    });
    const problems = await problemsOf(loadTable(engine, step, '', unwatched));
    expect(problems.map((p) => p.code).sort()).toEqual(['CS1121', 'CS1132', 'CS1132']);
    expect(problems.find((p) => p.code === 'CS1121')?.place).toEqual({
      file: 'n.csv',
      column: 'spend',
      row: 2,
    });
  });

  it('warns of infinite values with column and row', async () => {
    const { engine } = await workspaceWith({ 'i.csv': 'a\n1\n-inf\n2\n' });
    const { warnings } = await loadTable(engine, loadStep('i.csv'), '', unwatched);
    expect(warnings).toMatchObject([{ code: 'CS1124', place: { column: 'a', row: 2 } }]);
  });

  it('refuses one row, no kept row, and a cell above 16 MB', async () => {
    const { engine } = await workspaceWith({
      'one.csv': 'a\n1\n',
      'two.csv': 'a\n1\n2\n',
      'giant.csv': `a,b\n1,${'x'.repeat(17 * 1024 * 1024)}\n2,y\n`,
    });
    const codes = async (work: Promise<unknown>) => (await problemsOf(work)).map((p) => p.code);
    expect(await codes(loadTable(engine, loadStep('one.csv'), '', unwatched))).toContain('CS1127');
    const none = loadStep('two.csv', { keep: [binary('<', column('a'), number(0))] });
    expect(await codes(loadTable(engine, none, '', unwatched))).toEqual(['CS1126']);
    const giant = await problemsOf(loadTable(engine, loadStep('giant.csv'), '', unwatched));
    expect(giant).toMatchObject([
      { code: 'CS1110', message: expect.stringContaining('column "b"'), place: { line: 2 } },
    ]);
  });

  it('keeps the order of a large file', async () => {
    const rows = Array.from({ length: 150_000 }, (_, i) => i);
    const { engine } = await workspaceWith({ 'big.csv': `i\n${rows.join('\n')}\n` });
    const table = await loadTable(engine, loadStep('big.csv'), '', unwatched);
    const values = table.columns.get('i');
    expect(
      values?.kind === 'numeric' && values.values.every((v, i) => v === i && table.sourceRow[i] === i + 1),
    ).toBe(true);
  });

  it('stops when asked to', async () => {
    const { engine } = await workspaceWith({ 'v.csv': visits });
    await expect(loadTable(engine, loadStep('v.csv'), '', createTask(Int32Array.of(1)))).rejects.toThrow(
      Cancelled,
    );
  });

  it('reads a file to score without the columns it lacks', async () => {
    const { engine } = await workspaceWith({ 'v.csv': visits, 'new.csv': 'user,price\nu9,5\n' });
    const step = loadStep('v.csv', {
      derive: [{ name: 'age', expression: binary('-', column('seen'), column('last')) }],
      keep: [binary('<', column('price'), number(100))],
      time: 'seen',
      split: { train: 0.8, by: 'time', seed: 1 },
    });
    const table = await loadTable(engine, step, '', unwatched, { path: 'new.csv', scoring: true });
    expect(table.rows).toBe(1);
    expect(table.heldOut).toBeUndefined();
  });
});

describe('split', () => {
  const rows = Array.from(
    { length: 400 },
    (_, i) => `u${i % 100},2026-01-${String(1 + (i % 28)).padStart(2, '0')}`,
  );
  const file = { 's.csv': `user,seen\n${rows.join('\n')}\n` };
  const split = (by: 'row' | 'unit' | 'time', seed = 7) => ({
    unit: 'user',
    time: 'seen',
    split: { train: 0.8, by, seed },
  });

  it('puts all rows of a unit in one part, and another seed draws others', async () => {
    const { engine } = await workspaceWith(file);
    const held = async (seed: number) =>
      (await loadTable(engine, loadStep('s.csv', split('unit', seed)), '', unwatched)).heldOut!;
    const first = await held(7);
    for (let i = 0; i < 400; i++) expect(first[i]).toBe(first[i % 100]);
    expect(first).toEqual(await held(7));
    expect(first).not.toEqual(await held(8));
    const share = first.reduce((a, b) => a + b, 0) / 400;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.3);
  });

  it('holds out the latest rows by time', async () => {
    const { engine } = await workspaceWith(file);
    const table = await loadTable(engine, loadStep('s.csv', split('time')), '', unwatched);
    const seen = table.columns.get('seen');
    if (seen?.kind !== 'numeric') throw new Error('seen is a date');
    const latest = Math.max(...seen.values.filter((_, i) => table.heldOut![i] === 0));
    expect(Math.min(...seen.values.filter((_, i) => table.heldOut![i] === 1))).toBeGreaterThan(latest);
  });
});

describe('featuresOf', () => {
  it('gives categories as level indices and refuses free text', async () => {
    const { engine } = await workspaceWith({ 'f.csv': 'a,b,t\n1,x,hello there\n2,,other words\n' });
    const step = loadStep('f.csv', { declared: [{ column: 't', type: 'text' }] });
    const table = await loadTable(engine, step, '', unwatched);
    const { list } = featuresOf(table, ['b', 'a']);
    expect(list.map((f) => f.kind)).toEqual(['categorical', 'numeric']);
    expect([...list[0]!.values]).toEqual([0, Number.NaN]);
    expect(() => featuresOf(table, ['t'])).toThrow('Column "t" is free text');
  });
});

describe('matchingRows', () => {
  it('finds the rows of each condition among those that were kept; a missing answer is no', async () => {
    const { engine } = await workspaceWith({ 'm.csv': 'a,b\n1,x\n2,y\n3,x\n4,x\n5,\n' });
    const step = loadStep('m.csv', { keep: [binary('<', number(1), column('a'))] });
    const table = await loadTable(engine, step, '', unwatched);
    const isX = binary('==', column('b'), { kind: 'text', value: 'x' });
    const isLarge = binary('<', number(3), column('a'));
    const isSmall = binary('<', column('a'), number(1));
    const found = await matchingRows(engine, step, '', table, [isX, isLarge, isSmall], unwatched);
    expect(found.map((rows) => [...rows])).toEqual([[1, 2], [2, 3], []]);
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { columnSummaries, readSchema } from '../../../kernel/src/data/schema.js';
import { workspaceWith } from './workspace.js';

const codes = (problems: readonly { code: string }[]) => problems.map(({ code }) => code);

describe('readSchema', () => {
  it('tells the type of every column from its values', async () => {
    const long = (i: number) => `looked at the blue running shoes number ${i} for a long while`;
    const rows = Array.from(
      { length: 40 },
      (_, i) =>
        `${i},${i % 2 ? 'true' : 'false'},2026-01-${10 + (i % 20)},${['a', 'b'][i % 2]},${long(i)},NA`,
    );
    const { engine } = await workspaceWith({
      'v.csv': `id,member,seen,plan,history,empty\n${rows.join('\n')}\n`,
    });
    const { columns } = await readSchema(engine, 'v.csv');
    expect(Object.fromEntries(columns.map((c) => [c.name, c.type]))).toEqual({
      id: 'numeric',
      member: 'boolean',
      seen: 'date',
      plan: 'categorical',
      history: 'text',
      empty: 'numeric',
    });
  });

  it('reads NA as missing among numbers and as a word among words', async () => {
    const { engine } = await workspaceWith({ 'c.csv': 'age,country\n1,NA\nNA,DE\n3,NA\n4,DE\n' });
    const { columns } = await readSchema(engine, 'c.csv');
    expect(columns.map((c) => c.type)).toEqual(['numeric', 'categorical']);
    const summaries = await columnSummaries(engine, 'c.csv');
    expect(summaries[0]).toMatchObject({ shareMissing: 0.25, low: '1', high: '4' });
    expect(summaries[1]).toMatchObject({ shareMissing: 0, distinct: 2 });
  });

  it('tells the range of numbers, days and moments as a person writes them', async () => {
    const { engine } = await workspaceWith({
      'r.csv':
        'id,price,day,moment,open,city\n100126,1.5,2026-01-02,2026-01-02 08:30:00,true,Bonn\n7,2,2026-04-17,2026-01-03,false,Aachen\n',
    });
    const summaries = await columnSummaries(engine, 'r.csv');
    expect(summaries.map(({ low, high }) => [low, high])).toEqual([
      ['7', '100126'],
      ['1.5', '2'],
      ['2026-01-02', '2026-04-17'],
      ['2026-01-02T08:30:00.000Z', '2026-01-03'],
      ['false', 'true'],
      ['Aachen', 'Bonn'],
    ]);
  });

  it('keeps a schema until the file changes', async () => {
    const { engine, folder } = await workspaceWith({ 'a.csv': 'x\n1\n2\n' });
    await readSchema(engine, 'a.csv');
    await writeFile(join(folder, 'a.csv'), 'y,z\n1,2\n3,4\n');
    expect((await readSchema(engine, 'a.csv')).columns.map((c) => c.name)).toEqual(['y', 'z']);
  });

  it.each([
    ['missing file', undefined, 'CS1101'],
    ['empty file', '', 'CS1104'],
    ['header only', 'a,b\n', 'CS1105'],
    ['ragged', 'a,b\n1,2\n3\n4,5,6\n', 'CS1106'],
    ['Latin-1', Buffer.from('name\ncaf\xe9\n', 'latin1'), 'CS1107'],
    ['UTF-16', Buffer.from('\ufeffname\nx\n', 'utf16le'), 'CS1107'],
    ['duplicate columns', 'a,b,a\n1,2,3\n4,5,6\n', 'CS1108'],
    ['open quote', 'a,b\n1,"2\n3,4\n', 'CS1109'],
    ['mixed line ends', 'a,b\r\n1,2\n3,4\r\n', 'CS1112'],
    ['one row', 'a,b\n1,2\n', 'CS1127'],
    ['all-missing column', 'a,b\n1,\n2,\n', 'CS1123'],
    ['a number column with text in it', `a\n${'1\n'.repeat(9)}oops\n`, 'CS1125'],
  ])('tells of a file with %s', async (_, content, code) => {
    const { engine } = await workspaceWith(content === undefined ? {} : { 'd.csv': content });
    expect(codes((await readSchema(engine, 'd.csv')).problems)).toContain(code);
  });

  it('names the line of every ragged row', async () => {
    const { engine } = await workspaceWith({ 'r.csv': 'a,b\n"x\ny",2\n3\n4,5,6\n' });
    const { problems } = await readSchema(engine, 'r.csv');
    expect(problems.map((p) => p.place?.line)).toEqual([4, 5]);
    expect(problems[0]?.message).toBe('"r.csv", line 4: 1 cells where the header names 2 columns.');
  });

  it('names the line of the first byte that is no UTF-8', async () => {
    const good = Buffer.concat([Buffer.from('n\n中\nb\n'), Buffer.from([0xff, 10])]);
    const { engine } = await workspaceWith({ 'l.csv': good });
    expect((await readSchema(engine, 'l.csv')).problems[0]?.place?.line).toBe(4);
  });

  it('takes columns with any name', async () => {
    const { engine } = await workspaceWith({
      'p.csv': '__proto__,"a""; DROP TABLE t; --",Age,age\n1,2,3,4\n5,6,7,8\n',
    });
    const { columns, problems } = await readSchema(engine, 'p.csv');
    expect(columns.map((c) => c.name)).toEqual(['__proto__', 'a"; DROP TABLE t; --', 'Age', 'age']);
    expect(problems).toEqual([]);
  });

  it('reads whole numbers beyond 2^53 as words, to the last digit', async () => {
    const { engine } = await workspaceWith({ 'i.csv': 'id\n9007199254740993\n9007199254740995\n' });
    const { columns, problems } = await readSchema(engine, 'i.csv');
    expect(columns[0]?.type).toBe('categorical');
    expect(codes(problems)).toEqual(['CS1128']);
  });

  it('tells of a damaged Parquet or JSON file', async () => {
    const { engine } = await workspaceWith({ 'b.parquet': 'PAR1 nonsense PAR1', 'b.json': '{"a":1}\n{"a":' });
    expect(codes((await readSchema(engine, 'b.parquet')).problems)).toEqual(['CS1111']);
    expect(codes((await readSchema(engine, 'b.json')).problems)).toEqual(['CS1111']);
  });
});

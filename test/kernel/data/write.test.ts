import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { draftTable } from '../../../kernel/src/data/drafted-table.js';
import { loadTable } from '../../../kernel/src/data/load.js';
import type { DataEngine } from '../../../kernel/src/data/open.js';
import {
  numberColumn,
  type OutputColumn,
  outputColumn,
  textColumn,
} from '../../../kernel/src/data/output-column.js';
import { unwatched } from '../../../kernel/src/task.js';
import { loadStep, problemsOf, workspaceWith } from './workspace.js';

const numbers = (name: string, values: number[]) => numberColumn(name, Float64Array.from(values));

/** Writes rows in one part. */
async function write(engine: DataEngine, path: string, columns: readonly OutputColumn[], rows: number) {
  const folder = join(engine.workspace, '.drafts');
  const table = await draftTable(engine, { folder, path, job: 'ab'.repeat(32) }, unwatched);
  await table.append(columns, rows, {}, unwatched);
  await table.finish(unwatched);
}

const source =
  'when,ok,plan,__proto__,Age,age\n2026-01-05,true,"a ""b"", c",1.5,1,2\n,,,,,\n2026-01-07,false,你好,3,3,4\n2026-01-08T10:00:00.250Z,true,"two\nlines",0.1,-1e-300,4\n';

describe('a table that is written', () => {
  it.each(['csv', 'tsv', 'json', 'jsonl', 'ndjson', 'parquet'])(
    'as %s reads back as it was',
    async (extension) => {
      const { engine } = await workspaceWith({ 'in.csv': source });
      const table = await loadTable(engine, loadStep('in.csv'), '', unwatched);
      const path = `out.${extension}`;
      await write(engine, path, [...table.columns.values()].map(outputColumn), table.rows);
      const back = await loadTable(engine, loadStep('in.csv'), '', unwatched, { path, scoring: true });
      const values = (columns: typeof table.columns) =>
        [...columns.values()].map(({ name: _, ...rest }) => rest);
      expect(values(back.columns)).toEqual(values(table.columns));
      expect([...back.columns.keys()].slice(0, 5)).toEqual([...table.columns.keys()].slice(0, 5));
    },
  );

  it('as Parquet keeps every bit of numbers, and texts apart from missing ones', async () => {
    const { engine } = await workspaceWith({});
    const given = [Math.PI, 1 / 3, 5e-324, Number.MAX_VALUE, -0.1, Number.NaN, 123456789.12345679];
    const words = ['', null, '\\N', '"', "=it's", 'a\r\nb', 'NULL'];
    await write(engine, 'o.parquet', [numbers('n', given), textColumn('t', words)], given.length);
    const place = join(engine.workspace, 'o.parquet');
    const rows = await engine.withFile(place, unwatched, (session) =>
      session.all(`SELECT n, t FROM read_parquet('${place}')`),
    );
    expect(rows).toEqual(given.map((n, i) => [Number.isNaN(n) ? null : n, words[i]]));
  });

  it('as JSON lines has an object a line, as JSON an array', async () => {
    const { engine, folder } = await workspaceWith({});
    const columns = [numbers('n', [1, Number.NaN]), textColumn('t', ['=1', null])];
    await write(engine, 'o.jsonl', columns, 2);
    expect(await readFile(join(folder, 'o.jsonl'), 'utf8')).toBe('{"n":1,"t":"=1"}\n{"n":null,"t":null}\n');
    await write(engine, 'o.json', columns, 2);
    expect(JSON.parse(await readFile(join(folder, 'o.json'), 'utf8'))).toEqual([
      { n: 1, t: '=1' },
      { n: null, t: null },
    ]);
  });

  it.each([
    ...[
      '=1+1',
      '+1+1',
      '-1+1',
      '-x',
      '@x',
      '\tx',
      '\rx',
      '  =1',
      '\u00a0=1',
      '\n=1',
      '＝1',
      '--1',
      '+',
      '-1,5',
    ],
    ...['=HYPERLINK("http://x")', '-2+3+cmd|"/c calc"!A0', '1e5\n=2'.slice(4)],
  ])('keeps a spreadsheet from running %j', async (text) => {
    const { engine, folder } = await workspaceWith({});
    await write(engine, 'o.csv', [textColumn('t', [text]), numbers('n', [-1])], 1);
    const written = await readFile(join(folder, 'o.csv'), 'utf8');
    expect(written).toMatch(/^t,n\n("?)'/);
    expect(written).toMatch(/,-1\n$/);
  });

  it.each(['+1', '-1', '-1.5e-3', '+.5', '-inf', '-', '12', 'a=1', '1-1'])(
    'leaves %j as it is',
    async (text) => {
      const { engine, folder } = await workspaceWith({});
      await write(engine, 'o.csv', [textColumn('t', [text]), numbers('n', [-1])], 1);
      expect(await readFile(join(folder, 'o.csv'), 'utf8')).toBe(`t,n\n${text},-1\n`);
    },
  );

  it('keeps names of columns from being run, too, and leaves them alone where nothing runs them', async () => {
    const { engine, folder } = await workspaceWith({});
    const columns = [textColumn('=cmd()', ['@a']), numbers('-1', [2])];
    await write(engine, 'o.csv', columns, 1);
    expect(await readFile(join(folder, 'o.csv'), 'utf8')).toBe("'=cmd(),-1\n'@a,2\n");
    await write(engine, 'o.json', columns, 1);
    expect(JSON.parse(await readFile(join(folder, 'o.json'), 'utf8'))).toEqual([{ '=cmd()': '@a', '-1': 2 }]);
  });

  it('leaves no temporary file behind and refuses a path outside', async () => {
    const { engine, folder } = await workspaceWith({});
    for (const path of ['o.parquet', 'o.csv']) await write(engine, path, [numbers('n', [1])], 1);
    expect((await readdir(folder)).sort()).toEqual(['.drafts', 'o.csv', 'o.parquet']);
    expect(await readdir(join(folder, '.drafts'))).toEqual([]);
    const refused = await problemsOf(write(engine, '../o.csv', [numbers('n', [1])], 1));
    expect(refused[0]?.code).toBe('CS1102');
    const gone = await problemsOf(write(engine, 'no/such/o.csv', [numbers('n', [1])], 1));
    expect(gone[0]?.code).toBe('CS1101');
  });
});

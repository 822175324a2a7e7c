import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTable } from '../../../kernel/src/data/load.js';
import { type OutputColumn, outputColumn, writeTable } from '../../../kernel/src/data/write.js';
import { unwatched } from '../../../kernel/src/task.js';
import { loadStep, problemsOf, workspaceWith } from './workspace.js';

const texts = (name: string, values: (string | null)[]): OutputColumn => ({
  name,
  type: 'text',
  at: (row) => values[row]!,
});
const numbers = (name: string, values: number[]): OutputColumn => ({
  name,
  type: 'number',
  at: (row) => values[row]!,
});

describe('writeTable', () => {
  it.each(['csv', 'tsv', 'json', 'parquet'])('writes %s that reads back as it was', async (extension) => {
    const source =
      'when,ok,plan,__proto__,Age,age\n2026-01-05,true,"a ""b"", c",1.5,1,2\n,,,,,\n2026-01-07,false,你好,3,3,4\n';
    const { engine } = await workspaceWith({ 'in.csv': source });
    const table = await loadTable(engine, loadStep('in.csv'), '', unwatched);
    await writeTable(
      engine,
      `out.${extension}`,
      [...table.columns.values()].map(outputColumn),
      table.rows,
      unwatched,
    );
    const step = loadStep('in.csv');
    const back = await loadTable(engine, step, '', unwatched, { path: `out.${extension}`, scoring: true });
    const values = (columns: typeof table.columns) =>
      [...columns.values()].map(({ name: _, ...rest }) => rest);
    expect(values(back.columns)).toEqual(values(table.columns));
    expect([...back.columns.keys()].slice(0, 5)).toEqual([...table.columns.keys()].slice(0, 5));
  });

  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '  =1', '\u00a0=1', '\n=1', '＝1'])(
    'keeps a spreadsheet from running %j',
    async (text) => {
      const { engine, folder } = await workspaceWith({});
      await writeTable(engine, 'o.csv', [texts('t', [text]), numbers('n', [-1])], 1, unwatched);
      const written = await readFile(join(folder, 'o.csv'), 'utf8');
      expect(written).toMatch(/^t,n\n("?)'/);
      expect(written).toMatch(/,-1\n$/);
    },
  );

  it('leaves no temporary file behind and refuses a path outside', async () => {
    const { engine, folder } = await workspaceWith({});
    await writeTable(engine, 'o.parquet', [numbers('n', [1])], 1, unwatched);
    expect(await readdir(folder)).toEqual(['o.parquet']);
    const refused = await problemsOf(writeTable(engine, '../o.csv', [numbers('n', [1])], 1, unwatched));
    expect(refused[0]?.code).toBe('CS1102');
    const gone = await problemsOf(writeTable(engine, 'no/such/o.csv', [numbers('n', [1])], 1, unwatched));
    expect(gone[0]?.code).toBe('CS1101');
  });
});

import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveDataFile, resolveOutput } from '../../../kernel/src/data/paths.js';
import { unwatched } from '../../../kernel/src/task.js';
import { problemsOf, workspaceWith } from './workspace.js';

describe('paths of data files', () => {
  it.each([
    '../other/x.csv',
    'sub/../../x.csv',
    'https://example.org/x.csv',
    's3://b/x.csv',
    '*.csv',
    'x?.csv',
    'a\nb.csv',
    '',
  ])('refuses %j', async (path) => {
    const { folder } = await workspaceWith({ 'x.csv': 'a\n1\n' });
    expect((await problemsOf(resolveDataFile(folder, path)))[0]?.code).toBe('CS1102');
  });

  it('refuses a symlink that leaves the workspace, and follows one that stays', async () => {
    const outside = await workspaceWith({ 'secret.csv': 'a\n1\n' });
    const { folder } = await workspaceWith({ 'x.csv': 'a\n1\n' });
    await symlink(join(outside.folder, 'secret.csv'), join(folder, 'out.csv'));
    await symlink(join(folder, 'x.csv'), join(folder, 'in.csv'));
    expect((await problemsOf(resolveDataFile(folder, 'out.csv')))[0]?.code).toBe('CS1102');
    expect(await resolveDataFile(folder, 'in.csv')).toBe(join(folder, 'x.csv'));
  });

  it('refuses a folder and an absolute path elsewhere', async () => {
    const { folder } = await workspaceWith({});
    await mkdir(join(folder, 'd.csv'));
    expect((await problemsOf(resolveDataFile(folder, 'd.csv')))[0]?.code).toBe('CS1103');
    expect((await problemsOf(resolveDataFile(folder, '/etc/passwd')))[0]?.code).toBe('CS1102');
  });

  it('never writes through a symlink, dangling or not', async () => {
    const { folder } = await workspaceWith({});
    await symlink('/tmp/causal-nowhere.csv', join(folder, 'dangling.csv'));
    expect((await problemsOf(resolveOutput(folder, 'dangling.csv')))[0]?.code).toBe('CS1141');
    const outside = await workspaceWith({});
    await symlink(outside.folder, join(folder, 'sub'));
    expect((await problemsOf(resolveOutput(folder, 'sub/x.csv')))[0]?.code).toBe('CS1141');
  });
});

describe('the data engine', () => {
  it('can read the one file it was opened for and nothing else', async () => {
    const { folder, engine } = await workspaceWith({ 'x.csv': 'a\n1\n', 'y.csv': 'a\n1\n' });
    const refused = [
      `SELECT * FROM read_csv('${join(folder, 'y.csv')}')`,
      `COPY (SELECT 1) TO '${join(folder, 'z.csv')}'`,
      `ATTACH '${join(folder, 'z.db')}'`,
      'INSTALL httpfs',
      'SET threads = 4',
      `SELECT * FROM read_csv('https://example.org/x.csv')`,
    ];
    await engine.withFile(join(folder, 'x.csv'), unwatched, async (session) => {
      expect(await session.all(`SELECT count(*) FROM read_csv('${join(folder, 'x.csv')}')`)).toEqual([[1n]]);
      for (const sql of refused) await expect(session.all(sql), sql).rejects.toThrow();
    });
    await expect(writeFile(join(folder, 'z.csv'), '', { flag: 'wx' })).resolves.toBeUndefined();
  });

  it('answers with a problem where a query outgrows the memory limit', async () => {
    const { folder, engine } = await workspaceWith({ 'x.csv': 'a\n1\n' });
    const hungry = engine.withFile(join(folder, 'x.csv'), unwatched, (session) =>
      session.all('SELECT count(DISTINCT repeat(CAST(range AS VARCHAR), 200)) FROM range(20000000)'),
    );
    expect((await problemsOf(hungry))[0]?.code).toBe('CS1130');
  });
});

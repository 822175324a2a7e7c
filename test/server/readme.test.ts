import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openEngine } from '../../kernel/src/data/open.js';
import { writeShop } from '../../samples/generate/write-shop.js';
import { checkFiles } from '../../server/src/compile.js';

const readme = join(import.meta.dirname, '../../README.md');

it('the page of the language in the README is a spec without problems, on the sample shop', async () => {
  const [, spec] = /```causal\n(.*?)```/s.exec(await readFile(readme, 'utf8')) ?? [];
  const workspace = await mkdtemp(join(tmpdir(), 'causal-readme-'));
  await mkdir(join(workspace, 'data'));
  await writeShop(join(workspace, 'data'), { rows: 200, seed: 1 });
  const file = join(workspace, 'readme.causal');
  await writeFile(file, spec!);
  const engine = await openEngine({ workspace, memoryLimitMb: 512, threads: 1 });
  const checked = (await checkFiles([file], workspace, engine)).get(file);
  expect(checked?.problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
  expect(checked?.plan?.actions).toHaveLength(3);
});

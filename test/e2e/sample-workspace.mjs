import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A folder of its own with the sample spec, the sample notebook and freshly generated data; gives its path. */
export function createSampleWorkspace({ rows = 4000, seed = 7 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'causal-sample-'));
  mkdirSync(join(folder, 'data'));
  for (const name of ['coupon.causal', 'coupon.causalnb'])
    cpSync(join(root, 'samples', name), join(folder, name));
  const args = [
    join(root, 'dist/generate.mjs'),
    '--rows',
    String(rows),
    '--seed',
    String(seed),
    '--out',
    join(folder, 'data'),
  ];
  const done = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`The sample data could not be generated:\n${done.stderr}`);
  return folder;
}

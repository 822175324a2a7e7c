/**
 * Makes a fresh clone ready: installs the locked packages once per lockfile, then builds what is out of date.
 * Built-in modules only, since it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules/.causal-lock');

/** `npm ci` in the same npm that runs this script, or the one on PATH; no command line is built from text. */
function install() {
  const npm = process.env.npm_execpath;
  const [program, first] =
    npm && /\.c?js$/.test(npm)
      ? [process.execPath, [npm]]
      : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  const done = spawnSync(program, [...first, 'ci', '--ignore-scripts'], { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) throw new Error('The packages could not be installed; see what npm said above.');
}

try {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== lock) {
    install();
    writeFileSync(stampFile, lock);
  }
  const { build } = await import('./build.mjs');
  const written = await build();
  if (written.length > 0) console.log(`Built ${written.join(', ')}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

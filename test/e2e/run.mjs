/** `npm run test:e2e`: sets up the real VS Code, packs and installs the extension, and runs the tests in a real browser. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser, installEditor, installExtension, systemPackages } from './editor.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

if (!findBrowser()) {
  console.error(`A browser is needed. On Debian: apt-get install ${systemPackages.join(' ')}`);
  process.exit(1);
}
installEditor();
const done = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    'vitest.e2e.config.ts',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, CAUSAL_EXTENSIONS: installExtension() } },
);
process.exit(done.status ?? 1);

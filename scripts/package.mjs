/**
 * Packs the extension for this machine's platform into a `.vsix` in the root. What goes in stands in `.vscodeignore`.
 * Use: `npm run package`.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Without one of these the package would install and then fail at the person's machine. */
const needed = [
  'dist/extension.cjs',
  'dist/server.mjs',
  'dist/kernel.mjs',
  'dist/generate.mjs',
  'dist/renderer.js',
  'client/syntaxes/causal.tmLanguage.json',
  'samples/coupon.causal',
  'samples/coupon.causalnb',
];

function refuseIncomplete() {
  const missing = needed.filter((path) => !existsSync(join(root, path)));
  if (missing.length > 0) throw new Error(`Not packed, because these are missing: ${missing.join(', ')}.`);
}

/** Packages of other versions would be taken for this one. */
function removeOld() {
  for (const name of readdirSync(root)) if (name.endsWith('.vsix')) rmSync(join(root, name));
}

try {
  await build();
  refuseIncomplete();
  removeOld();
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const target = `${process.platform}-${process.arch}`;
  const packagePath = join(root, `${name}-${version}-${target}.vsix`);
  await createVSIX({
    cwd: root,
    packagePath,
    target,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

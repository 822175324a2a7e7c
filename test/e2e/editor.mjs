/**
 * The real VS Code of the end-to-end tests: its workbench served by code-server, with the packed extension installed.
 * Everything lives in `.cache/` and is reused: a Node of its own (code-server wants a certain one), the server, and per start
 * a fresh profile.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const cache = join(root, '.cache');

/**
 * Editors to test in: the newest, and with `CAUSAL_EDITOR=oldest` the oldest that can be set up from packages alone. Each
 * wants the Node it was made with.
 */
const editors = {
  newest: { version: '4.139.1', folder: 'code-server', node: '24', install: installWhole },
  oldest: { version: '4.99.3', folder: 'code-server-oldest', node: '20', install: installInParts },
};
const editor = editors[process.env.CAUSAL_EDITOR === 'oldest' ? 'oldest' : 'newest'];
const nodeBin = join(cache, `node${editor.node}/node_modules/node/bin`);
const serverFolder = join(cache, editor.folder);
const serverPackage = join(serverFolder, 'node_modules/code-server');
const serverEntry = join(serverPackage, 'out/node/entry.js');
const readyMark = join(serverFolder, 'READY');

const startTimeout = 60_000;
const stopTimeout = 5_000;

/** Debian packages a fresh machine needs; `.ci/run` installs them. */
export const systemPackages = [
  'chromium',
  'libkrb5-dev',
  'libsecret-1-dev',
  'libxkbfile-dev',
  'pkg-config',
  'g++',
  'make',
  'python3',
  'fonts-noto-cjk',
];

const withItsNode = () => ({ ...process.env, PATH: `${nodeBin}:${process.env.PATH}` });

/** What `npm run` sets would tell the installer of the editor that it runs on the project's Node, and with its settings. */
const withoutNpm = (environment) =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.toLowerCase().startsWith('npm_')));

/** Runs npm with the editor's Node. @throws Error with the end of what npm said */
function npm(folder, ...args) {
  const done = spawnSync('npm', [...args, '--no-audit', '--foreground-scripts'], {
    cwd: folder,
    env: withoutNpm(withItsNode()),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (done.status !== 0) {
    const end = `${done.stdout}${done.stderr}`.split('\n').slice(-60).join('\n');
    throw new Error(`npm ${args.join(' ')} failed:\n${end}`);
  }
}

function emptyPackage(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
}

/** Its native modules are compiled here, so its install scripts must run; the project's own dependencies have none. */
function installWhole(specifier) {
  npm(serverFolder, 'install', specifier, '--ignore-scripts=false');
}

/**
 * The scripts of older editors fetch programs from elsewhere: packages come without them, and then the modules that are
 * needed are compiled one by one; what finds files is a package now.
 */
function installInParts(specifier) {
  npm(serverFolder, 'install', specifier, '@vscode/ripgrep-universal@1.18.0', '--ignore-scripts');
  const code = join(serverPackage, 'lib/vscode');
  for (const folder of [code, join(code, 'extensions')])
    npm(folder, 'install', '--omit=dev', '--ignore-scripts');
  npm(serverFolder, 'rebuild', 'argon2', '--ignore-scripts=false');
  for (const module of ['@vscode/spdlog', 'kerberos', 'native-watchdog'])
    npm(code, 'rebuild', module, '--ignore-scripts=false');
  const gyp = join(code, 'node_modules/node-pty');
  npm(gyp, 'exec', '--yes', '--package', 'node-gyp@11.4.2', '--', 'node-gyp', 'rebuild');
  const search = join(serverFolder, 'node_modules/@vscode/ripgrep-universal/bin');
  cpSync(
    join(search, `${process.platform}-${process.arch}`),
    join(code, 'node_modules/@vscode/ripgrep/bin'),
    {
      recursive: true,
    },
  );
  rmSync(join(code, 'node_modules.asar'), { recursive: true, force: true });
  symlinkSync('node_modules', join(code, 'node_modules.asar'));
}

/** Installs the editor into `.cache/` where it is not there yet (about 3 minutes). */
export function installEditor() {
  if (existsSync(readyMark)) return;
  console.log('Setting up a real VS Code in .cache (once, about 3 minutes) ...');
  const nodeFolder = join(cache, `node${editor.node}`);
  if (!existsSync(join(nodeBin, 'node'))) {
    emptyPackage(nodeFolder);
    npm(nodeFolder, 'install', `node@${editor.node}`, '--ignore-scripts=false');
  }
  emptyPackage(serverFolder);
  editor.install(`code-server@${editor.version}`);
  writeFileSync(readyMark, '');
}

/** The browser that $CHROMIUM names, or the machine's own; undefined where there is none. */
export function findBrowser() {
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return [process.env.CHROMIUM ?? '', ...usual].find((path) => path && existsSync(path));
}

function packExtension() {
  const done = spawnSync(process.execPath, [join(root, 'scripts/package.mjs')], {
    cwd: root,
    stdio: 'inherit',
  });
  if (done.status !== 0) throw new Error('The extension could not be packed (see above).');
  const file = readdirSync(root).find((name) => name.endsWith('.vsix'));
  if (!file) throw new Error('scripts/package.mjs wrote no .vsix.');
  return join(root, file);
}

/** Packs the extension and installs it into a folder of extensions, whose path it gives. */
export function installExtension() {
  const extensions = join(cache, 'extensions');
  rmSync(extensions, { recursive: true, force: true });
  mkdirSync(extensions, { recursive: true });
  const args = [serverEntry, '--extensions-dir', extensions, '--install-extension', packExtension()];
  const done = spawnSync(join(nodeBin, 'node'), args, { env: withItsNode(), encoding: 'utf8' });
  if (done.status !== 0)
    throw new Error(`The extension could not be installed:\n${done.stdout}${done.stderr}`);
  return extensions;
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'files.simpleDialog.enable': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
};

/** A language pack without a word in it: the editor is in that language as extensions see it, and its own words stay English. */
function writeLanguagePack(profile, locale) {
  const vscode = join(profile, 'words.json');
  writeFileSync(vscode, JSON.stringify({ contents: {} }));
  const extensions = [{ extensionIdentifier: { id: 'none.words' }, version: '1.0.0' }];
  const pack = { hash: 'none', label: locale, extensions, translations: { vscode } };
  writeFileSync(join(profile, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}

/**
 * Starts the editor on a workspace; resolves once it answers.
 * @param {{ workspace: string, extensions: string, trusted?: boolean, settings?: Record<string, unknown>, port?: number, locale?: string }} options
 * @returns {Promise<{ url: string, profile: string, stop: () => Promise<void> }>}
 */
export async function startEditor({ workspace, extensions, trusted = true, settings = {}, port, locale }) {
  const profile = mkdtempSync(join(tmpdir(), 'causal-vscode-'));
  mkdirSync(join(profile, 'User'), { recursive: true });
  writeFileSync(join(profile, 'User/settings.json'), JSON.stringify({ ...quiet, ...settings }));
  if (locale) writeLanguagePack(profile, locale);
  const chosenPort = port ?? (await freePort());
  const args = [
    serverEntry,
    '--auth',
    'none',
    '--bind-addr',
    `127.0.0.1:${chosenPort}`,
    '--user-data-dir',
    profile,
    '--extensions-dir',
    extensions,
    '--disable-telemetry',
    '--disable-update-check',
    '--config',
    join(profile, 'config.yaml'),
    ...(trusted ? ['--disable-workspace-trust'] : []),
    ...(locale ? ['--locale', locale] : []),
    workspace,
  ];
  // A group of its own, so that stopping takes the extension host and the kernels with it.
  const server = spawn(join(nodeBin, 'node'), args, {
    env: withItsNode(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk) => {
      log += chunk;
    });
  const ended = new Promise((resolve) => server.once('exit', resolve));

  const stop = async () => {
    const signal = (name) => {
      try {
        process.kill(-server.pid, name);
      } catch {
        /* already gone */
      }
    };
    signal('SIGTERM');
    await Promise.race([ended, sleep(stopTimeout)]);
    signal('SIGKILL');
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };

  const origin = `http://127.0.0.1:${chosenPort}`;
  const until = Date.now() + startTimeout;
  while (Date.now() < until && server.exitCode === null) {
    const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (answer?.ok) return { url: `${origin}/?folder=${encodeURIComponent(workspace)}`, profile, stop };
    await sleep(200);
  }
  await stop();
  throw new Error(`The editor did not start:\n${log}`);
}

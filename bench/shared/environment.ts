import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

/** Everything the bench fetches or draws; git knows nothing of it. */
export const peersFolder = resolve('.cache/peers');
/** What the peers of all benches share: packages to install, and what every script measures with. */
export const sharedScripts = resolve('bench/shared/peers');
/** The peers' side of the bench that runs. */
export const scripts = resolve('bench', basename(process.argv[1], '.mjs'), 'peers');

/** The peers of today, those that only older Pythons can run, those of causal effects, those that read texts, those that score files, and those that rank. */
export type Environment = 'current' | 'older' | 'causal' | 'text' | 'scoring' | 'rankings';

/** Pythons that an environment is made with, the best first, and its packages, one pip call a file. */
const recipes: Record<Environment, { versions: readonly string[]; requirements: readonly string[] }> = {
  current: { versions: ['3.12', '3.13', '3.14', '3.11'], requirements: ['requirements.txt'] },
  older: { versions: ['3.9'], requirements: ['requirements-older.txt', 'requirements-older-built.txt'] },
  causal: { versions: ['3.12', '3.11'], requirements: ['requirements-causal.txt'] },
  text: { versions: ['3.12', '3.11'], requirements: ['requirements-text.txt'] },
  scoring: { versions: ['3.12', '3.11'], requirements: ['requirements-scoring.txt'] },
  rankings: { versions: ['3.12', '3.11'], requirements: ['requirements-rankings.txt'] },
};

const made = new Map<Environment, string | undefined>();

/** The Python of an environment, made when it is first asked for; undefined where this machine cannot make it. */
export function pythonOf(environment: Environment): string | undefined {
  if (!made.has(environment)) made.set(environment, make(environment));
  return made.get(environment);
}

function make(environment: Environment): string | undefined {
  const { versions, requirements } = recipes[environment];
  const folder = join(peersFolder, `python-${environment}`);
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const stamp = join(folder, 'requirements.txt');
  const wanted = requirements.map((file) => readFileSync(join(sharedScripts, file), 'utf8')).join('');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  const base = versions.map(interpreter).find((found) => found !== undefined);
  if (!base) {
    console.error(`No Python ${versions.join(' or ')} here: the peers that need it are left out.`);
    return undefined;
  }
  console.log(`Installing the ${environment} peers with ${base}...`);
  mkdirSync(peersFolder, { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  const steps = [
    [base, '-m', 'venv', folder],
    ...requirements.map((file) => [
      ...[python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-build-isolation'],
      ...['-r', join(sharedScripts, file)],
    ]),
  ];
  for (const [program, ...rest] of steps) {
    const { status, stderr } = spawnSync(program, rest, { encoding: 'utf8' });
    if (status === 0) continue;
    console.error(`The ${environment} peers cannot be installed and are left out:\n${stderr}`);
    return undefined;
  }
  writeFileSync(stamp, wanted);
  return python;
}

/** An interpreter of this version: on the path, or among those that pyenv keeps. */
function interpreter(version: string): string | undefined {
  const kept = join(process.env.PYENV_ROOT ?? '', 'versions');
  const ofPyenv = existsSync(kept)
    ? readdirSync(kept)
        .filter((name) => name.startsWith(`${version}.`))
        .map((name) => join(kept, name, 'bin/python'))
    : [];
  return [`python${version}`, ...ofPyenv].find(
    (program) => spawnSync(program, ['-c', 'import venv'], { stdio: 'ignore' }).status === 0,
  );
}

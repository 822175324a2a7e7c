import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { peersFolder, pythonOf } from '../shared/environment.js';

/** The release of gensim whose tests carry the documents. */
export const carrier = 'gensim==4.4.0';
const folder = join(peersFolder, 'lee');
const data = 'gensim/test/test_data';
const members = ['lee.cor', 'lee_background.cor', 'similarities0-1.txt'];

/**
 * Fifty short news texts, how alike people found every two of them (0 to 1, mean of some ten ratings), and three hundred more texts of the
 * same source (Lee, Pincombe and Welsh 2005).
 */
export interface LeeDocuments {
  readonly texts: readonly string[];
  /** One row and one column per text; the upper triangle counts. */
  readonly ratings: readonly (readonly number[])[];
  readonly background: readonly string[];
}

/** Fetches the documents once, as part of the package that carries them; false where that cannot be done. */
export function fetchLeeDocuments(): boolean {
  if (members.every((name) => existsSync(join(folder, data, name)))) return true;
  const python = pythonOf('text');
  if (!python) return false;
  mkdirSync(folder, { recursive: true });
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:'];
  if (!ran(python, '-m', 'pip', 'download', ...options, '--dest', folder, carrier)) return false;
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) return false;
  const unpack = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2], sys.argv[3:])';
  return ran(python, '-c', unpack, join(folder, wheel), folder, ...members.map((name) => `${data}/${name}`));
}

export function readLeeDocuments(): LeeDocuments {
  const [texts, background, ratings] = members.map((name) =>
    readFileSync(join(folder, data, name), 'latin1')
      .split('\n')
      .filter((line) => line.trim() !== ''),
  );
  return { texts, background, ratings: ratings.map((line) => line.trim().split(/\s+/).map(Number)) };
}

function ran(program: string, ...rest: string[]): boolean {
  const { status, stderr } = spawnSync(program, rest, { encoding: 'utf8' });
  if (status !== 0) console.error(`The documents cannot be had: ${stderr}`);
  return status === 0;
}

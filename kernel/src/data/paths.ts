import type { Stats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileError } from '../files/file-error.js';
import type { LoadStep } from '../plan.js';
import { inputError } from '../problem.js';
import { say } from '../words/say.js';

export type FileFormat = LoadStep['parameters']['format'];

const formats: ReadonlyMap<string, FileFormat> = new Map([
  ['.csv', 'csv'],
  ['.tsv', 'tsv'],
  ['.tab', 'tsv'],
  ['.parquet', 'parquet'],
  ['.json', 'json'],
  ['.jsonl', 'json'],
  ['.ndjson', 'json'],
]);

/** The format a data file's extension names, or undefined where it is none this engine reads. */
export function formatOf(path: string): FileFormat | undefined {
  return formats.get(extname(path).toLowerCase());
}

/** Whether `path` (absolute, symlinks resolved) is `folder` or lies below it. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Refuses what no honest path holds: other schemes, patterns, control characters, steps upward. */
function refuseOddPath(path: string): void {
  const refuse = (why: string) =>
    inputError('CS1102', say`The path "${path}" is refused: ${why}.`, { file: path });
  if (path.trim() === '') throw refuse(say`it is empty`);
  if (/^[a-z][a-z0-9+.-]+:/i.test(path))
    throw refuse(say`only files on this machine can be read, no addresses`);
  if (/[*?[\]{}]/.test(path)) throw refuse(say`it holds a pattern; name one file`);
  if ([...path].some((c) => c.charCodeAt(0) < 32)) throw refuse(say`it holds a control character`);
  if (path.split(/[\\/]/).includes('..'))
    throw refuse(say`".." would leave the workspace; use a path inside it`);
}

async function statOf(path: string, shown: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    throw fileError(error, shown, 'read');
  }
}

/**
 * The real path of a data file, which must be a regular file inside the workspace once every symlink is followed.
 * `path` is relative to `workspace`, or absolute below it. Throws {@link InputError} CS1101 to CS1103.
 */
export async function resolveDataFile(workspace: string, path: string): Promise<string> {
  const root = await realpath(workspace);
  const shown = isAbsolute(path) ? relative(root, path) || path : path;
  refuseOddPath(isAbsolute(path) ? relative(root, path) : path);
  const wanted = resolve(root, path);
  const info = await statOf(wanted, shown);
  const real = await realpath(wanted);
  if (!isInside(root, real)) {
    throw inputError('CS1102', say`"${shown}" leads outside the workspace; copy the file into it.`, {
      file: shown,
    });
  }
  if (!info.isFile()) {
    throw inputError(
      'CS1103',
      say`"${shown}" is not a regular file; name a CSV, TSV, Parquet or JSON file.`,
      {
        file: shown,
      },
    );
  }
  return real;
}

/**
 * The path a file may be written to: its folder exists inside the workspace once symlinks are followed, and what stands
 * at its place, if anything, is a regular file and no symlink. Throws {@link InputError} CS1141.
 */
export async function resolveOutput(workspace: string, path: string): Promise<string> {
  const root = await realpath(workspace);
  const shown = isAbsolute(path) ? relative(root, path) || path : path;
  refuseOddPath(isAbsolute(path) ? relative(root, path) : path);
  const wanted = resolve(root, path);
  let folder: string;
  try {
    folder = await realpath(dirname(wanted));
  } catch (error) {
    throw fileError(error, dirname(shown), 'write to');
  }
  const refuse = (why: string) =>
    inputError('CS1141', say`"${shown}" cannot be written: ${why}.`, { file: shown });
  if (!isInside(root, folder)) throw refuse(say`its folder lies outside the workspace`);
  const place = join(folder, basename(wanted));
  const existing = await lstat(place).catch(() => undefined);
  if (existing?.isSymbolicLink()) throw refuse(say`a symbolic link stands at its place`);
  if (existing && !existing.isFile())
    throw refuse(say`something that is not a regular file stands at its place`);
  return place;
}

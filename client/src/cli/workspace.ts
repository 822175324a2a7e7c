import { realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UsageError } from './exit-codes.js';

/**
 * The workspace of some specs: the folder nothing outside of which is read or written. The one asked for; else the nearest
 * folder above all specs that holds a content store or a repository; else the folder the specs have in common.
 *
 * @returns an absolute path, symbolic links resolved
 */
export function workspaceOf(specs: readonly string[], asked: string | undefined, cwd: string): string {
  if (asked !== undefined) {
    const folder = resolve(cwd, asked);
    if (!isFolder(folder)) throw new UsageError(`There is no folder "${asked}" to be the workspace.`);
    return realpathSync(folder);
  }
  const common = specs.map((spec) => dirname(resolve(cwd, spec))).reduce(commonFolder);
  if (!isFolder(common)) return cwd;
  const start = realpathSync(common);
  for (let folder = start; ; folder = dirname(folder)) {
    if (isFolder(join(folder, '.causal')) || isThere(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return start;
  }
}

function commonFolder(a: string, b: string): string {
  let folder = a;
  while (!isWithin(folder, b)) folder = dirname(folder);
  return folder;
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

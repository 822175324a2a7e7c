import { InputError, inputError } from '../problem.js';
import { say } from '../words/say.js';

/** What was to be done with the file. */
type Verb = 'read' | 'write' | 'write to';

const causes: ReadonlyMap<string, (file: string, verb: Verb) => [code: string, message: string]> = new Map([
  ['ENOENT', (file) => ['CS1101', say`There is no file "${file}"; check its name and the folder it is in.`]],
  ['ENOTDIR', (file) => ['CS1101', say`There is no file "${file}"; check its name and the folder it is in.`]],
  ['EACCES', (file, verb) => ['CS1103', forbidden(file, verb)]],
  ['EPERM', (file, verb) => ['CS1103', forbidden(file, verb)]],
  ['EISDIR', (file) => ['CS1103', say`"${file}" is a folder; name a file.`]],
  ['EROFS', (file) => ['CS1142', say`"${file}" is on a read-only disk; choose another place.`]],
  [
    'ENOSPC',
    (file) => ['CS1142', say`The disk is full: "${file}" could not be written; free space and run again.`],
  ],
  [
    'EDQUOT',
    (file) => ['CS1142', say`The disk is full: "${file}" could not be written; free space and run again.`],
  ],
  ['ELOOP', (file) => ['CS1102', say`"${file}" is a circle of symbolic links.`]],
  ['ENAMETOOLONG', (file) => ['CS1102', say`The path "${file.slice(0, 80)}..." is too long.`]],
]);

function forbidden(file: string, verb: Verb): string {
  switch (verb) {
    case 'read':
      return say`No permission to read "${file}"; change its permissions.`;
    case 'write':
      return say`No permission to write "${file}"; change its permissions.`;
    case 'write to':
      return say`No permission to write to "${file}"; change its permissions.`;
  }
}

/** Turns an operating system error on a file into what the person can do; other errors come back unchanged. */
export function fileError(error: unknown, file: string, verb: Verb): unknown {
  if (error instanceof InputError || !(error instanceof Error) || !('code' in error)) return error;
  const cause = causes.get(String(error.code))?.(file, verb);
  return cause ? inputError(cause[0], cause[1], { file }) : error;
}

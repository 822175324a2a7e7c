import { InputError, inputError } from '../problem.js';

const causes: ReadonlyMap<string, (file: string, verb: string) => [code: string, message: string]> = new Map([
  ['ENOENT', (file) => ['CS1101', `There is no file "${file}"; check its name and the folder it is in.`]],
  ['ENOTDIR', (file) => ['CS1101', `There is no file "${file}"; check its name and the folder it is in.`]],
  ['EACCES', (file, verb) => ['CS1103', `No permission to ${verb} "${file}"; change its permissions.`]],
  ['EPERM', (file, verb) => ['CS1103', `No permission to ${verb} "${file}"; change its permissions.`]],
  ['EISDIR', (file) => ['CS1103', `"${file}" is a folder; name a file.`]],
  ['EROFS', (file) => ['CS1142', `"${file}" is on a read-only disk; choose another place.`]],
  [
    'ENOSPC',
    (file) => ['CS1142', `The disk is full: "${file}" could not be written; free space and run again.`],
  ],
  [
    'EDQUOT',
    (file) => ['CS1142', `The disk is full: "${file}" could not be written; free space and run again.`],
  ],
  ['ELOOP', (file) => ['CS1102', `"${file}" is a circle of symbolic links.`]],
  ['ENAMETOOLONG', (file) => ['CS1102', `The path "${file.slice(0, 80)}..." is too long.`]],
]);

/** Turns an operating system error on a file into what the person can do; other errors come back unchanged. */
export function fileError(error: unknown, file: string, verb: string): unknown {
  if (error instanceof InputError || !(error instanceof Error) || !('code' in error)) return error;
  const cause = causes.get(String(error.code))?.(file, verb);
  return cause ? inputError(cause[0], cause[1], { file }) : error;
}

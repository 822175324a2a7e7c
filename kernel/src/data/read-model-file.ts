import { readFile, stat } from 'node:fs/promises';
import { fileError } from '../files/file-error.js';
import { inputError } from '../problem.js';
import { say } from '../words/say.js';
import type { DataEngine } from './open.js';
import { resolveDataFile } from './paths.js';

/** A text of more has no place in one string. */
const mostMb = 400;

/**
 * Text of a model that another library saved.
 *
 * @param path relative to the workspace
 * @throws InputError where the file cannot be read (CS1101 to CS1103) or is too large (CS5042)
 */
export async function readModelFile(engine: DataEngine, path: string): Promise<string> {
  const real = await resolveDataFile(engine.workspace, path);
  const { size } = await stat(real);
  if (size > mostMb * 2 ** 20) {
    const message = say`"${path}" has ${Math.ceil(size / 2 ** 20)} MB, and a model may have ${mostMb}; train a smaller one.`;
    throw inputError('CS5042', message, { file: path });
  }
  try {
    return await readFile(real, 'utf8');
  } catch (error) {
    throw fileError(error, path, 'read');
  }
}

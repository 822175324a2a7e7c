import { readFile, stat } from 'node:fs/promises';
import { fileError } from '../../../kernel/src/files/file-error.js';
import { inputError } from '../../../kernel/src/problem.js';
import { say } from '../../../kernel/src/words/say.js';

/** Of a spec or notebook, in MB: beyond it nobody wrote it by hand. */
const mostMb = 100;

/** The text of a spec or a notebook. @throws InputError where it cannot be read as what it is */
export async function readText(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    const { size } = await stat(file);
    if (size > mostMb * 1e6) {
      const message = say`"${file}" has ${Math.round(size / 1e6)} MB and at most ${mostMb} MB are read; clear its outputs and save it again.`;
      throw inputError('CS1013', message, { file });
    }
    bytes = await readFile(file);
  } catch (error) {
    throw fileError(error, file, 'read');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw inputError('CS1013', say`"${file}" is not written in UTF-8; save it in that encoding.`, { file });
  }
}

import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAtomically } from '../../../kernel/src/files/atomic.js';
import { fileError } from '../../../kernel/src/files/file-error.js';

/** Writes a file the person asked for, whole or not at all; its folder is made. @throws InputError where it cannot be */
export async function writeText(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeAtomically(path, dirname(path), [Buffer.from(text)]);
  } catch (error) {
    throw fileError(error, path, 'write');
  }
}

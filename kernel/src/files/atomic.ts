import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file so that at every moment, a crash included, either the old content stands there or the new one: to a
 * temporary file on the same disk, flushed, renamed into place, and the folder flushed. `path` must be a place the caller
 * has checked; its folder is made where it is not there.
 *
 * @param temporaryFolder on the same disk as `path`
 * @param parts the content, piece by piece
 */
export async function writeAtomically(
  path: string,
  temporaryFolder: string,
  parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const temporary = join(temporaryFolder, `.${basename(path)}.${process.pid}.${randomUUID()}.tmp`);
  try {
    // `wx` never opens what is already there, a symbolic link included.
    const file = await open(temporary, 'wx', 0o666);
    try {
      for await (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await moveIntoPlace(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Renames a finished, flushed temporary file to `path` and flushes the folder. */
export async function moveIntoPlace(temporary: string, path: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  await rename(temporary, path);
  await flushFolder(folder);
}

/** Makes a rename last through a power cut. Windows cannot flush a folder and does not need to. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

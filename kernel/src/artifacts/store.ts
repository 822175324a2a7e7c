import { createHash } from 'node:crypto';
import { type FileHandle, lstat, mkdir, open, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeAtomically } from '../files/atomic.js';
import { fileError } from '../files/file-error.js';
import { inputError } from '../problem.js';
import { type Blob, headerOf, type Made, parseHeader } from './container.js';
import { sweepArtifacts, sweepDrafts, sweepTemporary } from './sweep.js';

/** Where files that are being written part by part wait until they are whole; see `files/draft.ts`. */
export const draftsFolder = 'drafts';

/** Artifacts kept by an opened store, in bytes; see {@link sweepArtifacts}. */
const mostBytes = 2 * 2 ** 30;

/**
 * Results kept by content, so that nothing is computed twice and nothing finished is lost.
 *
 * A folder (`.causal` in the workspace) with one file per artifact, `artifacts/ab/abcd...`, named by its key: a sha256 in
 * hexadecimal, over everything the artifact depends on. Such a file holds a manifest and the blobs it describes, each
 * with its own sha256 (see `container.ts`). It is written to `tmp/` first, flushed to the disk, renamed into place, and the
 * folder is flushed: a crash or a full disk leaves the old artifact or none, never half a one. Several processes may
 * write at once, since equal keys mean equal content. Whatever is damaged is told, removed and computed again. Opening a store
 * of more than 2 GiB removes what was used longest ago: reading an artifact renews its time.
 */
export interface Store {
  readonly folder: string;
  /** The blob called `name` of an artifact, or undefined where there is none or it is damaged. */
  read(key: string, name: string): Promise<Uint8Array | undefined>;
  /**
   * Keeps blobs under a key, replacing what stood there.
   * @throws InputError CS1103, CS1142: no permission, read-only, disk full; what was kept before is still there
   */
  write(key: string, made: Made, blobs: ReadonlyMap<string, Uint8Array>): Promise<void>;
}

/**
 * Opens the store, making the folder where it is not there, and sweeps: what dead processes left in `tmp/`, drafts that
 * nobody went on with, and what was used longest ago of more than `limit` bytes.
 *
 * @param warn told in one sentence of everything damaged
 * @throws InputError where the folder cannot be made or is a symbolic link
 */
export async function openStore(
  folder: string,
  warn: (message: string) => void,
  limit = mostBytes,
): Promise<Store> {
  const shown = basename(folder);
  try {
    const existing = await lstat(folder).catch(() => undefined);
    if (existing && !existing.isDirectory()) {
      const what = existing.isSymbolicLink() ? 'symbolic link' : 'file';
      throw inputError(
        'CS1141',
        `"${shown}" is a ${what}, where results are kept in a folder; move it away.`,
        {
          file: shown,
        },
      );
    }
    await mkdir(join(folder, 'tmp'), { recursive: true });
    await mkdir(join(folder, 'artifacts'), { recursive: true });
    await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
    await sweepTemporary(join(folder, 'tmp'));
    await sweepDrafts(join(folder, draftsFolder));
    await sweepArtifacts(join(folder, 'artifacts'), limit);
  } catch (error) {
    throw fileError(error, shown, 'write to');
  }
  return new FolderStore(folder, warn);
}

/** sha256 of parts that together decide an artifact. */
export function keyOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

class FolderStore implements Store {
  constructor(
    readonly folder: string,
    private readonly warn: (message: string) => void,
  ) {}

  private place(key: string): string {
    if (!/^[0-9a-f]{64}$/.test(key)) throw new Error(`"${key}" is no key of the store.`);
    return join(this.folder, 'artifacts', key.slice(0, 2), key);
  }

  async read(key: string, name: string): Promise<Uint8Array | undefined> {
    const path = this.place(key);
    let file: FileHandle;
    try {
      file = await open(path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw fileError(error, basename(this.folder), 'read');
    }
    try {
      const header = await parseHeader(file, key);
      const now = new Date();
      // On a disk that is read-only an artifact keeps its time.
      await file.utimes(now, now).catch(() => undefined);
      const blob = header.blobs.find((each) => each.name === name);
      return blob && (await readBlob(file, blob));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.warn(`A kept result (${key.slice(0, 12)}) was damaged and is computed again: ${why}`);
      await rm(path, { force: true });
      return undefined;
    } finally {
      await file.close();
    }
  }

  async write(key: string, made: Made, blobs: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const parts = [headerOf(key, made, blobs), ...blobs.values()];
    try {
      await writeAtomically(this.place(key), join(this.folder, 'tmp'), parts);
    } catch (error) {
      throw fileError(error, basename(this.folder), 'write to');
    }
  }
}

async function readBlob(file: FileHandle, blob: Blob & { readonly start: number }): Promise<Uint8Array> {
  const bytes = new Uint8Array(blob.bytes);
  const { bytesRead } = await file.read(bytes, 0, blob.bytes, blob.start);
  if (bytesRead !== blob.bytes) throw new Error('it is shorter than its manifest says');
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== blob.sha256) throw new Error('its bytes do not match their sha256');
  return bytes;
}

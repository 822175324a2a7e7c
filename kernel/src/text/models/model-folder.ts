import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, win32 } from 'node:path';
import { isInside } from '../../data/paths.js';
import { inputError } from '../../problem.js';

/** A folder with the files of one model: nothing outside of it is ever read. */
export class ModelFolder {
  /**
   * @param path absolute
   * @param model its name, for messages
   */
  constructor(
    readonly path: string,
    readonly model: string,
  ) {}

  /**
   * Real path and size of a file of the folder.
   * @throws InputError CS4005 where there is none, CS4007 where it, or a link in its path, leads out of the folder
   */
  async locate(file: string): Promise<{ path: string; info: Stats }> {
    if (isAbsolute(file) || win32.isAbsolute(file) || file.split(/[\\/]/).includes('..'))
      throw this.outside(file);
    let path: string;
    try {
      path = await realpath(join(this.path, file));
    } catch {
      throw inputError(
        'CS4005',
        `File ${file} of the model ${this.model} is missing: fetch the model again.`,
      );
    }
    if (!isInside(await realpath(this.path), path)) throw this.outside(file);
    const info = await stat(path);
    if (!info.isFile())
      throw inputError('CS4005', `${file} of the model ${this.model} is no file: fetch it again.`);
    return { path, info };
  }

  async has(file: string): Promise<boolean> {
    return stat(join(this.path, file)).then(
      () => true,
      () => false,
    );
  }

  async read(file: string): Promise<Buffer> {
    return readFile((await this.locate(file)).path);
  }

  /** @throws InputError CS4006 where it is no JSON object, as when it was cut off */
  async readJson(file: string): Promise<Readonly<Record<string, unknown>>> {
    const text = (await this.read(file)).toString('utf8');
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
    } catch {
      // Told below, like any other value that is no object.
    }
    throw this.damaged(file, 'it is no JSON object');
  }

  /** sha256 of a file, read piece by piece, once while the file stays as it is. */
  async hash(file: string): Promise<string> {
    const { path, info } = await this.locate(file);
    return hashes.of(path, info, async () => {
      const hash = createHash('sha256');
      for await (const part of createReadStream(path)) hash.update(part as Buffer);
      return hash.digest('hex');
    });
  }

  damaged(file: string, why: string): Error {
    return inputError(
      'CS4006',
      `File ${file} of the model ${this.model} is damaged, ${why}: fetch the model again.`,
    );
  }

  private outside(file: string): Error {
    return inputError(
      'CS4007',
      `The model ${this.model} names "${file}", outside of its folder: nothing there is read; use a copy of the model without it.`,
    );
  }
}

/** What was found out about files, as long as they stay as they are: some are large. */
export class KnownFiles<T> {
  private readonly known = new Map<string, { readonly stamp: string; readonly value: T }>();

  async of(path: string, info: Stats, find: () => Promise<T>): Promise<T> {
    const stamp = `${info.size} ${info.mtimeMs} ${info.ino}`;
    const kept = this.known.get(path);
    if (kept?.stamp === stamp) return kept.value;
    const value = await find();
    this.known.set(path, { stamp, value });
    return value;
  }
}

const hashes = new KnownFiles<string>();

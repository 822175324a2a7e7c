import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../../../kernel/src/files/atomic.js';
import type { CellOutput } from './cell-output.js';

const formatVersion = 2;
/** In hexadecimal digits: a file begins with the hash of what follows on its next line. */
const hashLength = 64;

/** What a finished cell showed, and how it ended. Times in milliseconds since 1970. */
export interface KeptOutputs {
  readonly succeeded: boolean;
  readonly order: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outputs: readonly CellOutput[];
}

export interface Limits {
  /** Bytes of one cell's outputs; larger ones are not kept. */
  readonly cell: number;
  /** Bytes of all; the oldest are removed beyond it. */
  readonly all: number;
}

export const defaultLimits: Limits = { cell: 8 * 2 ** 20, all: 128 * 2 ** 20 };

/**
 * Names under which the outputs of a notebook's code cells are kept: each a sha256 over all that the meaning of a cell depends on within the
 * notebook, which is its own text, the code above it, and the folder its data paths start from (relative to the workspace). One rests on the
 * other, so that those of a long notebook take one pass.
 */
export function outputKeys(folder: string, code: readonly string[]): string[] {
  let key = hashOf(folder);
  return code.map((text) => {
    key = hashOf(`${key}\n${text}`);
    return key;
  });
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isOutput(value: unknown): value is CellOutput {
  return (
    isRecord(value) &&
    Array.isArray(value.items) &&
    value.items.every(
      (item) => isRecord(item) && typeof item.mime === 'string' && typeof item.text === 'string',
    )
  );
}

/** The outputs in a file, or undefined where it is damaged, of another version, or claims another key. */
function parseKept(file: string, key: string): KeptOutputs | undefined {
  const text = file.slice(hashLength + 1);
  if (file !== `${hashOf(text)}\n${text}`) return undefined;
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || value.version !== formatVersion || value.key !== key) return undefined;
  const { succeeded, order, startedAt, endedAt, outputs } = value;
  if (typeof succeeded !== 'boolean' || !Array.isArray(outputs) || !outputs.every(isOutput)) return undefined;
  if (![order, startedAt, endedAt].every(Number.isFinite)) return undefined;
  return {
    succeeded,
    order: Number(order),
    startedAt: Number(startedAt),
    endedAt: Number(endedAt),
    outputs: outputs.map(({ items }) => ({ items: items.map(({ mime, text }) => ({ mime, text })) })),
  };
}

const missing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** Outputs of finished cells, one file each in one folder: `.causal/outputs` of a workspace. */
export class OutputStore {
  constructor(
    private readonly folder: string,
    /** Told of files that cannot be used; they are then treated as not there. */
    private readonly complain: (message: string) => void,
    private readonly limits: Limits = defaultLimits,
  ) {}

  async read(key: string): Promise<KeptOutputs | undefined> {
    const path = this.pathOf(key);
    try {
      const { size } = await stat(path);
      const kept = size > this.limits.cell ? undefined : parseKept(await readFile(path, 'utf8'), key);
      if (!kept)
        this.complain(`The kept outputs in ${path} are damaged and were left out. Run the cell again.`);
      return kept;
    } catch (error) {
      if (!missing(error)) this.complain(`The kept outputs in ${path} cannot be read: ${String(error)}`);
      return undefined;
    }
  }

  /** Keeps outputs atomically: a crash leaves the old file or the new one. False where they are too large to keep. */
  async write(key: string, kept: KeptOutputs): Promise<boolean> {
    const content = JSON.stringify({ version: formatVersion, key, ...kept });
    const text = `${hashOf(content)}\n${content}`;
    if (Buffer.byteLength(text) > this.limits.cell) {
      await this.remove(key);
      return false;
    }
    await mkdir(this.folder, { recursive: true });
    await writeAtomically(this.pathOf(key), this.folder, [Buffer.from(text)]);
    await this.prune();
    return true;
  }

  async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  /** Removes the oldest files until all fit into the limit; also what a crash left half written. */
  private async prune(): Promise<void> {
    const names = await readdir(this.folder);
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(this.folder, name);
        const { size, mtimeMs } = await stat(path).catch(() => ({
          size: 0,
          mtimeMs: Number.POSITIVE_INFINITY,
        }));
        return { path, size, mtimeMs, half: name.endsWith('.tmp') };
      }),
    );
    files.sort((a, b) => b.mtimeMs - a.mtimeMs);
    const hourAgo = Date.now() - 3_600_000;
    let total = 0;
    for (const { path, size, mtimeMs, half } of files) {
      total += size;
      if (total > this.limits.all || (half && mtimeMs < hourAgo)) await rm(path, { force: true });
    }
  }

  private pathOf(key: string): string {
    return join(this.folder, `${key}.json`);
  }
}

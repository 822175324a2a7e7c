import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readFile, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Task } from '../task.js';
import { moveIntoPlace, writeAtomically } from './atomic.js';

/**
 * A file that is written part by part and outlives the death of its process. A folder holds it as far as it is written, and a journal with
 * a line a part: where the part ends, its sha256, and a state to go on from. A line ends in a sha256 over itself and all lines before it, the
 * first over the job, too, and is written once the part lies on the disk. Whoever opens the draft of the same job again has all parts that are
 * whole, and what follows them is cut off: a process may be killed at any byte, a bit may flip, and what is written in the end is the same. A
 * draft of another job begins anew.
 */
export interface Draft {
  /** Holds the draft and may hold what is made of it; goes with it. */
  readonly folder: string;
  /** The file so far. */
  readonly path: string;
  /** States of the parts that were there when it was opened, in order. */
  readonly states: readonly unknown[];
  /** Puts a part on the disk. @param state plain data that is kept with it */
  append(part: Uint8Array, state: unknown): Promise<void>;
  /** Moves a file of the folder, flushed and whole, to where it belongs, and removes the rest. */
  publish(file: string, place: string): Promise<void>;
  /** Ends the draft with bytes of no part; nothing can be appended any more. */
  end(last: Uint8Array): Promise<void>;
  /** Removes all of it. */
  discard(): Promise<void>;
}

interface Line {
  /** Bytes of the draft up to the end of the part. */
  readonly end: number;
  /** Of the part. */
  readonly sha256: string;
  readonly state: unknown;
}

/** A line with where it ends in the journal, and the sum over it and all before it. */
interface Entry extends Line {
  readonly until: number;
  readonly sum: string;
}

// A link that somebody put there leads nowhere.
const flags = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
const pieceBytes = 1 << 20;

/**
 * Opens a draft in a folder of its own. While another process that lives is writing the same one, it is a fresh one that nobody can go on with.
 *
 * @param folder of all drafts; made where it is not there
 * @param name of the draft: letters, digits and hyphens
 * @param job all that decides its bytes, in hexadecimal
 */
export async function openDraft(folder: string, name: string, job: string, task: Task): Promise<Draft> {
  await mkdir(folder, { recursive: true });
  const usual = join(folder, name);
  const place = (await isTaken(usual)) ? join(folder, `${name}-${randomUUID()}`) : usual;
  if ((await lstat(place).catch(() => undefined))?.isDirectory() === false) await rm(place);
  await mkdir(place, { recursive: true });
  const files: FileHandle[] = [];
  try {
    for (const file of ['owner', 'draft', 'journal']) files.push(await open(join(place, file), flags, 0o666));
    const [owner, draft, journal] = files;
    await owner.truncate(0);
    await owner.write((await ownerOf(process.pid)) ?? String(process.pid), 0);
    await owner.close();
    const entries = await wholeParts(draft, parseJournal(await journal.readFile('latin1'), job), task);
    await draft.truncate(entries.at(-1)?.end ?? 0);
    await journal.truncate(entries.at(-1)?.until ?? 0);
    return new FolderDraft(place, draft, journal, job, entries);
  } catch (error) {
    for (const file of files) await file.close().catch(() => undefined);
    throw error;
  }
}

/** Whether another process that lives writes a draft. */
async function isTaken(place: string): Promise<boolean> {
  const written = await readFile(join(place, 'owner'), 'latin1').catch(() => '');
  const pid = Number(written.split(' ')[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  return written === (await ownerOf(pid));
}

/** A process that lives, told apart from a later one of its number where the system says when it began. */
async function ownerOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const told = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
    const [state, ...fields] = told.slice(told.lastIndexOf(')') + 2).split(' ');
    // One that is dead and has not been buried does not write.
    return told === '' || state === 'Z' || state === 'X' ? undefined : `${pid} ${fields[18]}`;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  return String(pid);
}

/** The lines of a journal up to the first that is not as it was written. */
function parseJournal(text: string, job: string): Entry[] {
  const entries: Entry[] = [];
  let [from, before] = [0, job];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
    const [body, sum] = [text.slice(from, end - 65), text.slice(end - 64, end)];
    if (end - from < 66 || sum !== sumOf(before, body)) break;
    const line = JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as Line;
    from = end + 1;
    entries.push({ ...line, until: from, sum });
    before = sum;
  }
  return entries;
}

/** Over a line, as the bytes it is written in, and all before it. */
function sumOf(before: string, body: string): string {
  return createHash('sha256').update(`${before}\n`).update(body, 'latin1').digest('hex');
}

/** The first entries whose parts lie in the draft as they were written. */
async function wholeParts(draft: FileHandle, entries: readonly Entry[], task: Task): Promise<Entry[]> {
  const piece = Buffer.allocUnsafe(pieceBytes);
  let at = 0;
  for (const [i, { end, sha256 }] of entries.entries()) {
    const hash = createHash('sha256');
    while (at < end) {
      task.check();
      const { bytesRead } = await draft.read(piece, 0, Math.min(pieceBytes, end - at), at);
      if (bytesRead === 0) return entries.slice(0, i);
      hash.update(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
    if (hash.digest('hex') !== sha256) return entries.slice(0, i);
  }
  return [...entries];
}

class FolderDraft implements Draft {
  readonly path: string;
  readonly states: readonly unknown[];
  private size: number;
  private until: number;
  private sum: string;

  constructor(
    readonly folder: string,
    private readonly draft: FileHandle,
    private readonly journal: FileHandle,
    job: string,
    entries: readonly Entry[],
  ) {
    this.path = join(folder, 'draft');
    this.states = entries.map(({ state }) => state);
    const last = entries.at(-1);
    this.size = last?.end ?? 0;
    this.until = last?.until ?? 0;
    this.sum = last?.sum ?? job;
  }

  async append(part: Uint8Array, state: unknown): Promise<void> {
    await writeAll(this.draft, part, this.size);
    await this.draft.datasync();
    const end = this.size + part.length;
    const line: Line = { end, sha256: createHash('sha256').update(part).digest('hex'), state };
    const body = Buffer.from(JSON.stringify(line)).toString('latin1');
    const sum = sumOf(this.sum, body);
    const bytes = Buffer.from(`${body} ${sum}\n`, 'latin1');
    await writeAll(this.journal, bytes, this.until);
    await this.journal.datasync();
    // What is written to is in use, and not swept away.
    const now = new Date();
    await utimes(this.folder, now, now).catch(() => undefined);
    this.size = end;
    this.until += bytes.length;
    this.sum = sum;
  }

  async end(last: Uint8Array): Promise<void> {
    await writeAll(this.draft, last, this.size);
    await this.draft.sync();
    await this.close();
  }

  async publish(file: string, place: string): Promise<void> {
    try {
      await moveIntoPlace(file, place);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
      await writeAtomically(place, dirname(place), createReadStream(file));
    }
    await this.discard();
  }

  async discard(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async close(): Promise<void> {
    for (const file of [this.draft, this.journal]) await file.close().catch(() => undefined);
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
  }
}

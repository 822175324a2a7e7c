import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, open, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../../kernel/src/artifacts/store.js';
import { openDraft } from '../../../kernel/src/files/draft.js';
import { createTask, unwatched } from '../../../kernel/src/task.js';

const job = createHash('sha256').update('job').digest('hex');
const parts = Array.from({ length: 5 }, (_, i) => Buffer.from(`${i}: ${'ü€x'.repeat(7 + i)}\n`));
const last = Buffer.from('the end\n');
const whole = Buffer.concat([...parts, last]).toString();

const freshFolder = () => mkdtemp(join(tmpdir(), 'causal-draft-'));

/** Does the job from wherever it stands. @returns how many parts were there already */
async function finish(folder: string, of = job): Promise<number> {
  const draft = await openDraft(folder, 'd', of, unwatched);
  const { length } = draft.states;
  expect(draft.states).toEqual(parts.slice(0, length).map((_, i) => ({ part: i, word: 'é' })));
  for (const [i, part] of parts.entries()) if (i >= length) await draft.append(part, { part: i, word: 'é' });
  await draft.end(last);
  await draft.publish(draft.path, join(folder, 'done'));
  expect(await readFile(join(folder, 'done'), 'utf8')).toBe(whole);
  expect((await readdir(folder)).filter((name) => name.startsWith('d-') || name === 'd')).toEqual([]);
  return length;
}

/** What a process leaves that died once it had written some parts. */
async function cutShort(folder: string, count = parts.length): Promise<{ draft: Buffer; journal: Buffer }> {
  const draft = await openDraft(folder, 'd', job, unwatched);
  for (const [i, part] of parts.slice(0, count).entries()) await draft.append(part, { part: i, word: 'é' });
  await draft.end(Buffer.alloc(0));
  const read = (file: string) => readFile(join(folder, 'd', file));
  return { draft: await read('draft'), journal: await read('journal') };
}

async function leave(folder: string, files: { draft: Buffer; journal: Buffer }): Promise<void> {
  await mkdir(join(folder, 'd'), { recursive: true });
  await writeFile(join(folder, 'd', 'draft'), files.draft);
  await writeFile(join(folder, 'd', 'journal'), files.journal);
}

afterEach(() => void vi.restoreAllMocks());

describe('a draft', () => {
  it('becomes the file, and leaves nothing else', async () => {
    expect(await finish(await freshFolder())).toBe(0);
  });

  it('goes on from the last whole part, wherever it was cut off', async () => {
    const folder = await freshFolder();
    const files = await cutShort(folder);
    const ends = parts.map((_, i) => Buffer.concat(parts.slice(0, i + 1)).length);
    for (let length = 0; length <= files.draft.length; length += 3) {
      await leave(folder, { ...files, draft: files.draft.subarray(0, length) });
      expect(await finish(folder), `draft of ${length} bytes`).toBe(
        ends.filter((end) => end <= length).length,
      );
    }
    const lines = files.journal.toString('latin1').split('\n').slice(0, -1);
    const until = lines.map((_, i) => lines.slice(0, i + 1).join('\n').length + 1);
    for (let length = 0; length <= files.journal.length; length += 5) {
      await leave(folder, { ...files, journal: files.journal.subarray(0, length) });
      expect(await finish(folder), `journal of ${length} bytes`).toBe(
        until.filter((end) => end <= length).length,
      );
    }
  });

  it('believes nothing behind a bit that has flipped, in the journal or in a part', async () => {
    const folder = await freshFolder();
    const files = await cutShort(folder);
    for (const name of ['draft', 'journal'] as const) {
      for (let at = 0; at < files[name].length; at += 7) {
        const flipped = Buffer.from(files[name]);
        flipped[at] ^= 1 << (at % 8);
        await leave(folder, { ...files, [name]: flipped });
        expect(await finish(folder), `byte ${at} of the ${name}`).toBeLessThan(parts.length);
      }
    }
  });

  it('cuts off what was written behind the last line of the journal', async () => {
    const folder = await freshFolder();
    const files = await cutShort(folder, 2);
    const more = Buffer.from('half of a part that nobody');
    await leave(folder, {
      draft: Buffer.concat([files.draft, more]),
      journal: Buffer.concat([files.journal, more]),
    });
    expect(await finish(folder)).toBe(2);
  });

  it('of another job begins anew', async () => {
    const folder = await freshFolder();
    await cutShort(folder);
    expect(await finish(folder, createHash('sha256').update('another').digest('hex'))).toBe(0);
  });

  it('takes no line of another journal: each rests on those before it', async () => {
    const folder = await freshFolder();
    const files = await cutShort(folder);
    const lines = files.journal.toString('latin1').split('\n');
    await leave(folder, {
      ...files,
      journal: Buffer.from([lines[0], lines[2], lines[1], ''].join('\n'), 'latin1'),
    });
    expect(await finish(folder)).toBe(1);
  });

  it('is left alone while another process that lives writes it, and taken over once that is dead', async () => {
    const folder = await freshFolder();
    await cutShort(folder, 3);
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    const began = await readFile(`/proc/${other.pid}/stat`, 'latin1').catch(() => '');
    const [, ...fields] = began.slice(began.lastIndexOf(')') + 2).split(' ');
    await writeFile(join(folder, 'd', 'owner'), began === '' ? `${other.pid}` : `${other.pid} ${fields[18]}`);
    const mine = await openDraft(folder, 'd', job, unwatched);
    expect(mine.states).toEqual([]);
    await mine.discard();
    const dead = new Promise((resolve) => other.once('exit', resolve));
    other.kill('SIGKILL');
    await dead;
    expect(await finish(folder)).toBe(3);
  });

  it('follows no link that stands in the place of its files', async () => {
    const folder = await freshFolder();
    const target = join(folder, 'precious');
    await writeFile(target, 'precious');
    await mkdir(join(folder, 'd'));
    await symlink(target, join(folder, 'd', 'draft'));
    await expect(openDraft(folder, 'd', job, unwatched)).rejects.toThrow();
    expect(await readFile(target, 'utf8')).toBe('precious');
  });

  it('that the disk has no room for can be discarded, and leaves nothing', async () => {
    const folder = await freshFolder();
    const draft = await openDraft(folder, 'd', job, unwatched);
    await draft.append(parts[0], { part: 0, word: 'é' });
    const handle = await open(join(folder, 'd', 'draft'), 'r');
    const prototype = Object.getPrototypeOf(handle) as typeof handle;
    await handle.close();
    const { write } = prototype;
    let left = 10;
    vi.spyOn(prototype, 'write').mockImplementation(function (this: typeof handle, ...args: unknown[]) {
      if (left === 0) return Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
      const [bytes, from, , position] = args as [Uint8Array, number, number, number];
      const length = Math.min(left, bytes.length - from);
      left -= length;
      return Reflect.apply(write, this, [bytes, from, length, position]) as never;
    } as never);
    await expect(draft.append(parts[1], {})).rejects.toMatchObject({ code: 'ENOSPC' });
    vi.restoreAllMocks();
    await cp(join(folder, 'd'), join(folder, 'copy'), { recursive: true });
    await draft.discard();
    expect(await readdir(folder)).toEqual(['copy']);
    // And were the process to die instead, the first part would still be there.
    await cp(join(folder, 'copy'), join(folder, 'd'), { recursive: true });
    expect(await finish(folder)).toBe(1);
  });

  it('can be stopped while it is looked over', async () => {
    const folder = await freshFolder();
    await cutShort(folder);
    await expect(openDraft(folder, 'd', job, createTask(Int32Array.of(1)))).rejects.toThrow('Stopped.');
    expect(await finish(folder)).toBe(parts.length);
  });

  it('is swept away once nobody has gone on with it for a week', async () => {
    const store = join(await freshFolder(), '.causal');
    const { folder } = await openStore(store, () => undefined);
    const drafts = join(folder, 'drafts');
    for (const name of ['old', 'new']) {
      const draft = await openDraft(drafts, name, job, unwatched);
      await draft.append(parts[0], {});
      await draft.end(Buffer.alloc(0));
    }
    const eightDaysAgo = Date.now() / 1000 - 8 * 24 * 3600;
    await utimes(join(drafts, 'old'), eightDaysAgo, eightDaysAgo);
    await openStore(store, () => undefined);
    expect(await readdir(drafts)).toEqual(['new']);
  });
});

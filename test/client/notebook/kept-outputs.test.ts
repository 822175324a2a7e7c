import { createHash } from 'node:crypto';
import { cp, mkdtemp, open as openFile, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type KeptOutputs, OutputStore, outputKeys } from '../../../client/src/notebook/kept-outputs.js';

/** That of one cell. */
const outputKey = (folder: string, above: readonly string[], code: string): string =>
  outputKeys(folder, [...above, code]).at(-1)!;

const kept = (text = 'an effect'): KeptOutputs => ({
  succeeded: true,
  order: 3,
  startedAt: 1000,
  endedAt: 2000,
  outputs: [{ items: [{ mime: 'text/plain', text }] }],
});

describe('the key of an output', () => {
  it('changes with the cell, the code above it and the folder its data come from', () => {
    const keys = [
      outputKey('', ['data a'], 'train b'),
      outputKey('', ['data a'], 'train c'),
      outputKey('', ['data A'], 'train b'),
      outputKey('shop', ['data a'], 'train b'),
      outputKey('', [], 'data atrain b'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(outputKeys('', ['data a', 'train b', 'show'])[1]).toBe(keys[0]);
  });
});

/** Changes what a file says, and has it begin with the hash of that. */
const said = (change: (text: string) => string) => (file: string) => {
  const text = change(file.slice(file.indexOf('\n') + 1));
  return `${createHash('sha256').update(text).digest('hex')}\n${text}`;
};

describe('a store of outputs', () => {
  let folder: string;
  let complaints: string[];
  const open = (limits = { cell: 1000, all: 10_000 }) =>
    new OutputStore(join(folder, 'outputs'), (message) => complaints.push(message), limits);
  const key = outputKey('', [], 'train lift');
  const path = () => join(folder, 'outputs', `${key}.json`);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kept-'));
    complaints = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives back what it was given, also to a later program', async () => {
    expect(await open().write(key, kept())).toBe(true);
    expect(await open().read(key)).toEqual(kept());
    expect(await readdir(join(folder, 'outputs'))).toEqual([`${key}.json`]);
  });

  it('knows nothing of a cell that never ran', async () => {
    expect(await open().read(key)).toBeUndefined();
    expect(complaints).toEqual([]);
  });

  it('forgets', async () => {
    await open().write(key, kept());
    await open().remove(key);
    await open().remove(key);
    expect(await open().read(key)).toBeUndefined();
  });

  it.each([
    ['cut short', (text: string) => text.slice(0, 40)],
    ['no JSON', () => 'outputs'],
    ['empty', () => ''],
    ['of another cell', said((text) => text.replace(key, outputKey('', [], 'train other')))],
    ['of a later version', said((text) => text.replace('"version":2', '"version":3'))],
    ['without texts', said((text) => text.replace('"an effect"', '5'))],
    ['with times that are none', said((text) => text.replace('1000', 'null'))],
    ['too large', said((text) => text.replace('an effect', 'x'.repeat(2000)))],
  ])('leaves out a file that is %s, and says so', async (_, damage) => {
    await open().write(key, kept());
    await writeFile(path(), damage(await readFile(path(), 'utf8')));
    expect(await open().read(key)).toBeUndefined();
    expect(complaints).toHaveLength(1);
  });

  it('notices a cut and a flipped bit at any place', async () => {
    await open().write(key, kept());
    const whole = await readFile(path());
    for (let place = 0; place < whole.length; place++) {
      const flipped = Buffer.from(whole);
      flipped[place] ^= 1 << (place % 8);
      for (const bytes of [whole.subarray(0, place), flipped]) {
        await writeFile(path(), bytes);
        expect(await open().read(key)).toBeUndefined();
      }
    }
    await writeFile(path(), whole);
    expect(await open().read(key)).toEqual(kept());
  });

  it('has the older output where the disk fills up, or the editor dies, at any byte of the next one', async () => {
    await open().write(key, kept());
    const handle = await openFile(path(), 'r');
    const prototype = Object.getPrototypeOf(handle) as typeof handle;
    await handle.close();
    for (let left = 0; left < (await readFile(path())).length; left += 7) {
      let died = '';
      vi.spyOn(prototype, 'writeFile').mockImplementationOnce(async function (
        this: typeof handle,
        text: unknown,
      ) {
        await this.write((text as Buffer).subarray(0, left));
        died = join(folder, `died-${left}`);
        await cp(join(folder, 'outputs'), died, { recursive: true });
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      } as never);
      await expect(open().write(key, kept('another'))).rejects.toMatchObject({ code: 'ENOSPC' });
      expect(await readdir(join(folder, 'outputs'))).toEqual([`${key}.json`]);
      expect(await open().read(key)).toEqual(kept());
      const after = new OutputStore(died, (message) => complaints.push(message));
      expect(await after.read(key)).toEqual(kept());
      expect(await after.write(key, kept('another'))).toBe(true);
    }
    expect(complaints).toEqual([]);
  });

  it('does not keep what is too large, nor the older output in its place', async () => {
    await open().write(key, kept());
    expect(await open().write(key, kept('x'.repeat(2000)))).toBe(false);
    expect(await open().read(key)).toBeUndefined();
    expect(complaints).toEqual([]);
  });

  it('removes the oldest outputs when all together are too large', async () => {
    const store = open({ cell: 1000, all: 1500 });
    const keys = [1, 2, 3].map((n) => outputKey('', [], `train e${n}`));
    for (const [i, each] of keys.entries()) {
      await store.write(each, kept('y'.repeat(400)));
      await utimes(join(folder, 'outputs', `${each}.json`), 100 + i, 100 + i);
    }
    await store.write(key, kept());
    expect(await store.read(keys[0])).toBeUndefined();
    expect(await store.read(keys[2])).toBeDefined();
    expect(await store.read(key)).toBeDefined();
  });
});

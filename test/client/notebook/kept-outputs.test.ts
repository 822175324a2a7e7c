import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeptOutputs, OutputStore, outputKey } from '../../../client/src/notebook/kept-outputs.js';

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
    expect(outputKey('', ['data a'], 'train b')).toBe(keys[0]);
  });
});

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
    ['of another cell', (text: string) => text.replace(key, outputKey('', [], 'train other'))],
    ['of a later version', (text: string) => text.replace('"version":1', '"version":2')],
    ['without texts', (text: string) => text.replace('"an effect"', '5')],
    ['with times that are none', (text: string) => text.replace('1000', 'null')],
    ['too large', (text: string) => text.replace('an effect', 'x'.repeat(2000))],
  ])('leaves out a file that is %s, and says so', async (_, damage) => {
    await open().write(key, kept());
    await writeFile(path(), damage(await readFile(path(), 'utf8')));
    expect(await open().read(key)).toBeUndefined();
    expect(complaints).toHaveLength(1);
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

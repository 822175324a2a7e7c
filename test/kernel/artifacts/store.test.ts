import { chmod, mkdtemp, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Made } from '../../../kernel/src/artifacts/container.js';
import { keyOf, openStore } from '../../../kernel/src/artifacts/store.js';
import { writeAtomically } from '../../../kernel/src/files/atomic.js';
import { embeddingStore } from '../../../kernel/src/text/kept-embeddings.js';

const made: Made = { stepHash: 's', specHash: 'p', dataHash: 'd', seed: 1, versions: { 'causal-spec': '0' } };
const key = keyOf('step', 'data', 1);
const blobs = new Map([
  ['result', Buffer.from('{"a":1}')],
  ['fitted', Buffer.alloc(1000, 7)],
]);

async function freshStore() {
  const folder = join(await mkdtemp(join(tmpdir(), 'causal-store-')), '.causal');
  const warnings: string[] = [];
  return { folder, warnings, store: await openStore(folder, (message) => warnings.push(message)) };
}

const fileOf = (folder: string) => join(folder, 'artifacts', key.slice(0, 2), key);

describe('content store', () => {
  it('gives back the blobs of a key, in another process too', async () => {
    const { folder, store } = await freshStore();
    expect(await store.read(key, 'result')).toBeUndefined();
    await store.write(key, made, blobs);
    const other = await openStore(folder, () => undefined);
    expect(Buffer.from((await other.read(key, 'fitted'))!)).toEqual(blobs.get('fitted'));
    expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });

  it('tells of a truncated file, removes it, and goes on, wherever it was cut', async () => {
    const { folder, store, warnings } = await freshStore();
    await store.write(key, made, blobs);
    const whole = await readFile(fileOf(folder));
    for (const length of [0, 10, 90, 200, whole.length - 1]) {
      await writeFile(fileOf(folder), whole.subarray(0, length));
      expect(await store.read(key, 'result')).toBeUndefined();
      await expect(readFile(fileOf(folder))).rejects.toThrow('ENOENT');
    }
    expect(warnings).toHaveLength(5);
    expect(warnings[0]).toContain('was damaged and is computed again');
  });

  it('notices a flipped bit at any place of what it reads', async () => {
    const { folder, store } = await freshStore();
    await store.write(key, made, blobs);
    const whole = await readFile(fileOf(folder));
    for (let at = 0; at < whole.length; at += 13) {
      const flipped = Buffer.from(whole);
      flipped[at]! ^= 1;
      await writeFile(fileOf(folder), flipped);
      const both = [await store.read(key, 'result'), await store.read(key, 'fitted')];
      expect(
        both.some((blob) => blob === undefined),
        `bit flipped in byte ${at}`,
      ).toBe(true);
    }
  });

  it('survives many writers of one key at once', async () => {
    const { store } = await freshStore();
    const others = await Promise.all(
      Array.from({ length: 4 }, () => openStore(store.folder, () => undefined)),
    );
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        i % 2 ? others[i % 4]!.write(key, made, blobs) : others[i % 4]!.read(key, 'fitted'),
      ),
    );
    expect((await store.read(key, 'fitted'))?.length).toBe(1000);
  });

  it('leaves the old file whole where the disk fills up in the middle of the new one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'causal-full-'));
    const path = join(folder, 'kept');
    await writeAtomically(path, folder, [Buffer.from('old')]);
    async function* parts() {
      yield Buffer.from('new, first half');
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    }
    await expect(writeAtomically(path, folder, parts())).rejects.toThrow('no space left');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['kept']);
  });

  it('sweeps temporary files of the dead and leaves those of the living', async () => {
    const { folder } = await freshStore();
    await writeFile(join(folder, 'tmp', 'old'), '');
    await writeFile(join(folder, 'tmp', 'new'), '');
    const twoHoursAgo = Date.now() / 1000 - 7200;
    await utimes(join(folder, 'tmp', 'old'), twoHoursAgo, twoHoursAgo);
    await openStore(folder, () => undefined);
    expect(await readdir(join(folder, 'tmp'))).toEqual(['new']);
  });

  it('removes what was used longest ago once it holds too much, and nothing used within the hour', async () => {
    const { folder, store } = await freshStore();
    const keys = [1, 2, 3, 4].map((seed) => keyOf('step', 'data', seed));
    const pathOf = (each: string) => join(folder, 'artifacts', each.slice(0, 2), each);
    for (const [i, each] of keys.entries()) {
      await store.write(each, made, blobs);
      const hoursAgo = Date.now() / 1000 - 3600 * (10 - i);
      await utimes(pathOf(each), hoursAgo, hoursAgo);
    }
    const [first, second, third, fourth] = keys;
    await store.read(first!, 'result');
    const { size } = await stat(pathOf(first!));

    const later = await openStore(folder, () => undefined, 2 * size);
    const kept = async (each: string) => (await later.read(each, 'result')) !== undefined;
    expect(await Promise.all([second!, third!].map(kept))).toEqual([false, false]);
    expect(await Promise.all([first!, fourth!].map(kept))).toEqual([true, true]);

    await openStore(folder, () => undefined, 0);
    expect(await Promise.all([first!, fourth!].map(kept))).toEqual([true, true]);
  });

  it('refuses a folder that is a symbolic link', async () => {
    const { folder } = await freshStore();
    await symlink(folder, `${folder}-link`);
    await expect(openStore(`${folder}-link`, () => undefined)).rejects.toThrow(
      'is a symbolic link, where results are kept in a folder',
    );
  });

  it.skipIf(process.getuid?.() === 0)('says so where it has no permission to write', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'causal-store-'));
    await chmod(parent, 0o500);
    await expect(openStore(join(parent, '.causal'), () => undefined)).rejects.toThrow(
      'No permission to write',
    );
  });

  it('keeps vectors of texts', async () => {
    const { store } = await freshStore();
    const vectors = embeddingStore(store);
    await vectors.write('use-lite', Float32Array.of(1, 2, 3));
    expect(await vectors.read('use-lite')).toEqual(Float32Array.of(1, 2, 3));
    expect(await vectors.read('other')).toBeUndefined();
  });
});

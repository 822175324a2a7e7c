import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Cancelled, createTask, unwatched } from '../../../../kernel/src/task.js';
import { openEncoder } from '../../../../kernel/src/text/encoder.js';
import { fetchModel, planFetch } from '../../../../kernel/src/text/models/fetch-model.js';
import { findTranslator } from '../../../../kernel/src/text/translation/translator.js';
import { tinyTranslator } from '../translation/tiny-translator.js';
import { tinyBert, width } from './tiny-bert.js';

const name = { organisation: 'shop', model: 'tiny' };
const revision = 'a'.repeat(40);
const graph = 'onnx/model.onnx';

/** A hub of one model on this machine, which can be made to misbehave. */
class Hub {
  readonly files = new Map([...tinyBert({ layers: 2, seed: 3 }), ['README.md', Buffer.from('not wanted')]]);
  /** Addresses asked for, with the range where there was one. */
  readonly asked: string[] = [];
  /** The next answers with the ONNX file break off after so many bytes. */
  readonly breaks: number[] = [];
  ranges = true;
  private server: Server | undefined;
  address = '';

  async start(): Promise<void> {
    this.server = createServer((request, response) => {
      const { range } = request.headers;
      this.asked.push(range === undefined ? `${request.url}` : `${request.url} ${range}`);
      if (request.url === `/api/models/shop/tiny/revision/main?blobs=true`) {
        response.end(JSON.stringify({ sha: revision, siblings: this.siblings() }));
        return;
      }
      const path = request.url?.replace(`/shop/tiny/resolve/${revision}/`, '') ?? '';
      const bytes = this.files.get(path);
      if (!bytes) {
        response.writeHead(404).end();
        return;
      }
      const from = this.ranges ? Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0) : 0;
      response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from });
      const end = path === graph ? this.breaks.shift() : undefined;
      if (end === undefined) response.end(bytes.subarray(from));
      else response.write(bytes.subarray(from, from + end), () => setTimeout(() => response.destroy(), 300));
    });
    await new Promise<void>((done) => this.server?.listen(0, '127.0.0.1', done));
    this.address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  siblings(): object[] {
    return [...this.files].map(([rfilename, bytes]) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const blobId = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
      return {
        rfilename,
        size: bytes.length,
        blobId,
        ...(rfilename === graph && { lfs: { sha256, size: bytes.length } }),
      };
    });
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((done) => (this.server ? this.server.close(done) : done(undefined)));
    this.server = undefined;
  }
}

let hub: Hub;
let cache: string;
beforeEach(async () => {
  hub = new Hub();
  await hub.start();
  cache = await mkdtemp(join(tmpdir(), 'cache-'));
});
afterEach(async () => {
  await hub.stop();
  await rm(cache, { recursive: true });
});

const open = () => openEncoder('hf:shop/tiny', { cache, device: 'cpu' });
const rangesOf = () => hub.asked.filter((each) => each.includes(graph)).map((each) => each.split(' ')[1]);

test('a model is asked about, fetched, checked, and read; nothing is fetched by a run', async () => {
  await expect(open()).rejects.toThrow(
    'shop/tiny is not on this machine: run `causal fetch-model shop/tiny`',
  );
  expect(hub.asked).toEqual([]);
  const plan = await planFetch(name, hub.address);
  expect(plan.revision).toBe(revision);
  expect(plan.files.map(({ path }) => path)).toEqual([
    'config.json',
    'tokenizer.json',
    'tokenizer_config.json',
    graph,
  ]);
  expect(hub.asked.length).toBe(1);
  const heard: number[] = [];
  const folder = await fetchModel(
    plan,
    cache,
    createTask(undefined, (fraction) => heard.push(fraction)),
  );
  expect(heard.at(-1)).toBe(1);
  expect(heard).toEqual([...heard].sort((a, b) => a - b));
  expect(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))).toMatchObject({ revision });
  expect((await (await open()).encode(['a lamp'], unwatched)).length).toBe(width);
  await expect(openEncoder(`hf:shop/tiny@${revision}`, { cache, device: 'cpu' })).resolves.toBeDefined();
  await expect(openEncoder(`hf:shop/tiny@${'b'.repeat(40)}`, { cache })).rejects.toThrow(
    `at revision ${revision}, not bbb`,
  );
});

test('a broken connection is taken up where it broke, three times, and by the next call', async () => {
  hub.breaks.push(3000, 2000);
  await fetchModel(await planFetch(name, hub.address), cache, unwatched);
  expect(rangesOf()).toEqual([undefined, 'bytes=3000-', 'bytes=5000-']);
  await rm(join(cache, 'models'), { recursive: true });
  hub.asked.length = 0;
  hub.breaks.push(1000, 1000, 1000);
  const plan = await planFetch(name, hub.address);
  await expect(fetchModel(plan, cache, unwatched)).rejects.toThrow(
    'The connection broke while onnx/model.onnx',
  );
  await expect(open()).rejects.toThrow('is not on this machine');
  await fetchModel(plan, cache, unwatched);
  expect(rangesOf().at(-1)).toBe('bytes=3000-');
  await open();
});

test('a server without ranges sends the whole file again', async () => {
  hub.ranges = false;
  hub.breaks.push(3000);
  await fetchModel(await planFetch(name, hub.address), cache, unwatched);
  await open();
});

test('other bytes than those described are thrown away', async () => {
  const plan = await planFetch(name, hub.address);
  for (const path of [graph, 'config.json']) {
    const good = hub.files.get(path) ?? new Uint8Array();
    const bad = Buffer.from(good);
    bad[bad.length >> 1] ^= 1;
    hub.files.set(path, bad);
    await expect(fetchModel(plan, cache, unwatched)).rejects.toThrow(`File ${path} arrived with other bytes`);
    hub.files.set(path, good);
    await rm(`${join(cache, 'models/shop/tiny')}.${revision}.partial`, { recursive: true });
  }
  await fetchModel(plan, cache, unwatched);
  await open();
});

test('a stop is heard, and what has arrived is kept', async () => {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const plan = await planFetch(name, hub.address);
  const task = createTask(flag, (_, message) => message.includes(graph) && Atomics.store(flag, 0, 1));
  await expect(fetchModel(plan, cache, task)).rejects.toBeInstanceOf(Cancelled);
  hub.asked.length = 0;
  await fetchModel(plan, cache, unwatched);
  expect(hub.asked.some((each) => each.includes('config.json'))).toBe(false);
});

test('no network, no such model, no hub: each is said', async () => {
  await expect(planFetch({ ...name, model: 'other' }, hub.address)).rejects.toThrow(
    'there is no such model or revision',
  );
  hub.files.delete(graph);
  await expect(planFetch(name, hub.address)).rejects.toThrow('it has no onnx/model.onnx or model.onnx');
  const { address } = hub;
  await hub.stop();
  await expect(planFetch(name, address)).rejects.toThrow(
    /127.0.0.1:\d+ cannot be reached .* copy its files into models\/shop\/tiny/,
  );
});

test('a disk that is full, or may not be written, is said, and what is there stays', async () => {
  const plan = await planFetch(name, hub.address);
  const folder = await fetchModel(plan, cache, unwatched);
  const before = await readFile(join(folder, graph));
  if (process.getuid?.() === 0) {
    // The superuser may write anywhere; a file where a folder must stand stops everyone.
    await rm(`${folder}.${revision}.partial`, { recursive: true, force: true });
    await writeFile(`${folder}.${revision}.partial`, '');
  } else await chmod(dirname(folder), 0o500);
  await expect(fetchModel(plan, cache, unwatched)).rejects.toThrow(/models\/shop\/tiny|EEXIST|ENOTDIR/);
  if (process.getuid?.() !== 0) await chmod(dirname(folder), 0o700);
  expect(await readFile(join(folder, graph))).toEqual(before);
});

test('a full disk keeps what has arrived and says so', async (context) => {
  // A device that is always full stands in for the disk where there is one.
  const partial = `${join(cache, 'models/shop/tiny')}.${revision}.partial`;
  await mkdir(partial, { recursive: true });
  const { symlink } = await import('node:fs/promises');
  if (!(await readdir('/dev').catch(() => [] as string[])).includes('full'))
    return context.skip('no /dev/full here');
  await symlink('/dev/full', join(partial, 'config.json'));
  const plan = await planFetch(name, hub.address);
  await expect(fetchModel(plan, cache, unwatched)).rejects.toThrow('The disk is full');
});

test('a model that translates is fetched with all of its files, and used', async () => {
  hub.files.clear();
  const words = [['lamp', 'Lampe']] as const;
  for (const [path, bytes] of tinyTranslator({ words, withPast: true })) hub.files.set(path, bytes);
  const plan = await planFetch(name, hub.address);
  expect(plan.files.map(({ path }) => path).sort()).toEqual([...hub.files.keys()].sort());
  await fetchModel(plan, cache, unwatched);
  const translator = await findTranslator('hf:shop/tiny', { cache, device: 'cpu' });
  expect(await translator.translate(['lamp lamp'], unwatched)).toEqual(['Lampe Lampe']);
});

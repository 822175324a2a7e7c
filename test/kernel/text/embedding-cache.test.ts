import { expect, test } from 'vitest';
import { Cancelled, createTask, unwatched } from '../../../kernel/src/task.js';
import { type EmbeddingStore, embedDistinct } from '../../../kernel/src/text/embedding-cache.js';
import type { Encoder } from '../../../kernel/src/text/encoder.js';
import { useLite } from '../../../kernel/src/text/encoder-list.js';

/** Vectors that tell which text they belong to: its length and its last code unit. */
function countingEncoder(version = '1', numbers = 'cpu'): Encoder & { read: number } {
  return {
    ...useLite,
    version,
    dimensions: 2,
    read: 0,
    ground: { device: 'cpu', why: '', fallback: false, numbers },
    countCut: async () => 0,
    close: async () => undefined,
    async encode(texts, task) {
      this.read += texts.length;
      task.report(1);
      return Float32Array.from(texts.flatMap((text) => [text.length, text.charCodeAt(text.length - 1) || 0]));
    },
  };
}

function memoryStore(): EmbeddingStore & { kept: Map<string, Float32Array> } {
  const kept = new Map<string, Float32Array>();
  return {
    kept,
    read: async (key) => kept.get(key)?.slice(),
    write: async (key, vectors) => {
      kept.set(key, vectors.slice());
    },
  };
}

test('a text is encoded once ever, whatever it comes with', async () => {
  const store = memoryStore();
  const encoder = countingEncoder();
  const first = await embedDistinct(['red lamp', '灯', ''], encoder, store, unwatched);
  expect(first).toMatchObject({ encoded: 3, reused: 0 });
  const second = await embedDistinct(['灯', 'blue lamp', 'red lamp'], encoder, store, unwatched);
  expect(second).toMatchObject({ encoded: 1, reused: 2 });
  expect([...second.vectors]).toEqual([1, 28783, 9, 112, 8, 112]);
  expect(encoder.read).toBe(4);
});

test('another version of the encoder and another device share nothing, nor do texts that differ in a lone surrogate', async () => {
  const store = memoryStore();
  await embedDistinct(['lamp'], countingEncoder(), store, unwatched);
  expect(await embedDistinct(['lamp'], countingEncoder('2'), store, unwatched)).toMatchObject({ encoded: 1 });
  const elsewhere = countingEncoder('1', 'webgpu');
  expect(await embedDistinct(['lamp'], elsewhere, store, unwatched)).toMatchObject({ encoded: 1 });
  const odd = await embedDistinct(['\ud800', '\ud801'], countingEncoder(), store, unwatched);
  expect([...odd.vectors]).toEqual([1, 0xd800, 1, 0xd801]);
});

test('twenty thousand texts lie in few files and come back fast', async () => {
  const store = memoryStore();
  const texts = Array.from({ length: 20_000 }, (_, i) => `text ${i}`);
  const encoder = countingEncoder();
  const written = await embedDistinct(texts, encoder, store, unwatched);
  expect(store.kept.size).toBe(64);
  const start = process.cpuUsage();
  const read = await embedDistinct(texts, encoder, store, unwatched);
  expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
  expect(read.reused).toBe(20_000);
  expect(read.vectors).toEqual(written.vectors);
});

test('a stop keeps what was encoded before it', async () => {
  const store = memoryStore();
  const texts = Array.from({ length: 6000 }, (_, i) => `text ${i}`);
  const flag = new Int32Array(new SharedArrayBuffer(4));
  let reports = 0;
  const task = createTask(flag, () => {
    reports += 1;
    if (reports === 2) Atomics.store(flag, 0, 1);
  });
  const encoder = countingEncoder();
  await expect(embedDistinct(texts, encoder, store, task)).rejects.toBeInstanceOf(Cancelled);
  const again = await embedDistinct(texts, encoder, store, unwatched);
  expect(again.reused).toBeGreaterThan(2000);
  expect(again.encoded + again.reused).toBe(6000);
});

test('what is kept in another shape is made anew', async () => {
  const store = memoryStore();
  const encoder = countingEncoder();
  await embedDistinct(['lamp'], encoder, store, unwatched);
  for (const [key, vectors] of store.kept) store.kept.set(key, vectors.slice(1));
  expect(await embedDistinct(['lamp'], encoder, store, unwatched)).toMatchObject({ encoded: 1, reused: 0 });
  expect(await embedDistinct(['lamp'], encoder, store, unwatched)).toMatchObject({ encoded: 0, reused: 1 });
});

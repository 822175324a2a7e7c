import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ground } from '../../../kernel/src/text/encoder-interface.js';
import { useLite, useLiteInt8 } from '../../../kernel/src/text/encoder-list.js';
import { findGround } from '../../../kernel/src/text/engine/ground.js';
import type { Reader } from '../../../kernel/src/text/engine/reader.js';
import { loadRuntime } from '../../../kernel/src/text/engine/runtime.js';
import { modelFolder } from '../../../kernel/src/text/model-files.js';
import { openUseLite } from '../../../kernel/src/text/use-lite.js';
import { openGraph, type SentenceGraph } from './use-lite-oracle.js';

let cache: string;
let ground: Ground;
let oracle: SentenceGraph;
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'compiled-'));
  ground = await findGround('cpu');
  oracle = await openGraph(modelFolder());
});
afterAll(() => rm(cache, { recursive: true }));

/** Sequences of one length over the whole vocabulary, the same every time. */
function sequences(count: number, length: number): number[][] {
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length }, (_, i) => 6 + ((row * 7919 + i * 104_729 + i * i * 31) % 7990)),
  );
}

/** Largest difference of a number, and smallest cosine of a row. */
function distance(a: Float32Array, b: Float32Array): { worst: number; cosine: number } {
  let worst = 0;
  let cosine = 1;
  for (let at = 0; at < a.length; at += 512) {
    let [ab, aa, bb] = [0, 0, 0];
    for (let j = at; j < at + 512; j++) {
      worst = Math.max(worst, Math.abs(a[j] - b[j]));
      ab += a[j] * b[j];
      aa += a[j] * a[j];
      bb += b[j] * b[j];
    }
    cosine = Math.min(cosine, ab / Math.sqrt(aa * bb));
  }
  return { worst, cosine };
}

describe.each(['float32', 'int8'] as const)('the compiled encoder in %s', (precision) => {
  let reader: Reader;
  beforeAll(async () => {
    reader = await openUseLite(precision, ground, cache);
  });

  test.each([1, 2, 7, 20, 128])('has the vectors of the published graph, %i tokens', async (length) => {
    const texts = sequences(5, length);
    const { worst, cosine } = distance(await reader.run(texts), await oracle.run(texts));
    if (precision === 'float32') expect(worst).toBeLessThan(1e-5);
    else expect(cosine).toBeGreaterThan(0.995);
  });

  test.each([1, 2, 8, 20, 128])('has the same bits in any company, %i tokens', async (length) => {
    const texts = sequences(14, length);
    const all = (await reader.run(texts)).slice();
    for (const count of [1, 2, 3, 5, 8, 13]) {
      expect(await reader.run(texts.slice(-count))).toEqual(all.slice(-512 * count));
    }
  });
});

test('the number of threads changes no bit', async () => {
  await openUseLite('float32', ground, cache);
  const model = (await readFile(join(cache, `use-lite-float32-${useLite.version}.onnx`))).subarray(32);
  const { Tensor } = await loadRuntime();
  const { InferenceSession } = await import('onnxruntime-node');
  const texts = sequences(16, 20);
  const ids = () => new Tensor('int64', BigInt64Array.from(texts.flat(), BigInt), [16, 20]);
  const [one, two] = await Promise.all(
    [1, 2].map(async (intraOpNumThreads) => {
      const session = await InferenceSession.create(model, { intraOpNumThreads });
      return Object.values(await session.run({ ids: ids() }))[0].data;
    }),
  );
  expect(two).toEqual(one);
});

test('a compiled file that is damaged is made anew', async () => {
  await openUseLite('int8', ground, cache);
  const path = join(cache, `use-lite-int8-${useLiteInt8.version}.onnx`);
  const good = await readFile(path);
  const bad = Buffer.from(good);
  bad[good.length >> 1] ^= 1;
  for (const damage of [bad, good.subarray(0, 1000), Buffer.alloc(0)]) {
    await writeFile(path, damage);
    const reader = await openUseLite('int8', ground, cache);
    expect(reader.dimensions).toBe(512);
    expect((await readFile(path)).equals(good)).toBe(true);
  }
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Cancelled, createTask, unwatched } from '../../../kernel/src/task.js';
import { openEncoder } from '../../../kernel/src/text/encoder.js';
import { countCut, type Reader, readTexts } from '../../../kernel/src/text/engine/reader.js';
import { modelFolder, readModelFile } from '../../../kernel/src/text/model-files.js';
import type { ModelOptions } from '../../../kernel/src/text/models/describe-model.js';
import { SentencePiece } from '../../../kernel/src/text/sentencepiece.js';
import { readVocabulary } from '../../../kernel/src/text/vocabulary.js';
import { positions, tinyBert, width, writeFiles } from './models/tiny-bert.js';

/** Tokens are numbers between blanks; the vector of a window is their mean and their largest. Windows hold three, and two marks. */
function numbersReader(reading: Partial<Reader> = {}): Reader & { read: number[][] } {
  const read: number[][] = [];
  return {
    ...{ dimensions: 2, window: 5, marks: 2, windows: 4, joining: 'mean', unit: 'none', read },
    tokenize: (text, limit) => text.split(' ').filter(Boolean).map(Number).slice(0, limit),
    mark: (ids) => [-1, ...ids, -1],
    async run(windows) {
      read.push(...windows.map((ids) => [...ids]));
      return Float32Array.from(
        windows.flatMap((ids) => [ids.reduce((a, b) => a + b) / ids.length, Math.max(...ids)]),
      );
    },
    ...reading,
  };
}

describe('windows', () => {
  test('follow one another, full but for the last, with their marks', async () => {
    const reader = numbersReader();
    await readTexts(reader, ['1 2 3 4 5 6 7'], unwatched);
    expect(reader.read).toEqual([
      [-1, 7, -1],
      [-1, 1, 2, 3, -1],
      [-1, 4, 5, 6, -1],
    ]);
  });

  test('are averaged by their tokens, which is the mean over all of them', async () => {
    const [mean] = await readTexts(numbersReader(), ['1 2 3 4 5 6 7'], unwatched);
    expect(mean).toBeCloseTo((28 - 6) / 13, 6);
  });

  test('yield their largest numbers where tokens do', async () => {
    const vectors = await readTexts(numbersReader({ joining: 'max' }), ['9 2 3 4 5', '-7 -5'], unwatched);
    expect([...vectors]).toEqual([Math.fround(12 / 5), 9, Math.fround(-14 / 4), -1]);
  });

  test('of a text that is alone in one keep its bits, and length 1 is given where it is due', async () => {
    const texts = ['1', '1 2 3 4', ''];
    const lengths = async (unit: Reader['unit']) => {
      const vectors = await readTexts(numbersReader({ unit }), texts, unwatched);
      return texts.map((_, i) => Math.hypot(vectors[2 * i], vectors[2 * i + 1]));
    };
    const [short, long] = await lengths('none');
    expect(await lengths('joined')).toEqual([short, expect.closeTo(1, 6), 0]);
    expect(await lengths('all')).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6), 0]);
    expect(long).not.toBeCloseTo(1, 1);
  });

  test('are so many and no more, and what lies behind them is told', async () => {
    const reader = numbersReader();
    const full = Array.from({ length: 12 }, (_, i) => i).join(' ');
    const vectors = await readTexts(reader, [full, `${full} 99 98`], unwatched);
    expect(vectors.slice(0, 2)).toEqual(vectors.slice(2));
    expect(reader.read).toHaveLength(8);
    expect(countCut(reader, [full, `${full} 99`, ''], unwatched)).toBe(1);
  });
});

const words = ['lamp', 'battery', 'returned', 'love', 'cheap', 'broken', 'gift', 'delivery', 'late', 'sound'];
const story = (length: number): string =>
  Array.from({ length }, (_, i) => words[(i * 7 + (i >> 3)) % words.length]).join(' ');

const dot = (vectors: Float32Array, a: number, b: number, size: number): number => {
  let sum = 0;
  for (let j = 0; j < size; j++) sum += vectors[a * size + j] * vectors[b * size + j];
  return sum;
};

describe('use-lite', () => {
  test('gives a text of several windows the mean of their vectors, brought to length 1', async () => {
    const encoder = await openEncoder('use-lite', { device: 'cpu' });
    const tokenizer = new SentencePiece(
      readVocabulary((await readModelFile('vocab.json', modelFolder())).toString('utf8')),
    );
    // Every word of it is one token, so that windows end between words.
    const single = words.filter((word) => tokenizer.encode(word).length === 1);
    const text = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => single[((from + i) * 7) % single.length]).join(' ');
    const whole = await encoder.encode([text(0, 300)], unwatched);
    const parts = await encoder.encode([text(0, 128), text(128, 256), text(256, 300)], unwatched);
    const mean = Array.from({ length: 512 }, (_, j) =>
      [128, 128, 44].reduce((sum, tokens, i) => sum + (tokens / 300) * parts[512 * i + j], 0),
    );
    const norm = Math.hypot(...mean);
    whole.forEach((x, j) => {
      expect(x).toBeCloseTo(mean[j] / norm, 5);
    });
    expect(dot(whole, 0, 0, 512)).toBeCloseTo(1, 5);
  });

  test('reads on behind the first window: how a long text ends matters', async () => {
    const encoder = await openEncoder('use-lite', { device: 'cpu' });
    const long = story(200);
    const texts = [`${long} I love it, best gift ever`, `${long} broken, I want my money back`];
    const vectors = await encoder.encode(texts, unwatched);
    expect(dot(vectors, 0, 1, 512)).toBeLessThan(0.999);
    expect(dot(vectors, 0, 1, 512)).toBeGreaterThan(0.5);
  });

  test('reads a bounded part of 10 MB, within bounded time, and says so', async () => {
    const encoder = await openEncoder('use-lite', { device: 'cpu' });
    const huge = 'lamp battery '.repeat(800_000);
    const beginning = 'lamp battery '.repeat(3000);
    const start = process.cpuUsage();
    const vectors = await encoder.encode([huge, beginning], unwatched);
    expect(process.cpuUsage(start).user).toBeLessThan(30_000_000);
    expect(vectors.slice(0, 512)).toEqual(vectors.slice(512));
    expect(await encoder.countCut([huge, 'lamp'], unwatched)).toBe(1);
  });

  test('stops within half a second in the middle of 10 MB', async () => {
    const script = resolve('dist/encoder.mjs');
    const encoder = await openEncoder('use-lite', { device: 'cpu', script });
    try {
      await encoder.encode(['warm'], unwatched);
      const flag = new Int32Array(new SharedArrayBuffer(4));
      const running = encoder.encode(['lamp battery '.repeat(800_000)], createTask(flag));
      await new Promise((done) => setTimeout(done, 200));
      const start = performance.now();
      Atomics.store(flag, 0, 1);
      await expect(running).rejects.toBeInstanceOf(Cancelled);
      expect(performance.now() - start).toBeLessThan(500);
    } finally {
      await encoder.close();
    }
  });
});

describe('a model of tokens', () => {
  let workspace: string;
  beforeAll(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'windows-'));
    await writeFiles(join(workspace, 'models/shop/tiny'), tinyBert({ layers: 1, seed: 7 }));
  });
  afterAll(() => rm(workspace, { recursive: true }));

  const room = positions - 2;
  const parts = [room, room, 3].map((length, part) =>
    Array.from({ length }, (_, i) => ['lamp', 'red', 'broken', 'ok'][(i + part) % 4]).join(' '),
  );
  const tokens = [positions, positions, 5];

  const readWith = async (options: ModelOptions) => {
    const place = { workspace, cache: join(workspace, 'cache'), device: 'cpu' } as const;
    const encoder = await openEncoder('hf:shop/tiny', place, options);
    const whole = await encoder.encode([parts.join(' ')], unwatched);
    const apart = await encoder.encode(parts, unwatched);
    const numbers = (j: number): number[] => parts.map((_, i) => apart[i * width + j]);
    return { whole, numbers };
  };

  test.each(['mean', 'cls'] as const)('averages windows by their tokens (%s)', async (pooling) => {
    const { whole, numbers } = await readWith({ pooling });
    const all = tokens.reduce((a, b) => a + b);
    whole.forEach((x, j) => {
      expect(x).toBeCloseTo(
        numbers(j).reduce((sum, y, i) => sum + (y * tokens[i]) / all, 0),
        5,
      );
    });
  });

  test('takes the largest number of all windows (max)', async () => {
    const { whole, numbers } = await readWith({ pooling: 'max' });
    whole.forEach((x, j) => {
      expect(x).toBe(Math.max(...numbers(j)));
    });
  });
});

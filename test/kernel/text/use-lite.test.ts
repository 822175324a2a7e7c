import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../kernel/src/problem.js';
import { Cancelled, createTask, unwatched } from '../../../kernel/src/task.js';
import { type Encoder, encoders, openEncoder } from '../../../kernel/src/text/encoder.js';
import {
  modelFolder,
  readModelFile,
  readWeightBytes,
  weightsFile,
} from '../../../kernel/src/text/model-files.js';

let encoder: Encoder;
beforeAll(async () => {
  encoder = await openEncoder('use-lite');
});

function cosine(vectors: Float32Array, a: number, b: number): number {
  let sum = 0;
  for (let j = 0; j < 512; j++) sum += vectors[512 * a + j] * vectors[512 * b + j];
  return sum;
}

describe('use-lite', () => {
  test('puts paraphrases next to each other and strangers apart', async () => {
    const pairs = [
      ['How old are you?', 'What is your age?'],
      ['I like my phone', 'Your cellphone looks great.'],
      ['An apple a day, keeps the doctors away', 'Eating strawberries is healthy'],
    ];
    const vectors = await encoder.encode(pairs.flat(), unwatched);
    for (let a = 0; a < 6; a += 2) {
      const near = cosine(vectors, a, a + 1);
      expect(near).toBeGreaterThan(0.5);
      for (let b = 0; b < 6; b++) {
        if (b !== a && b !== a + 1) expect(cosine(vectors, a, b)).toBeLessThan(near - 0.2);
      }
    }
    expect(cosine(vectors, 0, 1)).toBeCloseTo(0.846, 2);
  });

  test('gives vectors of length 1, the same bits alone and in any company', async () => {
    const texts = [
      'Great lamp',
      'Great lamps',
      'I sent it back: the battery died after two days.',
      'ok',
      '😹',
    ];
    const together = await encoder.encode(texts, unwatched);
    const crowd = await encoder.encode([...texts.toReversed(), 'two words', 'word '.repeat(200)], unwatched);
    for (const [i, text] of texts.entries()) {
      const alone = await encoder.encode([text], unwatched);
      expect(cosine(together, i, i)).toBeCloseTo(1, 5);
      expect(alone).toEqual(together.slice(512 * i, 512 * i + 512));
      expect(alone).toEqual(crowd.slice(512 * (4 - i), 512 * (5 - i)));
    }
  });

  test('takes any string: nothing visible is a vector of zeros, the rest a vector of length 1', async () => {
    const blank = ['', '   ', '\u0000', '\ud800'];
    const odd = ['a\ud83d', 'שלום', '👩‍👩‍👧', 'nul\u0000nul', 'x'.repeat(100_000)];
    const vectors = await encoder.encode([...blank, ...odd], unwatched);
    blank.forEach((_, i) => {
      expect(cosine(vectors, i, i)).toBe(0);
    });
    odd.forEach((_, i) => {
      expect(cosine(vectors, i + 4, i + 4)).toBeCloseTo(1, 5);
    });
  });

  test('cuts behind the last window and counts what it cut', async () => {
    const full = 'word '.repeat(encoder.window * encoder.windows);
    const vectors = await encoder.encode([full, `${full} and more`], unwatched);
    expect(vectors.slice(0, 512)).toEqual(vectors.slice(512));
    expect(await encoder.countCut([full, `${full} and more`, ''], unwatched)).toBe(1);
  });

  test('hears a stop between batches', async () => {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const task = createTask(flag, () => Atomics.store(flag, 0, 1));
    const texts = Array.from({ length: 200 }, (_, i) => `text number ${i} about a lamp`);
    await expect(encoder.encode(texts, task)).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('openEncoder', () => {
  test('opens the one that is asked for: with 8 bits a weight vectors are near, and not the same', async () => {
    const small = await openEncoder('use-lite-int8');
    const [exact, rounded] = await Promise.all(
      [encoder, small].map((each) => each.encode(['a red lamp that broke'], unwatched)),
    );
    const both = Float32Array.of(...exact, ...rounded);
    expect(cosine(both, 0, 1)).toBeGreaterThan(0.995);
    expect(cosine(both, 0, 1)).toBeLessThan(0.999_999);
  });

  test('names the encoders there are when asked for another', async () => {
    await expect(openEncoder('use-large')).rejects.toBeInstanceOf(InputError);
    await expect(openEncoder('use-large')).rejects.toThrow(
      'There is no encoder `use-large`: use one of `use-lite`, `use-lite-int8`, `lsa`, or `hf:org/model`.',
    );
    expect(encoders.map(({ name }) => name)).toEqual(['use-lite', 'use-lite-int8', 'lsa']);
  });
});

describe('readModelFile', () => {
  test('refuses damaged and missing files by name', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'encoder-'));
    try {
      await copyFile(join(modelFolder(), 'vocab.json'), join(folder, 'vocab.json'));
      const bytes = await readFile(join(folder, 'vocab.json'));
      bytes[1000] ^= 1;
      await writeFile(join(folder, 'vocab.json'), bytes);
      await expect(readModelFile('vocab.json', folder)).rejects.toThrow(
        'vocab.json of encoder `use-lite` is damaged',
      );
      await expect(readModelFile('model.json', folder)).rejects.toThrow(
        'model.json of encoder `use-lite` is missing',
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('readWeightBytes', () => {
  test('has every byte of the published weights', async () => {
    const [{ paths }] = JSON.parse(await readFile(join(modelFolder(), 'model.json'), 'utf8')).weightsManifest;
    const published = await Promise.all(paths.map((path: string) => readFile(join(modelFolder(), path))));
    expect(Buffer.concat(published).equals(await readWeightBytes())).toBe(true);
  });

  test('refuses a damaged or missing file in a sentence that says what to do', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'weights-'));
    try {
      const file = join(folder, 'use-lite-weights.bin');
      await expect(readWeightBytes(file)).rejects.toThrow(
        'File use-lite-weights.bin of encoder `use-lite` is missing: install Causal Spec again (in a checkout: delete the file and run `npm run build`).',
      );
      const good = await readFile(weightsFile());
      const flipped = Buffer.from(good);
      flipped[1000] ^= 1;
      for (const damage of [flipped, good.subarray(0, 1_000_000), Buffer.alloc(0), Buffer.from('<html>')]) {
        await writeFile(file, damage);
        await expect(readWeightBytes(file)).rejects.toThrow(
          'File use-lite-weights.bin of encoder `use-lite` is damaged: install Causal Spec again',
        );
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

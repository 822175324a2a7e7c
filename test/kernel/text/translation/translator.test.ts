import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Cancelled, createTask, unwatched } from '../../../../kernel/src/task.js';
import { findTranslator } from '../../../../kernel/src/text/translation/translator.js';
import { writeFiles } from '../models/tiny-bert.js';
import { tinyTranslator } from './tiny-translator.js';

const words = [
  ['a', 'eine'],
  ['lamp', 'Lampe'],
  ['red', 'rote'],
  ['broken', 'kaputte'],
] as const;
const texts = [
  'a red lamp',
  'lamp',
  '',
  'a broken lamp',
  'a lamp that',
  `${'red '.repeat(12)}lamp`,
  'broken',
];
const translated = ['eine rote Lampe', 'Lampe', '', 'eine kaputte Lampe', 'eine Lampe', texts[5], 'kaputte'];

const workspace = await mkdtemp(join(tmpdir(), 'translator-'));
afterAll(() => rm(workspace, { recursive: true, force: true }));
for (const [name, withPast] of [
  ['plain', false],
  ['past', true],
] as const) {
  await writeFiles(join(workspace, 'models/tiny', name), tinyTranslator({ words, withPast }));
}
const place = { workspace, cache: join(workspace, 'cache'), device: 'cpu' } as const;

describe.each(['plain', 'past'])('a model with its decoder %s', (name) => {
  it('translates texts of any length, and leaves what is too long as it was', async () => {
    const translator = await findTranslator(`hf:tiny/${name}`, place);
    expect(await translator.translate(texts, unwatched)).toEqual(translated);
  });

  it('says the same in processes of its own, in any company', async () => {
    const script = resolve('dist/encoder.mjs');
    const translator = await findTranslator(`hf:tiny/${name}`, { ...place, script, processes: 2 });
    const many = Array.from({ length: 70 }, (_, i) => texts[i % texts.length]);
    try {
      const said = await translator.translate(many, unwatched);
      expect(said).toEqual(many.map((_, i) => translated[i % texts.length]));
      const flag = new Int32Array(new SharedArrayBuffer(4));
      Atomics.store(flag, 0, 1);
      await expect(translator.translate(many, createTask(flag))).rejects.toBeInstanceOf(Cancelled);
    } finally {
      await translator.close();
    }
  });
});

it('has another version with other files', async () => {
  const versions = await Promise.all(
    ['plain', 'past'].map(async (name) => (await findTranslator(`hf:tiny/${name}`, place)).version),
  );
  expect(new Set(versions).size).toBe(2);
});

describe('a model that cannot translate is refused with its name:', () => {
  const broken = async (change: (files: Map<string, Uint8Array>) => void) => {
    const files = tinyTranslator({ words, withPast: true });
    change(files);
    const folder = join(workspace, 'models/tiny/broken');
    await rm(folder, { recursive: true, force: true });
    await writeFiles(folder, files);
    const translator = await findTranslator('hf:tiny/broken', place);
    return translator.translate(['a lamp'], unwatched);
  };

  it.each([
    ['no decoder', 'has no file onnx/decoder_model.onnx', (files) => files.delete('onnx/decoder_model.onnx')],
    [
      'a decoder that is cut off',
      'decoder_model.onnx of the model tiny/broken is damaged',
      (files) => {
        const file = files.get('onnx/decoder_model.onnx') ?? new Uint8Array();
        files.set('onnx/decoder_model.onnx', file.subarray(0, file.length >> 1));
      },
    ],
    [
      'another graph',
      'yields no last_hidden_state',
      (files) =>
        files.set('onnx/encoder_model.onnx', files.get('onnx/decoder_model.onnx') ?? new Uint8Array()),
    ],
    [
      'no mark of the end',
      'names no eos_token_id',
      (files) => files.set('config.json', Buffer.from('{"decoder_start_token_id":0}')),
    ],
  ] satisfies [string, string, (files: Map<string, Uint8Array>) => void][])('%s', async (_, why, change) => {
    await expect(broken(change)).rejects.toThrow(why);
  });

  it('one that is not here', async () => {
    await expect(findTranslator('hf:tiny/none', place)).rejects.toThrow('is not on this machine');
    await expect(findTranslator('use-lite', place)).rejects.toThrow('no model that translates');
  });
});

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unwatched } from '../../../../kernel/src/task.js';
import { type Encoder, type ModelOptions, openEncoder } from '../../../../kernel/src/text/encoder.js';
import { positions, tinyBert, width, writeFiles } from './tiny-bert.js';

let workspace: string;
let folder: string;
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'model-'));
  folder = join(workspace, 'models/shop/tiny');
  await writeFiles(folder, tinyBert({ layers: 2, seed: 7 }));
});
afterEach(() => rm(workspace, { recursive: true }));

const open = (options: ModelOptions = {}): Promise<Encoder> =>
  openEncoder('hf:shop/tiny', { workspace, cache: join(workspace, 'cache'), device: 'cpu' }, options);

const texts = ['a lamp is broken.', 'Lovely', 'ok', 'red red red', 'a lamp', 'a lamps'];

describe('a model in the workspace', () => {
  test('reads texts, the same bits alone and in any company', async () => {
    const encoder = await open();
    expect(encoder).toMatchObject({ name: 'hf:shop/tiny', dimensions: width, window: positions });
    const all = await encoder.encode(texts, unwatched);
    expect(all.every(Number.isFinite)).toBe(true);
    for (const [i, text] of texts.entries()) {
      const own = all.slice(i * width, (i + 1) * width);
      expect(await encoder.encode([text], unwatched)).toEqual(own);
      expect(own).not.toEqual(all.slice(((i + 1) % 6) * width, (((i + 1) % 6) + 1) * width));
    }
  });

  test('says nothing of a text that says nothing, and cuts behind the last window', async () => {
    const encoder = await open();
    // Two tokens of a window mark its ends.
    const most = (positions - 2) * encoder.windows;
    const long = 'lamp '.repeat(most);
    const vectors = await encoder.encode(['', '  ', long, `${long} red`, '灯 \ud800'], unwatched);
    expect(vectors.slice(0, 2 * width).every((x) => x === 0)).toBe(true);
    expect(vectors.slice(2 * width, 3 * width)).toEqual(vectors.slice(3 * width, 4 * width));
    expect(await encoder.countCut([`${long} red`, long, 'ok'], unwatched)).toBe(1);
  });

  test('pools the first token, the mean or the largest number, and another version follows', async () => {
    const [cls, mean, max] = await Promise.all(
      (['cls', 'mean', 'max'] as const).map((pooling) => open({ pooling })),
    );
    const [a, b, c] = await Promise.all(
      [cls, mean, max].map((encoder) => encoder.encode(['a lamp'], unwatched)),
    );
    for (let j = 0; j < width; j++) {
      expect(c[j]).toBeGreaterThanOrEqual(a[j]);
      expect(c[j]).toBeGreaterThan(b[j]);
    }
    expect(new Set([cls.version, mean.version, max.version]).size).toBe(3);
    await writeFiles(
      folder,
      new Map([['1_Pooling/config.json', Buffer.from('{"pooling_mode_cls_token":true}')]]),
    );
    expect(await (await open()).encode(['a lamp'], unwatched)).toEqual(a);
  });

  test('a hidden layer is what a model that ends there yields', async () => {
    const after = await (await open({ layer: 1 })).encode(texts, unwatched);
    const embedded = await (await open({ layer: 0 })).encode(texts, unwatched);
    const last = await (await open({ layer: 2 })).encode(texts, unwatched);
    expect(last).toEqual(await (await open()).encode(texts, unwatched));
    expect(embedded).not.toEqual(after);
    for (const [layers, expected] of [
      [1, after],
      [0, embedded],
    ] as const) {
      await writeFiles(folder, tinyBert({ layers, seed: 7 }));
      const found = await (await open()).encode(texts, unwatched);
      found.forEach((x, i) => {
        expect(x).toBeCloseTo(expected[i], 5);
      });
    }
    await expect(open({ layer: 3 })).rejects.toThrow('it has hidden layers 0 to 0 and no layer 3');
  });
});

/** The ONNX file with one more tensor whose numbers lie in another file. */
function pointingTo(location: string, length = 4): Uint8Array {
  const pair = (key: string, value: string) =>
    new BinaryWriter()
      .tag(1, WireType.LengthDelimited)
      .string(key)
      .tag(2, WireType.LengthDelimited)
      .string(value)
      .finish();
  const tensor = new BinaryWriter()
    .tag(8, WireType.LengthDelimited)
    .string('elsewhere')
    .tag(2, WireType.Varint)
    .int32(1);
  tensor.tag(13, WireType.LengthDelimited).bytes(pair('location', location));
  tensor.tag(13, WireType.LengthDelimited).bytes(pair('length', String(length)));
  tensor.tag(14, WireType.Varint).int32(1);
  const graph = new BinaryWriter().tag(5, WireType.LengthDelimited).bytes(tensor.finish()).finish();
  const more = new BinaryWriter().tag(7, WireType.LengthDelimited).bytes(graph).finish();
  return Buffer.concat([model(), more]);
}

function model(): Uint8Array {
  return tinyBert({ layers: 2, seed: 7 }).get('onnx/model.onnx') ?? new Uint8Array();
}

const replace = (file: string, bytes: Uint8Array) => writeFiles(folder, new Map([[file, bytes]]));

describe('a model that cannot be used is refused before anything of it runs', () => {
  test.each(['config.json', 'tokenizer.json', 'onnx/model.onnx'])('without %s', async (file) => {
    await rm(join(folder, file));
    await expect(open()).rejects.toThrow(
      file === 'config.json' ? /is not on this machine/ : /model.onnx|tokenizer.json/,
    );
  });

  test.each([10, 1000, -1])('whose ONNX file is cut off (%i)', async (length) => {
    await replace('onnx/model.onnx', model().slice(0, length));
    await expect(open()).rejects.toThrow('File onnx/model.onnx of the model shop/tiny is damaged');
  });

  test.each([
    ['', 'it holds no graph'],
    ['<html>', 'damaged'],
    ['\0\0\0\0', 'damaged'],
  ])('whose ONNX file is something else (%j)', async (content, why) => {
    await replace('onnx/model.onnx', Buffer.from(content));
    await expect(open()).rejects.toThrow(why);
  });

  test.each(['config.json', 'tokenizer.json'])('whose %s is cut off or empty', async (file) => {
    for (const content of ['{"hidden_si', '[', '', '{}']) {
      await replace(file, Buffer.from(content));
      await expect(open()).rejects.toThrow(/damaged|config.json names no hidden_size/);
    }
  });

  test.each(['../../secret.bin', '/etc/passwd', 'C:\\Windows\\win.ini', '..\\x', 'sub/../../../x'])(
    'whose numbers lie outside of its folder (%s)',
    async (path) => {
      await writeFile(join(workspace, 'secret.bin'), 'numbers');
      await replace('onnx/model.onnx', pointingTo(path));
      await expect(open()).rejects.toThrow('outside of its folder');
    },
  );

  test('whose numbers are not all there', async () => {
    await replace('onnx/model.onnx', pointingTo('model.onnx_data', 4000));
    await expect(open()).rejects.toThrow('model.onnx_data of the model shop/tiny is missing');
    await replace('onnx/model.onnx_data', Buffer.alloc(100));
    await expect(open()).rejects.toThrow('100 bytes long where 4000 are needed');
  });

  test('that links out of its folder, or is itself a link out of the workspace', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    try {
      await writeFiles(outside, tinyBert({ layers: 2, seed: 7 }));
      await rm(join(folder, 'tokenizer.json'));
      await symlink(join(outside, 'tokenizer.json'), join(folder, 'tokenizer.json'));
      await expect(open()).rejects.toThrow('"tokenizer.json", outside of its folder');
      await rm(folder, { recursive: true });
      await mkdir(join(workspace, 'models/shop'), { recursive: true });
      await symlink(outside, folder);
      await expect(open()).rejects.toThrow('outside of its folder');
    } finally {
      await rm(outside, { recursive: true });
    }
  });

  test('whose name is no name', async () => {
    for (const name of [
      'hf:../x',
      'hf:a',
      'hf:a/..',
      'hf:a/b/c',
      'hf:a/b@main',
      'hf:/etc/passwd',
      'hf:a/b ',
    ]) {
      await expect(openEncoder(name, { workspace })).rejects.toThrow(`There is no encoder \`${name}\``);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../kernel/src/problem.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { Engine } from '../../../../kernel/src/trees/engine/engine.js';
import { ByteReader, ByteWriter } from '../../../../kernel/src/trees/model/bytes.js';
import type { TreeEnsemble } from '../../../../kernel/src/trees/model/ensemble.js';
import {
  decodeEnsemble,
  encodeEnsemble,
  packBlocks,
  packEnsemble,
  unpackBlocks,
} from '../../../../kernel/src/trees/model/format.js';
import { predictMargin } from '../../../../kernel/src/trees/model/predict.js';
import { rowPredictor } from '../../../../kernel/src/trees/model/row-predictor.js';
import { seal, sealBytes, unseal, unsealBytes } from '../../../../kernel/src/trees/model/sealed.js';
import {
  leafCount,
  mostCuts,
  nodeCovers,
  setWords,
  treeCount,
} from '../../../../kernel/src/trees/model/trees.js';
import {
  drawing,
  plainMargins,
  randomBlock,
  randomEnsemble,
  randomInfos,
  randomTable,
} from './random-models.js';

const wasm = new Engine({});
const small = smallEnsemble();

/** A few hundred bytes that have all parts: several blocks, nodes that split numbers, nodes that split sets. */
function smallEnsemble(): TreeEnsemble {
  for (let seed = 1; ; seed++) {
    const ensemble = randomEnsemble(seed, { trees: 3, depth: 3 });
    const { blocks } = ensemble;
    const sets = blocks.reduce((sum, block) => sum + block.sets.length / setWords, 0);
    const splits = blocks.reduce((sum, block) => sum + leafCount(block) - treeCount(block), 0);
    const whole = blocks.length > 1 && sets > 1 && splits - sets > 1;
    if (whole && packEnsemble(ensemble).length < 400) return ensemble;
  }
}

/** Unpacks bytes with a correct checksum: either refused as damaged, or a model that predicts as its trees say. */
function refusedOrSound(bytes: Uint8Array): 'refused' | 'sound' {
  let model: TreeEnsemble;
  try {
    model = decodeEnsemble(sealBytes('CSforest', bytes));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.problems.map(({ code }) => code)).toEqual(['CS5005']);
    return 'refused';
  }
  const table = randomTable(model.features, 9, drawing(1));
  const margins = predictMargin(model, table, unwatched, wasm);
  expect(margins.length).toBe(9 * model.outputs);
  const plain = plainMargins(model, table);
  expect(margins.every((margin, i) => Object.is(margin, plain[i]))).toBe(true);
  rowPredictor(model)(new Float64Array(model.features.length));
  for (const block of model.blocks) {
    expect(block.nodes.length / 2).toBe(2 * leafCount(block) - treeCount(block));
    expect(nodeCovers(block).every((cover) => cover > 0 && Number.isFinite(cover))).toBe(true);
  }
  return 'sound';
}

function expectRefused(bytes: Uint8Array): void {
  let sound = false;
  try {
    decodeEnsemble(bytes);
    sound = true;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  expect(sound).toBe(false);
}

describe('a stored ensemble', () => {
  test('comes back with all it says', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const outputs = 1 + (seed % 2);
      const ensemble = randomEnsemble(seed, { objective: outputs > 1 ? 'softmax' : 'poisson', outputs });
      const bytes = encodeEnsemble(ensemble);
      const back = decodeEnsemble(bytes);
      const table = randomTable(ensemble.features, 30, drawing(seed));
      expect(plainMargins(back, table)).toEqual(plainMargins(ensemble, table));
      expect({ ...back, blocks: [] }).toEqual({ ...ensemble, blocks: [] });
      ensemble.blocks.forEach(({ values, cover, width, roots }, i) => {
        const { [i]: block } = back.blocks;
        expect([block.values, block.cover, block.width, block.roots]).toEqual([values, cover, width, roots]);
      });
      // What came back is in the order of the file, so that from here on nothing changes at all.
      expect(decodeEnsemble(encodeEnsemble(back))).toEqual(back);
      expect(encodeEnsemble(back)).toEqual(bytes);
    }
  });

  test('keeps the numbers of the leaves, of either precision and any width, for forests', () => {
    for (const [width, precision] of [
      [0, 'double'],
      [1, 'single'],
      [5, 'double'],
      [3, 'single'],
    ] as const) {
      const draw = drawing(width);
      const infos = randomInfos(6, draw);
      const blocks = [3, 0, 1].map((trees) =>
        randomBlock(infos, { trees, width, depth: 8, precision }, draw),
      );
      const back = unpackBlocks(packBlocks(infos, blocks));
      expect(back.features).toEqual(infos);
      back.blocks.forEach((block, i) => {
        expect(block.values).toEqual(blocks[i].values);
        expect(block.cover).toEqual(blocks[i].cover);
      });
    }
  });

  test('takes some bytes a node', () => {
    const draw = drawing(1);
    const infos = randomInfos(20, draw).filter(({ kind }) => kind === 'numeric');
    const shape = { trees: 100, width: 1, depth: 7, precision: 'double' } as const;
    const block = randomBlock(infos, shape, draw);
    const bytes = packBlocks([], [block]).length;
    expect(bytes / (block.nodes.length / 2)).toBeLessThan(7.5);
  });

  test('cannot hold what is not finite', () => {
    expect(() => packEnsemble({ ...small, base: [Number.NaN] })).toThrow(RangeError);
  });

  test('is refused when cut off anywhere', () => {
    const bytes = encodeEnsemble(small);
    for (let length = 0; length < bytes.length; length++) expectRefused(bytes.subarray(0, length));
  });

  test('is refused with any bit flipped', () => {
    const bytes = encodeEnsemble(small);
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const flipped = bytes.slice();
      flipped[bit >>> 3] ^= 1 << (bit & 7);
      expectRefused(flipped);
    }
  });

  test('of one kind or version is not taken for another', () => {
    const bytes = encodeEnsemble(small);
    expect(() => unsealBytes('CScausal', bytes)).toThrow('no CScausal file');
    bytes[8] = 1;
    expect(() => decodeEnsemble(bytes)).toThrow('version 1');
    expect(unseal('CSmodel ', seal('CSmodel ', { a: [1, Number.NaN] }))).toEqual({ a: [1, Number.NaN] });
    expect(() => unseal('CSmodel ', sealBytes('CSmodel ', Uint8Array.of(9, 9, 9, 9)))).toThrow(
      'cannot be read',
    );
  });
});

describe('hostile bytes with a correct checksum', () => {
  const packed = packEnsemble(small);

  test('that end anywhere are refused', () => {
    for (let length = 0; length < packed.length; length++)
      expect(refusedOrSound(packed.subarray(0, length))).toBe('refused');
    expect(refusedOrSound(Uint8Array.of(...packed, 0))).toBe('refused');
  });

  test('with any bit flipped are refused or sound', () => {
    const outcomes = { refused: 0, sound: 0 };
    for (let bit = 0; bit < 8 * packed.length; bit++) {
      const flipped = packed.slice();
      flipped[bit >>> 3] ^= 1 << (bit & 7);
      outcomes[refusedOrSound(flipped)]++;
    }
    expect(outcomes.refused).toBeGreaterThan(100);
    expect(outcomes.sound).toBeGreaterThan(100);
  });

  test('with any byte at its extremes are refused or sound', () => {
    for (let at = 0; at < packed.length; at++) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const changed = packed.slice();
        changed[at] = value;
        refusedOrSound(changed);
      }
    }
  });

  test('changed, doubled or dropped at random are refused or sound', () => {
    const change = fc.record({
      at: fc.nat(packed.length),
      drop: fc.nat(12),
      put: fc.uint8Array({ maxLength: 12 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let bytes = packed;
        for (const { at, drop, put } of changes)
          bytes = Uint8Array.of(...bytes.subarray(0, at), ...put, ...bytes.subarray(at + drop));
        refusedOrSound(bytes);
      }),
      { numRuns: 1500 },
    );
  });

  test('of no order at all are refused or sound', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        refusedOrSound(bytes);
        try {
          unpackBlocks(bytes);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe('what a file cannot say', () => {
  /** A file by hand: one numeric feature of cuts 1 and 2, one category, then a block. */
  function file(block: (writer: ByteWriter) => void, cuts = [1, 2]): Uint8Array {
    const writer = new ByteWriter();
    writer.byte(0);
    writer.whole(1);
    writer.double(0);
    writer.whole(2);
    for (const name of ['x', 'x']) writer.text(name);
    writer.byte(0);
    writer.whole(cuts.length);
    for (const cut of cuts) writer.double(cut);
    for (const name of ['g', 'g']) writer.text(name);
    writer.byte(1);
    writer.whole(1);
    writer.text('level');
    writer.byte(3);
    writer.whole(1);
    block(writer);
    return writer.finish();
  }

  interface Stump {
    trees?: number;
    leaves?: number;
    width?: number;
    flags?: number;
    shape?: number;
    key?: number;
    cut?: number;
    numbers?: number[];
    covers?: number[];
    values?: number[];
  }

  /** One split at the first cut of x and two leaves, but for what is told otherwise. */
  const stump =
    ({ trees = 1, leaves = 2, width = 1, flags = 4, shape = 1, key = 0, cut = 0, ...rest }: Stump) =>
    (writer: ByteWriter) => {
      for (const value of [trees, leaves, width]) writer.whole(value);
      writer.byte(flags);
      writer.byte(shape);
      writer.whole(key);
      writer.whole(cut);
      for (const number of rest.numbers ?? [0, 0]) writer.signed(number);
      for (const cover of rest.covers ?? [1, 1]) writer.whole(cover);
      for (const value of rest.values ?? [5, 6]) writer.double(value);
    };

  test('a sound one is read', () => {
    expect(refusedOrSound(file(stump({})))).toBe('sound');
    expect(refusedOrSound(file(stump({ cut: 2, numbers: [1, -2] })))).toBe('sound');
  });

  const huge = 2 ** 31;
  test.each<[string, Stump]>([
    ['a feature that does not exist', { key: 4 * 2 }],
    ['a feature far beyond', { key: 4 * huge }],
    ['a cut that does not exist', { cut: 3 }],
    ['a cut far beyond', { cut: huge }],
    ['a set for a number', { key: 1 }],
    ['a cut for a category', { key: 4 }],
    ['a set of more groups than there can be', { key: 5, cut: 33 }],
    ['a leaf twice', { numbers: [0, -1] }],
    ['a leaf before the first', { numbers: [-1, 0] }],
    ['a leaf that does not exist', { numbers: [0, 1] }],
    ['a leaf far beyond', { numbers: [0, huge * huge] }],
    ['a cover of 0', { covers: [1, 0] }],
    ['no leaves', { leaves: 0 }],
    ['more trees than leaves', { trees: 3 }],
    ['as many trees as leaves', { trees: 2 }],
    ['a root that has no end', { shape: 7 }],
    ['nodes that belong to no tree', { shape: 0 }],
    ['a width of 0 in an ensemble', { width: 0, values: [] }],
    ['a width that overflows', { width: huge }],
    ['2^31 leaves', { leaves: huge }],
    ['2^53 - 1 leaves', { leaves: Number.MAX_SAFE_INTEGER }],
    ['2^31 trees', { trees: huge, leaves: huge }],
    ['a width that overflows times its leaves', { width: Number.MAX_SAFE_INTEGER }],
    ['an unknown kind of numbers', { flags: 8 }],
    ['too few values', { values: [1] }],
    ['values that are left over', { values: [1, 2, 3] }],
  ])('%s', (_, change) => {
    expect(refusedOrSound(file(stump(change)))).toBe('refused');
  });

  test.each([
    ['that are equal', [1, 1]],
    ['that descend', [2, 1]],
  ])('cuts %s', (_, cuts) => {
    expect(refusedOrSound(file(stump({}), cuts))).toBe('refused');
  });

  test('more cuts than ranks can count', () => {
    const most = Array.from({ length: mostCuts }, (_, i) => i);
    expect(refusedOrSound(file(stump({}), most))).toBe('sound');
    expect(refusedOrSound(file(stump({}), [...most, mostCuts]))).toBe('refused');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('the number %d', (bad) => {
    const sound = file(stump({}));
    const view = new DataView(sound.buffer);
    for (const place of [2, sound.length - 8]) {
      const bytes = sound.slice();
      new DataView(bytes.buffer).setFloat64(place, bad, true);
      expect(refusedOrSound(bytes)).toBe('refused');
    }
    const cut = Array.from({ length: sound.length - 7 }, (_, at) => at).find(
      (at) => view.getFloat64(at, true) === 1,
    );
    new DataView(sound.buffer).setFloat64(cut ?? 0, bad, true);
    expect(refusedOrSound(sound)).toBe('refused');
  });

  test('outputs that its objective does not have', () => {
    const bytes = packEnsemble({ ...small, outputs: 2, base: [1, 2] });
    expect(refusedOrSound(bytes)).toBe('refused');
    bytes[0] = 5;
    expect(refusedOrSound(bytes)).toBe('sound');
    bytes[0] = 99;
    expect(refusedOrSound(bytes)).toBe('refused');
  });

  test('takes long: a million nodes in a chain are read and walked in a moment', () => {
    const leaves = 500_000;
    const chain = (writer: ByteWriter): void => {
      for (const value of [1, leaves, 1]) writer.whole(value);
      writer.byte(4);
      // Level by level: an inner node and a leaf.
      for (let node = 0; node < 2 * leaves - 1; node += 8)
        writer.byte(
          Array.from({ length: 8 }, (_, i) => node + i).reduce(
            (bits, i) => bits | (isInner(i) << (i & 7)),
            0,
          ),
        );
      for (let node = 0; node < 2 * leaves - 1; node++) {
        if (isInner(node)) {
          writer.whole(0);
          writer.whole(0);
        } else writer.signed(0);
      }
      for (let leaf = 0; leaf < leaves; leaf++) writer.whole(1);
      for (let leaf = 0; leaf < leaves; leaf++) writer.double(leaf);
    };
    expect(refusedOrSound(file(chain))).toBe('sound');

    function isInner(node: number): 0 | 1 {
      return node === 0 || (node % 2 === 1 && node < 2 * leaves - 3) ? 1 : 0;
    }
  });
});

test('numbers of any size come back from bytes', () => {
  const wholes = [0, 1, 127, 128, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER];
  const signed = wholes.slice(0, -1).flatMap((value) => [value, -value - 1]);
  const writer = new ByteWriter();
  for (const value of wholes) writer.whole(value);
  for (const value of signed) writer.signed(value);
  writer.text('Käse 🧀');
  writer.single(0.5);
  const reader = new ByteReader(writer.finish());
  expect(wholes.map(() => reader.whole())).toEqual(wholes);
  expect(signed.map(() => reader.signed())).toEqual(signed);
  expect([reader.text(), reader.single(), reader.left]).toEqual(['Käse 🧀', 0.5, 0]);
  expect(() => reader.byte()).toThrow(InputError);
  expect(() => new ByteReader(new Uint8Array(20).fill(0xff)).whole()).toThrow('too large');
});

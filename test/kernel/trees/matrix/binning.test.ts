import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../../kernel/src/problem.js';
import { Cancelled, createTask, unwatched } from '../../../../kernel/src/task.js';
import { Engine } from '../../../../kernel/src/trees/engine/engine.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { boundValue, rankOf } from '../../../../kernel/src/trees/model/feature-info.js';
import { mostFeatures } from '../../../../kernel/src/trees/model/trees.js';
import { openEngines } from '../boosting/engines.js';
import { categorical, features, normals, numeric, uniforms } from '../data.js';

const nan = Number.NaN;
const engines = openEngines();
afterAll(() => {
  for (const [, engine] of engines) engine.close();
});
const cutsOf = (matrix: ReturnType<typeof binFeatures>, feature: number) => matrix.features[feature].cuts;

describe.each(engines)('numeric bins (%s)', (_, engine) => {
  const bin = (data: Parameters<typeof binFeatures>[0], options = {}) =>
    binFeatures(data, options, unwatched, engine);

  test('few values have a bin each, cut midway; missing values are bin 0', () => {
    const matrix = bin(features(numeric('age', [1, 3, nan, 3, 7])));
    expect([...cutsOf(matrix, 0)]).toEqual([2, 5]);
    expect([...matrix.bins[0]]).toEqual([1, 2, 0, 2, 3]);
  });

  test('many values have bins of about equal count', () => {
    const { bins, binCounts } = bin(features(numeric('x', uniforms(10_000, 1))), { maxBins: 16 });
    const counts = new Array(17).fill(0);
    for (const bin of bins[0]) counts[bin]++;
    expect(binCounts[0]).toBe(17);
    for (const count of counts.slice(1)) expect(Math.abs(count - 625)).toBeLessThan(10);
  });

  test('a frequent value has a bin of its own', () => {
    const values = uniforms(5000, 2).map((u) => (u < 0.5 ? 0.25 : u));
    const { bins } = bin(features(numeric('x', values)), { maxBins: 8 });
    const own = bins[0][values.indexOf(0.25)];
    values.forEach((value, i) => {
      if (bins[0][i] === own) expect(value).toBe(0.25);
    });
  });

  test('constant and wholly missing columns have one bin, duplicates the same', () => {
    const values = normals(500, 3);
    const { binCounts, bins } = bin(
      features(
        numeric('c', new Float64Array(500).fill(5)),
        numeric('m', new Float64Array(500).fill(nan)),
        numeric('x', values),
        numeric('again', values),
      ),
    );
    expect([...binCounts]).toEqual([2, 2, 256, 256]);
    expect([...new Set(bins[1])]).toEqual([0]);
    expect(bins[2]).toEqual(bins[3]);
  });

  test('a column of one row, and tables without rows or columns', () => {
    expect(bin(features(numeric('x', [4]))).bins[0]).toEqual(Uint8Array.of(1));
    expect(bin(features(numeric('x', []))).binCounts[0]).toBe(2);
    expect(bin({ rows: 3, list: [] }).bins).toEqual([]);
  });

  test('of more rows than cuts are taken from, every value still lies in its bin', () => {
    const values = normals(450_000, 6).map((value) => Math.sinh(3 * value));
    const matrix = bin(features(numeric('x', values)));
    for (let i = 0; i < values.length; i += 97)
      expect(matrix.bins[0][i]).toBe(rankOf(matrix.features[0], values[i]));
    const counts = new Float64Array(256);
    for (const bin of matrix.bins[0]) counts[bin]++;
    expect(Math.min(...counts.slice(1))).toBeGreaterThan(0.8 * (450_000 / 255));
  });
});

const extreme = fc.constantFrom(
  nan,
  Number.NEGATIVE_INFINITY,
  Number.POSITIVE_INFINITY,
  -Number.MAX_VALUE,
  Number.MAX_VALUE,
  -0,
  0,
  Number.MIN_VALUE,
  1 + 2 ** -52,
  1,
);
const values = fc.array(fc.oneof(extreme, fc.double(), fc.integer({ min: -3, max: 3 })), {
  minLength: 1,
  maxLength: 400,
});

test('bins are what the cuts say of the values, the same on all engines, whatever the values', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 2, max: 300 }), (column, maxBins) => {
      const [first, ...rest] = engines.map(([, engine]) =>
        binFeatures(features(numeric('x', column)), { maxBins }, unwatched, engine),
      );
      for (const other of rest) expect(other).toEqual(first);
      const [info] = first.features;
      expect(info.cuts.every((cut, i) => Number.isFinite(cut) && (i === 0 || cut > info.cuts[i - 1]))).toBe(
        true,
      );
      expect([...first.bins[0]]).toEqual(column.map((value) => rankOf(info, value)));
      const distinct = new Set(
        column.filter((value) => !Number.isNaN(value)).map((value) => boundValue(value) + 0),
      );
      if (distinct.size <= Math.min(255, maxBins))
        expect(info.cuts.length).toBe(Math.max(0, distinct.size - 1));
      expect(first.binCounts[0]).toBe(info.cuts.length + 2);
      expect(first.binCounts[0]).toBeLessThanOrEqual(1 + Math.min(255, maxBins));
    }),
    { numRuns: 150, seed: 5 },
  );
});

describe('categorical bins', () => {
  test('each level has its bin, the most frequent first; a level without rows counts as missing', () => {
    const feature = { ...categorical('plan', ['b', 'a', 'b', undefined]), levels: ['a', 'b', 'never'] };
    const { bins, features: infos } = binFeatures(features(feature));
    expect([...bins[0]]).toEqual([1, 2, 1, 0]);
    expect(infos[0].groups).toEqual([2, 1, 0]);
  });

  test('of too many levels the rare ones share a bin', () => {
    const cells = Array.from({ length: 1000 }, (_, i) => (i < 400 ? `often ${i % 4}` : `rare ${i}`));
    const { bins, binCounts } = binFeatures(features(categorical('sku', cells)), { maxBins: 5 });
    expect(binCounts[0]).toBe(6);
    cells.forEach((cell, i) => {
      expect(bins[0][i] === 5).toBe(cell.startsWith('rare'));
    });
  });

  test('ten thousand levels make 255 bins', () => {
    const cells = Array.from({ length: 30_000 }, (_, i) => `sku ${i % 10_000}`);
    const { bins, binCounts } = binFeatures(features(categorical('sku', cells)));
    expect(binCounts[0]).toBe(256);
    expect(new Set(bins[0]).size).toBe(255);
  });
});

describe('what cannot be cut is refused', () => {
  const column = numeric('x', [1, 2]);

  test('more features than a model can name', () => {
    const list = new Array(mostFeatures + 1).fill(column);
    expect(() => binFeatures({ rows: 2, list })).toThrow(InputError);
    expect(() => binFeatures({ rows: 2, list })).toThrow(/16,384 features, .* 16,383 at most/);
  });

  test('what would not fit into memory', () => {
    const engine = new Engine({ memoryLimitMb: 1 });
    const large = features(numeric('x', new Float64Array(200_000)));
    expect(() => binFeatures(large, {}, unwatched, engine)).toThrow(/needs \d MB/);
  });

  test('a stop', () => {
    expect(() => binFeatures(features(column), {}, createTask(Int32Array.of(1)))).toThrow(Cancelled);
  });
});

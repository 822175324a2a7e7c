import { describe, expect, test } from 'vitest';
import { binFeatures } from '../../../kernel/src/trees/binning.js';
import { categorical, features, numeric, uniforms } from './data.js';

const nan = Number.NaN;

describe('numeric bins', () => {
  test('few values have a bin each, cut midway; missing values are bin 0', () => {
    const { bins, cuts } = binFeatures(features(numeric('age', [1, 3, nan, 3, 7])));
    expect([...cuts[0]]).toEqual([2, 5]);
    expect([...bins[0]]).toEqual([1, 2, 0, 2, 3]);
  });

  test('many values have bins of about equal count', () => {
    const { bins, binCounts } = binFeatures(features(numeric('x', uniforms(10_000, 1))), { maxBins: 16 });
    const counts = new Array(17).fill(0);
    for (const bin of bins[0]) counts[bin]++;
    expect(binCounts[0]).toBe(17);
    for (const count of counts.slice(1)) expect(Math.abs(count - 625)).toBeLessThan(10);
  });

  test('a frequent value has a bin of its own', () => {
    const values = uniforms(5000, 2).map((u) => (u < 0.5 ? 0.25 : u));
    const { bins } = binFeatures(features(numeric('x', values)), { maxBins: 8 });
    const own = bins[0][values.indexOf(0.25)];
    values.forEach((value, i) => {
      if (bins[0][i] === own) expect(value).toBe(0.25);
    });
  });

  test('every value lies between the cuts of its bin, infinities and extremes included', () => {
    const extremes = [
      -Infinity,
      Infinity,
      -Number.MAX_VALUE,
      Number.MAX_VALUE,
      -0,
      0,
      Number.MIN_VALUE,
      1,
      1 + 2 ** -52,
    ];
    const { bins, cuts } = binFeatures(features(numeric('x', extremes)));
    extremes.forEach((value, i) => {
      const bin = bins[0][i];
      if (bin > 1) expect(value).toBeGreaterThan(cuts[0][bin - 2]);
      if (bin <= cuts[0].length)
        expect(Math.max(value, -Number.MAX_VALUE)).toBeLessThanOrEqual(cuts[0][bin - 1]);
    });
    expect(cuts[0].every(Number.isFinite)).toBe(true);
    expect(cuts[0].every((cut, i) => i === 0 || cut > cuts[0][i - 1])).toBe(true);
  });

  test('constant and wholly missing columns have one bin', () => {
    const { binCounts, bins } = binFeatures(features(numeric('c', [5, 5, 5]), numeric('m', [nan, nan, nan])));
    expect([...binCounts]).toEqual([2, 2]);
    expect([...bins[1]]).toEqual([0, 0, 0]);
  });
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
});

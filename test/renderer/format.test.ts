import { describe, expect, test } from 'vitest';
import {
  formatCell,
  formatCount,
  formatEstimate,
  formatInterval,
  formatNumber,
  formatRange,
  formatShare,
  formatSigned,
  formatTick,
} from '../../client/src/renderer/format.js';

describe('numbers', () => {
  test.each([
    [0.076_61, '0.0766'],
    [12.345, '12.3'],
    [172.35, '172'],
    [1_794.34, '1,794'],
    [1_234_567, '1,234,567'],
    [-3.4, '\u22123.4'],
    [0.800_03, '0.800'],
    [0.02, '0.02'],
    [-0, '0'],
    [1.234e-7, '1.23e\u22127'],
    [-1e300, '\u22121.00e300'],
    [Number.NaN, 'n/a'],
    [Number.POSITIVE_INFINITY, 'n/a'],
    [null, 'n/a'],
    [undefined, 'n/a'],
  ])('%s reads %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  test('are as precise as their interval is narrow', () => {
    expect(formatEstimate(1.234, [0.8012, 1.6588])).toBe('1.23 [0.80, 1.66]');
    expect(formatEstimate(1_794.3, [551.2, 3_037.4])).toBe('1,794 [551, 3,037]');
    expect(formatEstimate(-0.000_04, [-0.012, 0.011_9])).toBe('0.000 [\u22120.012, 0.012]');
  });

  test('an interval without width or without ends is still shown', () => {
    expect(formatInterval([0.5, 0.5])).toBe('[0.5, 0.5]');
    expect(formatInterval([null, 2])).toBe('[n/a, 2]');
  });

  test('bins of one width have the same decimals', () => {
    expect([formatRange(0, 0.04), formatRange(0.04, 0.08)]).toEqual(['0.000 to 0.040', '0.040 to 0.080']);
  });

  test('shares, counts, signs and ticks', () => {
    expect(formatShare(0.0621)).toBe('6.2%');
    expect(formatShare(0.29)).toBe('29%');
    expect(formatShare(0.0001)).toBe('<0.1%');
    expect(formatCount(20_000)).toBe('20,000');
    expect(formatSigned(0.19)).toBe('+0.19');
    expect(formatSigned(-0.06)).toBe('\u22120.06');
    expect([0, 0.1 + 0.2, 4_000, 2e-5].map(formatTick)).toEqual(['0', '0.3', '4,000', '2e\u22125']);
  });

  test('a cell of data keeps its whole numbers, since they may be ids', () => {
    expect(formatCell(9_007_199_254_740_991)).toBe('9007199254740991');
    expect(formatCell(0.061_234_567)).toBe('0.0612346');
    expect(formatCell('  as it is ')).toBe('  as it is ');
    expect(formatCell(null)).toBe('');
  });
});

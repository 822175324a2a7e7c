import { describe, expect, test } from 'vitest';
import {
  averagePrecision,
  coverage,
  diversity,
  ndcg,
  novelty,
  recall,
} from '../../../../kernel/src/decide/rank/metrics.js';

describe('measures of an order', () => {
  const list = { gains: [0, 3, 0, 1, 0, 2] };

  test('NDCG discounts by place, and counts the size of gains', () => {
    const found = 3 / Math.log2(3) + 1 / Math.log2(5);
    const best = 3 / Math.log2(2) + 2 / Math.log2(3) + 1 / Math.log2(4);
    expect(ndcg(list, 4)).toBeCloseTo(found / best);
    expect(ndcg({ gains: [3, 2, 1, 0, 0, 0] }, 3)).toBe(1);
    expect(ndcg({ gains: [0, 0] }, 2)).toBeNull();
  });

  test('average precision is a mean over what the places could hold', () => {
    expect(averagePrecision(list, 4)).toBeCloseTo((1 / 2 + 2 / 4) / 3);
    expect(averagePrecision(list, 2)).toBeCloseTo(1 / 2 / 2);
    expect(averagePrecision({ gains: [1, 1, 0] }, 2)).toBe(1);
    expect(averagePrecision({ gains: [0] }, 1)).toBeNull();
  });

  test('recall is the share of gains that stand among the first', () => {
    expect(recall(list, 2)).toBeCloseTo(3 / 6);
    expect(recall(list, 100)).toBe(1);
    expect(recall({ gains: [] }, 3)).toBeNull();
  });
});

describe('measures of lists', () => {
  const lists = [Int32Array.of(0, 1), Int32Array.of(1, 2), Int32Array.of(1)];

  test('coverage is the share of items that stand in some list', () => {
    expect(coverage(lists, 6)).toBe(0.5);
    expect(coverage([], 6)).toBe(0);
  });

  test('diversity is one less the likeness of the items of a list', () => {
    const likeness = (a: number, b: number): number => (a + b === 1 ? 0.9 : 0.2);
    expect(diversity(lists, likeness)).toBeCloseTo((0.1 + 0.8) / 2);
    expect(diversity([Int32Array.of(3)], likeness)).toBeNull();
  });

  test('novelty is in bits: an item that half of the users have met has one', () => {
    expect(novelty([Int32Array.of(0)], [50, 25, 0], 100)).toBeCloseTo(1);
    expect(novelty([Int32Array.of(0, 1)], [50, 25, 0], 100)).toBeCloseTo(1.5);
    expect(novelty([Int32Array.of(2)], [50, 25, 0], 100)).toBeCloseTo(Math.log2(200));
    expect(novelty([Int32Array.of()], [1], 1)).toBeNull();
  });
});

import { expect, it } from 'vitest';
import {
  chiSquareQuantile,
  chiSquareTail,
  noncentralChiSquareQuantile,
} from '../../../kernel/src/statistics/chi-square.js';
import { normalCdf } from '../../../kernel/src/statistics/normal.js';

it('tails are those of known distributions', () => {
  for (const x of [0.1, 1, 4, 12, 40]) {
    // Two degrees of freedom are an exponential, one is the square of a normal.
    expect(chiSquareTail(x, 2)).toBeCloseTo(Math.exp(-x / 2), 12);
    expect(chiSquareTail(x, 1)).toBeCloseTo(2 * normalCdf(-Math.sqrt(x)), 10);
  }
});

it('quantiles are those of the tables', () => {
  expect(chiSquareQuantile(0.95, 1)).toBeCloseTo(3.841, 3);
  expect(chiSquareQuantile(0.95, 10)).toBeCloseTo(18.307, 3);
});

it('a noncentral quantile of one degree is that of a squared shifted normal', () => {
  const exact = (noncentrality: number): number => {
    const shift = Math.sqrt(noncentrality);
    let [low, high] = [0, 1000];
    for (let i = 0; i < 100; i++) {
      const middle = (low + high) / 2;
      const root = Math.sqrt(middle);
      if (normalCdf(root - shift) - normalCdf(-root - shift) < 0.95) low = middle;
      else high = middle;
    }
    return low;
  };
  for (const noncentrality of [5, 10, 30]) {
    const ratio = noncentralChiSquareQuantile(0.95, 1, noncentrality) / exact(noncentrality);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.01);
  }
});

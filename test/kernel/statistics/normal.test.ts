import { expect, it } from 'vitest';
import { normalCdf, normalQuantile, studentQuantile } from '../../../kernel/src/statistics/normal.js';

it('knows the quantiles of tables', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 8);
  expect(normalQuantile(0.5)).toBeCloseTo(0, 12);
  expect(normalQuantile(1e-6)).toBeCloseTo(-4.753424309, 8);
  expect(studentQuantile(0.975, 5)).toBeCloseTo(2.5706, 3);
  expect(studentQuantile(0.975, 30)).toBeCloseTo(2.0423, 4);
});

it('inverts its distribution function', () => {
  for (const x of [-6, -4.9, -2, -0.3, 0, 1, 3]) expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 7);
});

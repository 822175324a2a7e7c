import { describe, expect, it } from 'vitest';
import { leastSquaresShares, simplexMinimum } from '../../../../kernel/src/effects/conditional/shares.js';
import { noise } from '../tables.js';

/** Every point of a fine grid over shares of three. */
function* grid(): Generator<number[]> {
  for (let a = 0; a <= 50; a++) for (let b = 0; a + b <= 50; b++) yield [a / 50, b / 50, (50 - a - b) / 50];
}

describe('shares', () => {
  it('are as good as the best of a fine grid', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { normal } = noise(seed);
      const roots = Array.from({ length: 3 }, () => Array.from({ length: 3 }, normal));
      const quadratic = roots.map((a) =>
        roots.map((b) => a.reduce((sum, value, i) => sum + value * b[i], 0)),
      );
      const linear = [normal(), normal(), normal()];
      const value = (w: number[]) =>
        w.reduce(
          (sum, own, i) => sum + own * (linear[i] + quadratic[i].reduce((s, q, j) => s + q * w[j], 0)),
          0,
        );
      const found = simplexMinimum(quadratic, linear);
      expect(found.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
      expect(value(found)).toBeLessThanOrEqual(Math.min(...[...grid()].map(value)) + 1e-9);
    }
  });

  it('find the mixture that made an outcome, and none for columns that say nothing', () => {
    const { normal } = noise(1);
    const columns = [0, 1].map(() => Float64Array.from({ length: 2000 }, normal));
    const mixture = columns[0].map((value, i) => 0.6 * value + 0.3 * columns[1][i]);
    const [a, b] = leastSquaresShares(columns, mixture);
    expect(a).toBeCloseTo(0.6, 6);
    expect(b).toBeCloseTo(0.3, 6);
    expect(Math.max(...leastSquaresShares(columns, columns[0].map(normal)))).toBeLessThan(0.06);
  });
});

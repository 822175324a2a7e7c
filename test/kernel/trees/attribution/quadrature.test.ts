import { expect, test } from 'vitest';
import { gaussLegendre } from '../../../../kernel/src/trees/attribution/quadrature.js';

test('Gauss-Legendre quadrature integrates polynomials exactly', () => {
  for (const n of [1, 2, 5, 20, 100]) {
    const { points, weights } = gaussLegendre(n);
    for (const degree of [0, 1, 2 * n - 1]) {
      const integral = points.reduce((sum, t, i) => sum + weights[i] * t ** degree, 0);
      expect(integral).toBeCloseTo(1 / (degree + 1), 13);
    }
  }
});

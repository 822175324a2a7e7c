/** Points and weights for integrals over [0, 1]. */
export interface Quadrature {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss-Legendre quadrature with `n` points: exact for polynomials up to degree 2 n - 1. The points are the roots of the
 * Legendre polynomial, found by Newton's method from Tricomi's starting values (Davis & Rabinowitz 1984, 2.7).
 */
export function gaussLegendre(n: number): Quadrature {
  const points = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      let previous = 1;
      let value = x;
      for (let k = 2; k <= n; k++)
        [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k];
      slope = (n * (x * value - previous)) / (x * x - 1);
      x -= value / slope;
    }
    points[i] = (1 + x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}

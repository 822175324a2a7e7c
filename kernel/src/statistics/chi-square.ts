import { normalQuantile } from './normal.js';
import { power } from './power.js';

/** `P(X > x)` of a chi-square with `freedom` degrees: the regularised incomplete gamma function, by series or continued fraction. */
export function chiSquareTail(x: number, freedom: number): number {
  if (!(x > 0)) return 1;
  const a = freedom / 2;
  const half = x / 2;
  const front = Math.exp(a * Math.log(half) - half - logGamma(a));
  if (half < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let k = 1; term > sum * 1e-16; k++) {
      term *= half / (a + k);
      sum += term;
    }
    return 1 - front * sum;
  }
  // Lentz's way through the continued fraction (Press et al. 2007, section 6.2).
  let b = half + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < 1000; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** The `x` with `P(X <= x) = probability`, by bisection. */
export function chiSquareQuantile(probability: number, freedom: number): number {
  let high = freedom + 10;
  while (chiSquareTail(high, freedom) > 1 - probability) high *= 2;
  let low = 0;
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2;
    if (chiSquareTail(middle, freedom) > 1 - probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Quantile of a chi-square with this noncentrality, approximately (Sankaran 1963): error below 1 % from a noncentrality of 5. */
export function noncentralChiSquareQuantile(
  probability: number,
  freedom: number,
  noncentrality: number,
): number {
  const [mean, spread, skew] = [1, 2, 3].map((k) => freedom + k * noncentrality);
  const h = 1 - (2 * mean * skew) / (3 * spread ** 2);
  const p = spread / mean ** 2;
  const m = (h - 1) * (1 - 3 * h);
  const centre = 1 + h * p * (h - 1 - 0.5 * (2 - h) * m * p);
  const width = normalQuantile(probability) * h * Math.sqrt(2 * p) * (1 + 0.5 * m * p);
  return mean * power(centre + width, 1 / h);
}

/** Logarithm of the gamma function by Stirling's series, with the argument raised until it is exact to 1e-13. */
function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 12; at++) shift += Math.log(at);
  const inverse = 1 / (at * at);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / at;
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

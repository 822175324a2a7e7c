import { power } from './power.js';

/**
 * Quantile of the standard normal distribution for `probability` in (0, 1).
 * Acklam's rational approximation, refined by one step of Halley's method on {@link normalCdf}: error below 1e-9.
 */
export function normalQuantile(probability: number): number {
  if (probability > 0.5) return -normalQuantile(1 - probability);
  const x = probability < 0.02425 ? tailQuantile(probability) : centralQuantile(probability);
  const error = normalCdf(x) - probability;
  const step = error * Math.sqrt(2 * Math.PI) * Math.exp((x * x) / 2);
  return x - step / (1 + (x * step) / 2);
}

/** Distribution function of the standard normal, by the continued fraction of erfc in the tail and its series inside. */
export function normalCdf(x: number): number {
  if (x > 0) return 1 - normalCdf(-x);
  const z = -x;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 5) {
    let fraction = z;
    for (let k = 30; k > 0; k--) fraction = z + k / fraction;
    return density / fraction;
  }
  let term = z;
  let sum = z;
  for (let k = 1; Math.abs(term) > 1e-17 * sum; k++) {
    term *= (z * z) / (2 * k + 1);
    sum += term;
  }
  return 0.5 - density * sum;
}

/**
 * Quantile of Student's t with `freedom` degrees, from the normal one by the expansion of Fisher and Cornish
 * (Abramowitz and Stegun 26.7.5): error below .1 % from 4 degrees up at the usual levels.
 */
export function studentQuantile(probability: number, freedom: number): number {
  const z = normalQuantile(probability);
  const z2 = z * z;
  const terms = [
    (z2 + 1) / 4,
    ((5 * z2 + 16) * z2 + 3) / 96,
    (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384,
    ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160,
  ];
  return terms.reduce((sum, term, k) => sum + (z * term) / power(freedom, k + 1), z);
}

function tailQuantile(p: number): number {
  const c = [
    -7.784894002430293e-3, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ];
  const d = [7.784695709041462e-3, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
  const q = Math.sqrt(-2 * Math.log(p));
  return polynomial(c, q) / polynomial(d, q);
}

function centralQuantile(p: number): number {
  const a = [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ];
  const b = [
    -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1,
  ];
  const q = p - 0.5;
  return (q * polynomial(a, q * q)) / polynomial(b, q * q);
}

/** Coefficients from the highest power down. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, c) => sum * x + c, 0);
}

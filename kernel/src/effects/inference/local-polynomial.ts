import { inverse, Matrix } from 'ml-matrix';
import type { Task } from '../../task.js';

/** A smooth at one place, as weights of the rows: the value is `sum(weights * y)`. */
export interface LocalFit {
  /** 0 for rows outside the window. */
  readonly weights: Float64Array;
  /** What each row in the window misses the fitted curve by, each as if the row had not been seen (divided by 1 less its leverage). */
  readonly missed: Float64Array;
}

/** Bandwidths tried, and the most places at which each is judged. */
const tried = { bandwidths: 12, places: 400 };
/** A window of fewer rows than this says nothing. */
const fewestRows = 20;

const epanechnikov = (u: number): number => (Math.abs(u) < 1 ? 0.75 * (1 - u * u) : 0);

/**
 * Local polynomial regression of `y` on `x` at `place` (Fan and Gijbels 1996) with Epanechnikov weights; the window grows where it holds
 * fewer than 20 rows.
 */
export function localFit(
  x: Float64Array,
  y: Float64Array,
  place: number,
  bandwidth: number,
  degree: number,
): LocalFit {
  const n = x.length;
  const width = wideEnough(x, place, bandwidth);
  const terms = degree + 1;
  const kernel = x.map((value) => epanechnikov((value - place) / width));
  const power = (row: number, k: number): number => ((x[row] - place) / width) ** k;
  const gram = Matrix.zeros(terms, terms);
  const moment = new Float64Array(terms);
  for (let row = 0; row < n; row++) {
    if (kernel[row] === 0) continue;
    for (let a = 0; a < terms; a++) {
      const left = kernel[row] * power(row, a);
      moment[a] += left * y[row];
      for (let b = 0; b < terms; b++) gram.set(a, b, gram.get(a, b) + left * power(row, b));
    }
  }
  const inverted = inverse(gram);
  const coefficients = inverted.mmul(Matrix.columnVector([...moment])).to1DArray();
  const weights = new Float64Array(n);
  const missed = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    if (kernel[row] === 0) continue;
    const powers = coefficients.map((_, k) => power(row, k));
    const shares = powers.map((_, a) => powers.reduce((sum, p, b) => sum + inverted.get(a, b) * p, 0));
    const leverage = kernel[row] * shares.reduce((sum, share, a) => sum + share * powers[a], 0);
    const fitted = coefficients.reduce((sum, c, k) => sum + c * powers[k], 0);
    weights[row] = kernel[row] * shares[0];
    missed[row] = (y[row] - fitted) / Math.max(0.1, 1 - leverage);
  }
  return { weights, missed };
}

/** The bandwidth of a local straight line with the least squared error at rows left out, among such from .1 to 2 standard deviations. */
export function crossValidatedBandwidth(x: Float64Array, y: Float64Array, task: Task): number {
  const n = x.length;
  const mean = x.reduce((sum, value) => sum + value, 0) / n;
  const deviation = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
  const order = Int32Array.from(x.keys()).sort((a, b) => x[a] - x[b]);
  const sorted = { x: x.map((_, i) => x[order[i]]), y: y.map((_, i) => y[order[i]]) };
  // The tails are left to themselves: a curve is not drawn there.
  const places = Math.min(tried.places, Math.floor(0.9 * n));
  const judged = Int32Array.from({ length: places }, (_, i) => Math.floor(n * (0.05 + (0.9 * i) / places)));
  const loss = (bandwidth: number): number =>
    judged.reduce((sum, row) => sum + leftOut(sorted, row, bandwidth) ** 2, 0);
  const candidates = Array.from(
    { length: tried.bandwidths },
    (_, i) => 0.1 * deviation * 20 ** (i / (tried.bandwidths - 1)),
  );
  const losses = candidates.map((bandwidth, i) => {
    task.report(i / candidates.length, 'Choosing how smooth the curve is');
    return loss(bandwidth);
  });
  return candidates[losses.indexOf(Math.min(...losses))];
}

/** What a local straight line through the other rows misses a row by. */
function leftOut(
  { x, y }: { readonly x: Float64Array; readonly y: Float64Array },
  row: number,
  bandwidth: number,
): number {
  const width = wideEnough(x, x[row], bandwidth);
  let [s0, s1, s2, t0, t1] = [0, 0, 0, 0, 0];
  const add = (i: number): boolean => {
    const u = (x[i] - x[row]) / width;
    const k = epanechnikov(u);
    if (k === 0) return false;
    s0 += k;
    s1 += k * u;
    s2 += k * u * u;
    t0 += k * y[i];
    t1 += k * u * y[i];
    return true;
  };
  for (let i = row - 1; i >= 0 && add(i); i--);
  for (let i = row + 1; i < x.length && add(i); i++);
  const determinant = s0 * s2 - s1 * s1;
  const value = determinant > 1e-12 * s0 * s2 ? (s2 * t0 - s1 * t1) / determinant : t0 / s0;
  return y[row] - value;
}

/** The bandwidth, doubled until the window holds enough rows. */
function wideEnough(x: Float64Array, place: number, bandwidth: number): number {
  const enough = Math.min(fewestRows, x.length);
  let width = bandwidth;
  const inside = (): number => x.reduce((count, v) => count + (Math.abs(v - place) < width ? 1 : 0), 0);
  while (inside() < enough) width *= 1.5;
  return width;
}

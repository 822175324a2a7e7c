import { inverse, Matrix } from 'ml-matrix';
import { power } from '../../statistics/power.js';
import type { Task } from '../../task.js';

/** A smooth at one place, as weights of the rows: the value is `sum(weights * y)`. */
export interface LocalFit {
  /** 0 for rows outside the window. */
  readonly weights: Float64Array;
  /** What each row in the window misses the fitted curve by, each as if the row had not been seen (divided by 1 less its leverage). */
  readonly missed: Float64Array;
}

/** Bandwidths tried, each as much narrower than the one before, and the most places at which each is judged. */
const tried = { bandwidths: 8, step: 0.75, places: 400 };
/** A window that counts for fewer rows than this, by the spread of its weights (Kish 1965), says nothing. */
const fewestRows = 20;

/** Points with what each counts for. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Not negative. */
  readonly weight: Float64Array;
}

const epanechnikov = (u: number): number => (Math.abs(u) < 1 ? 0.75 * (1 - u * u) : 0);

/**
 * Local polynomial regression of `y` on `x` at `place` (Fan and Gijbels 1996): Epanechnikov weights, times those of the points. The window
 * grows where it counts for fewer than 20 rows.
 */
export function localFit(points: Points, place: number, bandwidth: number, degree: number): LocalFit {
  const { x, y, weight } = points;
  const n = x.length;
  const width = wideEnough(points, place, bandwidth);
  const terms = degree + 1;
  const kernel = x.map((value, row) => weight[row] * epanechnikov((value - place) / width));
  const term = (row: number, k: number): number => power((x[row] - place) / width, k);
  const gram = Matrix.zeros(terms, terms);
  const moment = new Float64Array(terms);
  for (let row = 0; row < n; row++) {
    if (kernel[row] === 0) continue;
    for (let a = 0; a < terms; a++) {
      const left = kernel[row] * term(row, a);
      moment[a] += left * y[row];
      for (let b = 0; b < terms; b++) gram.set(a, b, gram.get(a, b) + left * term(row, b));
    }
  }
  const inverted = inverse(gram);
  const coefficients = inverted.mmul(Matrix.columnVector([...moment])).to1DArray();
  const weights = new Float64Array(n);
  const missed = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    if (kernel[row] === 0) continue;
    const powers = coefficients.map((_, k) => term(row, k));
    const shares = powers.map((_, a) => powers.reduce((sum, p, b) => sum + inverted.get(a, b) * p, 0));
    const leverage = kernel[row] * shares.reduce((sum, share, a) => sum + share * powers[a], 0);
    const fitted = coefficients.reduce((sum, c, k) => sum + c * powers[k], 0);
    weights[row] = kernel[row] * shares[0];
    missed[row] = (y[row] - fitted) / Math.max(0.1, 1 - leverage);
  }
  return { weights, missed };
}

/** The best bandwidth of a local straight line where all is normal: `2.34 s n^(-1/5)` (Silverman 1986, for these weights). */
export function normalBandwidth(x: Float64Array): number {
  const n = x.length;
  const mean = x.reduce((sum, value) => sum + value, 0) / n;
  return 2.34 * Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n) * power(n, -0.2);
}

/**
 * The widest bandwidth, up to the one given, with which straight lines, or parabolas, miss rows left out by no more than one standard error above the
 * least (the rule of Breiman et al. 1984): wide unless the curve clearly bends.
 */
export function smoothBandwidth(
  x: Float64Array,
  y: Float64Array,
  widest: number,
  task: Task,
  degree: 1 | 2 = 1,
): number {
  const n = x.length;
  const order = Int32Array.from(x.keys()).sort((a, b) => x[a] - x[b]);
  const inOrder = (values: Float64Array): Float64Array => values.map((_, i) => values[order[i]]);
  const sorted: Points = { x: inOrder(x), y: inOrder(y), weight: new Float64Array(n).fill(1) };
  // The tails are left to themselves: a curve is not drawn there.
  const places = Math.min(tried.places, Math.floor(0.9 * n));
  const judged = Int32Array.from({ length: places }, (_, i) => Math.floor(n * (0.05 + (0.9 * i) / places)));
  const candidates = Array.from({ length: tried.bandwidths }, (_, i) => widest * power(tried.step, i));
  const losses = candidates.map((bandwidth, i) => {
    task.report(i / candidates.length, 'Choosing how smooth the curve is');
    return Float64Array.from(judged, (row) => leftOut(sorted, row, bandwidth, degree) ** 2);
  });
  const totals = losses.map((loss) => loss.reduce((sum, value) => sum + value, 0));
  const best = losses[totals.indexOf(Math.min(...totals))];
  const wide = losses.findIndex((loss) => isNear(loss.map((value, i) => value - best[i])));
  return candidates[wide];
}

/** Whether a mean is at most its own standard error. */
function isNear(values: Float64Array): boolean {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return mean <= Math.sqrt(squares / (n * (n - 1)));
}

/** What a local straight line, or a parabola, through the other rows, which are sorted by `x`, misses a row by. */
function leftOut(points: Points, row: number, bandwidth: number, degree: 1 | 2): number {
  const { x, y, weight } = points;
  const width = wideEnough(points, x[row], bandwidth);
  const moments = new Float64Array(2 * degree + 1);
  const products = new Float64Array(degree + 1);
  const add = (i: number): boolean => {
    const u = (x[i] - x[row]) / width;
    if (Math.abs(u) >= 1) return false;
    let term = weight[i] * epanechnikov(u);
    for (let k = 0; k <= 2 * degree; k++) {
      moments[k] += term;
      if (k <= degree) products[k] += term * y[i];
      term *= u;
    }
    return true;
  };
  for (let i = row - 1; i >= 0 && add(i); i--);
  for (let i = row + 1; i < x.length && add(i); i++);
  const line = lineAt0(moments, products);
  return y[row] - (degree === 1 ? line : (parabolaAt0(moments, products) ?? line));
}

/** Value at 0 of the line with these sums of `k u^j` and `k u^j y`; the mean where there is no line. */
function lineAt0([s0, s1, s2]: Float64Array, [t0, t1]: Float64Array): number {
  const determinant = s0 * s2 - s1 * s1;
  if (determinant > 1e-12 * s0 * s2) return (s2 * t0 - s1 * t1) / determinant;
  return s0 > 0 ? t0 / s0 : 0;
}

/** The same of a parabola; undefined where there is none. */
function parabolaAt0([s0, s1, s2, s3, s4]: Float64Array, [t0, t1, t2]: Float64Array): number | undefined {
  const [a, b, c] = [s2 * s4 - s3 * s3, s2 * s3 - s1 * s4, s1 * s3 - s2 * s2];
  const determinant = s0 * a + s1 * b + s2 * c;
  return determinant > 1e-12 * s0 * s2 * s4 ? (a * t0 + b * t1 + c * t2) / determinant : undefined;
}

/** The bandwidth, made wider until what it holds counts for enough rows. */
function wideEnough({ x, weight }: Points, place: number, bandwidth: number): number {
  const countFor = (width: number): number => {
    let [sum, squares] = [0, 0];
    for (let row = 0; row < x.length; row++) {
      const w = weight[row] * epanechnikov((x[row] - place) / width);
      sum += w;
      squares += w * w;
    }
    return squares > 0 ? sum ** 2 / squares : 0;
  };
  const widest = 2 * x.reduce((most, value) => Math.max(most, Math.abs(value - place)), 0);
  let width = bandwidth;
  while (width < widest && countFor(width) < fewestRows) width *= 1.25;
  return width;
}

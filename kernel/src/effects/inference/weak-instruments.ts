import { EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';
import type { Units } from '../../models/units.js';
import {
  chiSquareQuantile,
  chiSquareTail,
  noncentralChiSquareQuantile,
} from '../../statistics/chi-square.js';

/** Residuals of an instrumental regression: all less what covariates explain of them. */
export interface Instrumented {
  readonly outcome: Float64Array;
  readonly treatments: readonly Float64Array[];
  /** Of variance 1 and not correlated: see {@link orthonormal}. */
  readonly instruments: readonly Float64Array[];
  readonly clusters?: Units;
  /** Coefficients fitted before, for the correction `n / (n - k)` of errors. */
  readonly fitted: number;
}

/** Bias of two stage least squares, as a share of the worst there can be, that instruments not weak stay under; and the test's size. */
const worstBias = 0.1;
const size = 0.05;
/** Rule of thumb for several treatments (Stock and Yogo 2005). */
const thumb = 10;

/** Columns with the same span, of variance 1 and not correlated; fewer where some repeat others. */
export function orthonormal(columns: readonly Float64Array[]): Float64Array[] {
  if (columns.length === 0) return [];
  const n = columns[0].length;
  const gram = new Matrix(columns.map((a) => columns.map((b) => mean(a, b))));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  const largest = Math.max(...realEigenvalues);
  return realEigenvalues.flatMap((value, k) => {
    if (!(value > 1e-9 * largest)) return [];
    const scale = 1 / Math.sqrt(value);
    const column = new Float64Array(n);
    columns.forEach((own, j) => {
      const share = scale * eigenvectorMatrix.get(j, k);
      for (let row = 0; row < n; row++) column[row] += share * own[row];
    });
    return [column];
  });
}

/**
 * Strength of instruments by the F of the first stage. One treatment: the effective F of Montiel Olea and Pflueger (2013), robust to
 * unequal variances and clusters, against the critical value at which a bias above 10 % of the worst would be missed in 5 % of
 * data. Several: the conditional F of each treatment given the others (Sanderson and Windmeijer 2016), robust, against 10.
 */
export function firstStage(
  data: Instrumented,
  contrast: number,
): { statistic: 'effective F' | 'conditional F'; value: number; threshold: number } {
  const { treatments, instruments } = data;
  const { length: count } = instruments;
  if (treatments.length === 1) {
    const { slopes, variance } = regress(data, treatments[0]);
    const trace = variance.trace();
    const value = slopes.reduce((sum, slope) => sum + slope * slope, 0) / trace;
    return { statistic: 'effective F', value, threshold: criticalValue(variance) };
  }
  const own = treatments[contrast - 1];
  const others = treatments.filter((_, j) => j !== contrast - 1);
  const moved = new Matrix(others.map((other) => regress(data, other).slopes));
  const { slopes, variance } = regress(data, lessOthers(own, others, instruments));
  // Only what moves no other treatment can tell this one apart.
  const basis = nullSpace(moved);
  const alone = basis
    .transpose()
    .mmul(Matrix.columnVector([...slopes]))
    .to1DArray();
  const spread = basis.transpose().mmul(variance).mmul(basis);
  const freedom = count - others.length;
  return { statistic: 'conditional F', value: quadratic(alone, inverse(spread)) / freedom, threshold: thumb };
}

/** The simplified critical value: a noncentral chi-square scaled by its effective degrees of freedom. */
function criticalValue(variance: Matrix): number {
  const trace = variance.trace();
  const squares = variance.mmul(variance).trace();
  const largest = Math.max(
    ...new EigenvalueDecomposition(variance, { assumeSymmetric: true }).realEigenvalues,
  );
  const x = 1 / worstBias;
  const freedom = (trace ** 2 * (1 + 2 * x)) / (squares + 2 * x * trace * largest);
  return noncentralChiSquareQuantile(1 - size, freedom, x * freedom) / freedom;
}

/**
 * Effects of a single treatment that the test of Anderson and Rubin (1949), robust to unequal variances and clusters, does not
 * reject: from the least to the greatest, null where there is no end. It covers however weak the instruments are. Undefined where
 * every effect is rejected, which is the instruments contradicting each other.
 */
export function andersonRubin(
  data: Instrumented,
  estimate: number,
  stdError: number,
  level: number,
): readonly [low: number | null, high: number | null] | undefined {
  const { outcome, treatments } = data;
  const bound = chiSquareQuantile(level, data.instruments.length);
  const reduced = regress(data, outcome);
  const first = regress(data, treatments[0]);
  const cross = covariance(data, reduced.left, first.left);
  const excess = (theta: number): number => {
    const slopes = reduced.slopes.map((slope, k) => slope - theta * first.slopes[k]);
    const middle = Matrix.add(cross, cross.transpose()).mul(-theta);
    const variance = Matrix.add(Matrix.add(reduced.variance, middle), Matrix.mul(first.variance, theta ** 2));
    return quadratic(slopes, inverse(variance)) - bound;
  };
  const open = quadratic(first.slopes, inverse(first.variance)) <= bound;
  // The whole line, drawn together: equal steps of the angle, from close around the estimate to far out.
  const at = (angle: number): number => estimate + stdError * Math.tan(angle);
  const steps = 2000;
  const angles = Array.from({ length: steps - 1 }, (_, i) => (Math.PI * (i + 1)) / steps - Math.PI / 2);
  const kept = angles.filter((angle) => excess(at(angle)) <= 0);
  if (kept.length === 0) return undefined;
  const step = Math.PI / steps;
  const edge = (inside: number, outside: number): number => {
    let [near, far] = [inside, outside];
    for (let i = 0; i < 60; i++) {
      const middle = (near + far) / 2;
      if (excess(at(middle)) <= 0) near = middle;
      else far = middle;
    }
    return at(near);
  };
  const [low, high] = [kept[0], kept[kept.length - 1]];
  if (open) return [null, null];
  return [edge(low, low - step), edge(high, high + step)];
}

/** Hansen's J (1982) at the two-step estimate, robust to unequal variances and clusters; undefined without surplus instruments. */
export function overIdentification(
  data: Instrumented,
  coefficients: readonly number[],
): { statistic: number; freedom: number; pValue: number } | undefined {
  const { outcome, treatments, instruments } = data;
  const freedom = instruments.length - treatments.length;
  if (freedom <= 0) return undefined;
  const left = outcome.map((y, row) => treatments.reduce((rest, t, j) => rest - coefficients[j] * t[row], y));
  const weight = inverse(covariance(data, left, left));
  const z = (values: Float64Array): number[] => instruments.map((instrument) => mean(instrument, values));
  const zt = new Matrix(treatments.map(z)).transpose();
  const zy = Matrix.columnVector(z(outcome));
  const bread = zt.transpose().mmul(weight);
  const efficient = inverse(bread.mmul(zt)).mmul(bread.mmul(zy));
  const moments = Matrix.sub(zy, zt.mmul(efficient)).to1DArray();
  const statistic = quadratic(moments, weight);
  return { statistic, freedom, pValue: chiSquareTail(statistic, freedom) };
}

interface Regression {
  readonly slopes: readonly number[];
  readonly left: Float64Array;
  /** Covariance of the slopes. */
  readonly variance: Matrix;
}

/** Least squares on the instruments; with these at variance 1 and not correlated a slope is a mean product. */
function regress(data: Instrumented, values: Float64Array): Regression {
  const slopes = data.instruments.map((instrument) => mean(instrument, values));
  const left = values.slice();
  data.instruments.forEach((instrument, k) => {
    for (let row = 0; row < left.length; row++) left[row] -= slopes[k] * instrument[row];
  });
  return { slopes, left, variance: covariance(data, left, left) };
}

/** Covariance of the mean products of the instruments with two sets of errors, summed within clusters. */
function covariance(
  { instruments, clusters, fitted }: Instrumented,
  a: Float64Array,
  b: Float64Array,
): Matrix {
  const n = a.length;
  const count = clusters?.count ?? n;
  const summed = (errors: Float64Array): Float64Array[] =>
    instruments.map((instrument) => {
      const sums = new Float64Array(count);
      for (let row = 0; row < n; row++)
        sums[clusters ? clusters.of[row] : row] += instrument[row] * errors[row];
      return sums;
    });
  const left = summed(a);
  const right = a === b ? left : summed(b);
  const groups = clusters ? count / (count - 1) : 1;
  const scale = (groups * n) / (n - fitted - instruments.length) / n ** 2;
  return new Matrix(left.map((own) => right.map((other) => scale * count * mean(own, other))));
}

/** A treatment less what others explain of it, by two stage least squares. */
function lessOthers(
  own: Float64Array,
  others: readonly Float64Array[],
  instruments: readonly Float64Array[],
): Float64Array {
  const z = (values: Float64Array): number[] => instruments.map((instrument) => mean(instrument, values));
  const zo = new Matrix(others.map(z));
  const slopes = inverse(zo.mmul(zo.transpose())).mmul(zo.mmul(Matrix.columnVector(z(own))));
  return own.map((value, row) => others.reduce((rest, o, j) => rest - slopes.get(j, 0) * o[row], value));
}

function quadratic(vector: readonly number[], matrix: Matrix): number {
  const column = Matrix.columnVector([...vector]);
  return column.transpose().mmul(matrix).mmul(column).get(0, 0);
}

/** Directions, as columns, that every row of a matrix is 0 along. */
function nullSpace(matrix: Matrix): Matrix {
  const gram = matrix.transpose().mmul(matrix);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  const order = [...realEigenvalues.keys()].sort((i, j) => realEigenvalues[i] - realEigenvalues[j]);
  const kept = order.slice(0, matrix.columns - matrix.rows);
  return new Matrix(kept.map((k) => eigenvectorMatrix.getColumn(k))).transpose();
}

function mean(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum / a.length;
}

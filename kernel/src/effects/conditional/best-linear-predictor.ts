import { CholeskyDecomposition, inverse, Matrix } from 'ml-matrix';
import type { Measured } from './targeting.js';

/** Coefficients of {@link bestLinearPredictor}. */
export interface Calibration {
  /** 1 where the mean of the predicted effects is right. */
  readonly mean: Measured;
  /** 1 where their differences are right, 0 where they say nothing of the effects; null where predictions do not differ. */
  readonly differences: Measured | null;
}

/** Residuals of outcome and treatment given the confounders, and predicted effects, all of rows that none was learned from. */
export interface Predicted {
  readonly outcome: Float64Array;
  readonly treatment: Float64Array;
  readonly effect: Float64Array;
  readonly weights?: Float64Array;
  /** Rows of a cluster depend on each other. */
  readonly clusters?: Int32Array;
}

/**
 * Best linear predictor of effects by predictions of them (Chernozhukov, Demirer, Duflo and Fernandez-Val 2018), in the form of Athey and
 * Wager (2019): least squares of `y - m` on `mean * (w - e)` and `(prediction - mean) * (w - e)`, with errors robust to unequal
 * variances (HC3: MacKinnon and White 1985), or to clusters.
 */
export function bestLinearPredictor(rows: Predicted): Calibration {
  const { outcome, treatment, effect, weights } = rows;
  const weight = weights ?? new Float64Array(outcome.length).fill(1);
  const total = weight.reduce((sum, w) => sum + w, 0);
  const average = effect.reduce((sum, value, i) => sum + weight[i] * value, 0) / total;
  const spread = effect.reduce((sum, value, i) => sum + weight[i] * (value - average) ** 2, 0) / total;
  if (average === 0 && spread === 0) {
    // No effect at all is predicted for anyone, in which nothing can be wrong by a factor.
    return { mean: { value: 1, stdError: 0 }, differences: null };
  }
  const differs = spread > 1e-18 * average * average && spread > 0;
  const x = differs
    ? [treatment.map((w) => w * average), treatment.map((w, i) => w * (effect[i] - average))]
    : [treatment.map((w) => w * average)];
  const [mean, differences] = leastSquares(x, outcome, weight, rows.clusters);
  return { mean, differences: differences ?? null };
}

/** Weighted least squares with HC3 errors, or those of clusters. */
function leastSquares(
  x: readonly Float64Array[],
  y: Float64Array,
  weight: Float64Array,
  clusters?: Int32Array,
): Measured[] {
  const k = x.length;
  const gram = new Matrix(
    x.map((a) => x.map((b) => a.reduce((sum, value, i) => sum + weight[i] * value * b[i], 0))),
  );
  const moment = Matrix.columnVector(
    x.map((a) => a.reduce((sum, value, i) => sum + weight[i] * value * y[i], 0)),
  );
  const bread = inverse(gram);
  const coefficients = new CholeskyDecomposition(gram).solve(moment).to1DArray();
  const sums = new Map<number, Float64Array>();
  for (let i = 0; i < y.length; i++) {
    let fitted = 0;
    let leverage = 0;
    for (let a = 0; a < k; a++) {
      fitted += coefficients[a] * x[a][i];
      for (let b = 0; b < k; b++) leverage += weight[i] * x[a][i] * bread.get(a, b) * x[b][i];
    }
    const residual = (y[i] - fitted) / (clusters ? 1 : Math.max(1e-6, 1 - leverage));
    const key = clusters ? clusters[i] : i;
    const own = sums.get(key) ?? new Float64Array(k);
    for (let a = 0; a < k; a++) own[a] += weight[i] * x[a][i] * residual;
    sums.set(key, own);
  }
  const meat = Matrix.zeros(k, k);
  for (const own of sums.values()) {
    for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) meat.set(a, b, meat.get(a, b) + own[a] * own[b]);
  }
  const scale = clusters ? sums.size / (sums.size - 1) : 1;
  const covariance = bread.mmul(meat).mmul(bread).mul(scale);
  return coefficients.map((value, a) => ({ value, stdError: Math.sqrt(covariance.get(a, a)) }));
}

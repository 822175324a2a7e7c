import type { Features } from '../data/table.js';
import type { Shares } from '../explain/attributions.js';
import type { Task } from '../task.js';
import { type DesignTerm, designMatrix, designTerms } from './linear-design.js';
import { linearPredictor, logistic, meanOneWeights, type Problem } from './linear-problem.js';
import { fitLogistic } from './logistic.js';
import { fitRidge } from './ridge.js';

/** A fitted linear model: plain data, safe to store as JSON. */
export interface LinearModel {
  readonly family: 'gaussian' | 'binomial';
  /** Linear predictor of the average training row. */
  readonly intercept: number;
  readonly terms: readonly DesignTerm[];
  /** One per term, on its standardised scale. */
  readonly coefficients: readonly number[];
  /** The penalty used. */
  readonly l2: number;
}

export interface LinearOptions {
  readonly family: 'gaussian' | 'binomial';
  /**
   * Ridge penalty `l2 / 2 * sum(coefficients^2)` added to the mean loss (half squared error, or log loss) on
   * standardised columns; the intercept is free. `cv` (the default) chooses it without refitting on folds:
   * generalised cross-validation for gaussian, its counterpart for a known scale (UBRE, Wood 2017, 6.2) for binomial.
   */
  readonly l2?: number | 'cv';
  /** One per row of the features, not negative. */
  readonly weights?: Float64Array;
  /** Taken for symmetry with other learners; nothing here is random. */
  readonly seed?: number;
}

/**
 * Ridge regression, or ridge-penalised logistic regression by Newton's method (IRLS) with step halving, on `rows` of
 * the features. `y` has one entry per row of the features; 0 or 1 (or a share between) for binomial.
 * Never fails for want of rank: repeated columns and separated classes are held by the penalty.
 */
export function fitLinear(
  features: Features,
  y: Float64Array,
  rows: Int32Array,
  options: LinearOptions,
  task: Task,
): LinearModel {
  const { family, l2 = 'cv' } = options;
  const w = meanOneWeights(rows, options.weights);
  const terms = designTerms(features, rows, w);
  const problem: Problem = {
    x: designMatrix(terms, features, rows),
    y: Float64Array.from(rows, (row) => y[row]),
    w,
    n: rows.length,
    p: terms.length,
  };
  const fitted = family === 'gaussian' ? fitRidge(problem, l2, task) : fitLogistic(problem, l2, task);
  return {
    family,
    terms,
    intercept: fitted.intercept,
    coefficients: [...fitted.coefficients],
    l2: fitted.l2,
  };
}

/** Mean of the outcome, or its probability, for every row of `features`. */
export function predictLinear(model: LinearModel, features: Features): Float64Array {
  const rows = Int32Array.from({ length: features.rows }, (_, i) => i);
  const x = designMatrix(model.terms, features, rows);
  const eta = linearPredictor(x, features.rows, model.intercept, model.coefficients);
  return model.family === 'gaussian' ? eta : eta.map(logistic);
}

/**
 * Exact attributions on the linear predictor (log odds for binomial), `rows.length` x features, row-major: with
 * centred columns the Shapley value of a feature is the sum of its own terms, and the base is the intercept.
 */
export function linearAttributions(model: LinearModel, features: Features, rows: Int32Array): Shares {
  const place = new Map(features.list.map((feature, i) => [feature.name, i]));
  const x = designMatrix(model.terms, features, rows);
  const p = model.terms.length;
  const d = features.list.length;
  const values = new Float64Array(rows.length * d);
  model.terms.forEach((term, t) => {
    const column = place.get(term.feature);
    if (column === undefined) return;
    for (let i = 0; i < rows.length; i++) values[i * d + column] += model.coefficients[t] * x[i * p + t];
  });
  return { base: model.intercept, values };
}

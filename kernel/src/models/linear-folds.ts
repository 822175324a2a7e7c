import { Matrix } from 'ml-matrix';
import type { Features } from '../data/table.js';
import { rowsWhere } from '../statistics/folds.js';
import type { Task } from '../task.js';
import { currentEngine } from '../trees/engine/current.js';
import { multiplyRowsJob } from '../trees/products/log-odds.js';
import {
  allBut,
  type FoldedDesign,
  type FoldedProblem,
  foldedBytes,
  placeDesign,
  productsByFold,
} from './folded-design.js';
import { designTerms } from './linear-design.js';
import { logistic, meanOneWeights, weightedMean } from './linear-problem.js';
import { logisticByFold } from './logistic-folds.js';
import { type Moments, ridgeAt, ridgeOf } from './ridge.js';

/** Linear models of one outcome, each learned without the rows of one fold. */
export interface LinearByFold {
  /** Of every row, learned from or not: its mean by the model that its own fold was left out of. */
  readonly means: Float64Array;
  /** The penalty used. */
  readonly l2: number;
}

/**
 * Ridge or ridge-logistic regressions, one for every fold that is left out, as `fitLinear` would fit them one by one. What they
 * share is computed once: columns are standardised on all rows, which changes nothing but the unit of the penalty; products of columns are summed
 * fold by fold, and those of a fold are left out of the sum of all. Throws InputError CS5006 (memory).
 */
export function fitLinearByFold(features: Features, problem: FoldedProblem, task: Task): LinearByFold {
  const { family, y, weights } = problem;
  const learn = rowsWhere(problem.use, (one) => one === 1);
  const own = meanOneWeights(learn, weights);
  const terms = designTerms(features, learn, own);
  const weight = new Float64Array(y.length);
  learn.forEach((row, i) => {
    weight[row] = own[i];
  });
  const engine = currentEngine();
  return engine.session(foldedBytes(problem, terms, engine.threads), 'Regression on all folds', () => {
    // Products of large numbers would drown what they differ by.
    const centre = family === 'gaussian' ? weightedMean(y, weight) : 0;
    const design = placeDesign({ terms, features, problem, weight, centre }, engine, task);
    const { models, l2 } = family === 'gaussian' ? ridgeByFold(design, task) : logisticByFold(design, task);
    predict(design, models, task);
    const link = family === 'gaussian' ? (eta: number) => eta + centre : logistic;
    const { f64 } = engine.memory.views;
    const means = new Float64Array(y.length);
    let at = design.results >>> 3;
    for (const list of design.rows) for (const row of list) means[row] = link(f64[at++]);
    return { means, l2 };
  });
}

/** Coefficients of every fold's model, one a column, by products of all columns summed fold by fold. */
function ridgeByFold(design: FoldedDesign, task: Task): { models: Float64Array[]; l2: number } {
  const { terms, problem, columns, sizes } = design;
  const p = terms.length;
  const byFold = productsByFold(design, undefined, task);
  const others = (fold: number) =>
    centredMoments(
      allBut(byFold, fold),
      columns,
      p,
      sizes.reduce((sum, size) => sum + size, -sizes[fold]),
    );
  const first = others(0);
  const l2 = problem.l2 ?? ridgeOf(first.moments, 'cv').l2;
  const models = byFold.map((_, fold) => {
    task.check();
    const { moments, means, mean } = fold === 0 ? first : others(fold);
    const coefficients = p === 0 ? new Float64Array(0) : ridgeAt(moments, l2);
    const model = new Float64Array(columns);
    model.set(coefficients);
    model[p] = coefficients.reduce((sum, b, a) => sum - b * means[a], mean);
    return model;
  });
  return { models, l2 };
}

/** Sums of products, the 1 and the outcome behind the `p` terms, as moments about the means. */
function centredMoments(
  sums: Float64Array,
  columns: number,
  p: number,
  n: number,
): { moments: Moments; means: number[]; mean: number } {
  const of = (a: number, b: number): number => sums[Math.min(a, b) * columns + Math.max(a, b)];
  const total = of(p, p);
  const means = Array.from({ length: p }, (_, a) => of(a, p) / total);
  const mean = of(p, p + 1) / total;
  const gram = Matrix.zeros(p, p);
  for (let a = 0; a < p; a++)
    for (let b = 0; b < p; b++) gram.set(a, b, of(a, b) / total - means[a] * means[b]);
  const moment = means.map((own, a) => of(a, p + 1) / total - own * mean);
  return { moments: { gram, moment, variance: of(p + 1, p + 1) / total - mean * mean, n }, means, mean };
}

/** Leaves linear predictors of all rows in shared memory, each by the model of its own fold. */
function predict({ stretches }: FoldedDesign, models: readonly Float64Array[], task: Task): void {
  const list = stretches.flatMap((own, fold) =>
    own.map((stretch) => ({ ...stretch, coefficients: models[fold] })),
  );
  currentEngine().map(multiplyRowsJob, list, 8 * models[0].length + 64, task);
}

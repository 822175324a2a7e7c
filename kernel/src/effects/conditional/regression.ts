import { selectRows } from '../../data/features.js';
import type { Features } from '../../data/table.js';
import { fitLinear, predictLinear } from '../../models/linear.js';
import { rowsWhere } from '../../statistics/folds.js';
import type { Task } from '../../task.js';
import { fitBoosting } from '../../trees/boosting/fit-boosting.js';
import type { BinnedMatrix } from '../../trees/matrix/binned-matrix.js';
import { binFeatures } from '../../trees/matrix/binning.js';
import { roundsOf } from '../../trees/model/ensemble.js';
import { predict } from '../../trees/model/predict.js';
import { type Knots, knotsOf, withSplines } from '../nuisances/splines.js';
import { type AdditiveModel, type Inputs, type Part, predictAdditive } from './additive-model.js';
import { leastSquaresShares } from './shares.js';

/** Small trees, slowly; validation rows decide how many. */
const boosting = { rounds: 300, leaves: 8, learningRate: 0.1, l2: 1, patience: 15 } as const;
/** Validation rows that tell the parts apart well enough: no more folds are tried than give that many. */
const enoughValidation = 1000;
/** The same for fits that only judge. */
const enoughToJudge = 500;

/** Cuts between fewer rows than this many bins leave each are noise, and every one of them costs time at every split. */
const coarseBins = 64;
const rowsForFineBins = 20_000;

/** What a regression is learned from. */
export interface RegressionInputs extends Inputs {
  readonly matrix: BinnedMatrix;
  readonly knots: readonly Knots[];
}

/** A weighted mean of `y` given the features, one entry of each per row of them. */
export interface RegressionProblem {
  readonly inputs: RegressionInputs;
  readonly y: Float64Array;
  /** Weights of the squared errors: 0 or more. */
  readonly weights?: Float64Array;
  readonly foldOf: Int8Array;
  readonly folds: number;
  readonly seed: number;
}

/** How much of each part a regression has, and how much each was penalised. */
export interface Recipe {
  /** Shares of the linear part and of the trees; what is left is the constant's. */
  readonly linear: number;
  readonly trees: number;
  /** Ridge penalty times the rows it is for, since the best one falls as 1 / rows. */
  readonly l2: number;
  readonly rounds: number;
}

export function regressionInputs(features: Features): RegressionInputs {
  const knots = knotsOf(features);
  const maxBins = features.rows < rowsForFineBins ? coarseBins : undefined;
  return {
    features,
    curves: withSplines(features, knots),
    matrix: binFeatures(features, { maxBins }),
    knots,
  };
}

/**
 * Chooses the recipe for a regression on `rows` by the folds among them: the penalty by generalised cross-validation, the
 * number of trees by early stopping, and the shares of both beside the weighted mean by the squared error on validation
 * folds, convex weights of which the constant's is what keeps noise from being told as a difference (stacking: Wolpert 1992;
 * van der Laan, Polley and Hubbard 2007).
 */
export function chooseRecipe(problem: RegressionProblem, rows: Int32Array, task: Task): Recipe {
  return recipeOf(problem, tryFolds(problem, rows, enoughValidation, task));
}

/**
 * The recipe chosen anew on `rows`, for a fit that is to be judged by other rows: one that those have helped to choose would say again of
 * noise that it was no noise. Only the penalty stays, which no validation has chosen.
 */
export function chooseRecipeAnew(
  problem: RegressionProblem,
  { l2 }: Recipe,
  rows: Int32Array,
  task: Task,
): Recipe {
  return recipeOf(problem, tryFolds(problem, rows, enoughToJudge, task, l2));
}

/** Trials on as many folds among the rows as give `enough` rows to judge them by. */
function tryFolds(
  problem: RegressionProblem,
  rows: Int32Array,
  enough: number,
  task: Task,
  l2?: number,
): Trial[] {
  const present = [...new Set(rows.map((row) => problem.foldOf[row]))];
  const wanted = Math.ceil((enough * present.length) / rows.length);
  const tried = present.slice(0, Math.max(1, Math.min(present.length, wanted)));
  return tried.map((fold, t) =>
    tryOut(problem, rows, fold, task.part(t / tried.length, (t + 1) / tried.length), l2),
  );
}

/** Shares of both parts beside the constant with the least squared error of trials, and what is in the middle of them. */
function recipeOf(problem: RegressionProblem, trials: readonly Trial[]): Recipe {
  const { y } = problem;
  const at = Int32Array.from(trials.flatMap((trial) => [...trial.rows]));
  const columns = (['straight', 'trees'] as const).map((name) =>
    Float64Array.from(trials.flatMap((trial) => Array.from(trial[name], (value) => value - trial.mean))),
  );
  const left = Float64Array.from(
    trials.flatMap((trial) => Array.from(trial.rows, (row) => y[row] - trial.mean)),
  );
  const weights =
    at.length > 0 && problem.weights ? Float64Array.from(at, (row) => problem.weights![row]) : undefined;
  const [linear, trees] = leastSquaresShares(columns, left, weights);
  return {
    linear,
    trees,
    l2: median(trials.map((trial) => trial.l2)),
    rounds: Math.max(1, median(trials.map((trial) => trial.rounds))),
  };
}

/** The regression on `rows` by a recipe. */
export function fitRegression(
  problem: RegressionProblem,
  recipe: Recipe,
  rows: Int32Array,
  task: Task,
): AdditiveModel {
  const { inputs, y, weights } = problem;
  const constant = 1 - recipe.linear - recipe.trees;
  const parts: Part[] = [];
  if (recipe.linear > 0) {
    const options = { family: 'gaussian', l2: recipe.l2 / rows.length, weights } as const;
    const model = fitLinear(inputs.curves, y, rows, options, task);
    parts.push({ kind: 'linear', weight: recipe.linear, model });
  }
  if (recipe.trees > 0) {
    const ensemble = boosted(problem, rows, { rounds: recipe.rounds }, task);
    parts.push({ kind: 'trees', weight: recipe.trees, ensemble });
  }
  return { constant: constant * weightedMean(y, rows, weights), parts };
}

/** A regression cross-fitted over all rows, and the one on all rows that may be learned from. */
export interface CrossFitted {
  /** Per row of the features: predicted by a model that never saw the row's fold. */
  readonly values: Float64Array;
  readonly recipe: Recipe;
}

/**
 * Cross-fitted regression: the values of fold `k` come from a recipe and a fit on the other folds. The recipe returned is the
 * middle one of the folds, for fits on all rows.
 *
 * @param rows rows that may be learned from
 * @param at predicts for other inputs of the same rows, where not for those of the problem
 */
export function crossFit(
  problemOf: (fold: number) => RegressionProblem,
  folds: { readonly foldOf: Int8Array; readonly folds: number },
  rows: Int32Array,
  task: Task,
): CrossFitted {
  const values = new Float64Array(folds.foldOf.length);
  const recipes = Array.from({ length: folds.folds }, (_, fold) => {
    const problem = problemOf(fold);
    const part = task.part(fold / folds.folds, (fold + 1) / folds.folds);
    const learn = rows.filter((row) => folds.foldOf[row] !== fold);
    const recipe = chooseRecipe(problem, learn, part);
    const model = fitRegression(problem, recipe, learn, part);
    const own = rowsWhere(folds.foldOf, (f) => f === fold);
    const predicted = predictAdditive(model, pick(problem.inputs, own), part);
    own.forEach((row, i) => {
      values[row] = predicted[i];
    });
    return recipe;
  });
  return { values, recipe: middle(recipes) };
}

/** Some rows of inputs. */
export function pick({ features, curves }: Inputs, rows: Int32Array): Inputs {
  return { features: selectRows(features, rows), curves: selectRows(curves, rows) };
}

function middle(recipes: readonly Recipe[]): Recipe {
  const mean = (name: 'linear' | 'trees'): number =>
    recipes.reduce((sum, recipe) => sum + recipe[name] / recipes.length, 0);
  return {
    linear: mean('linear'),
    trees: mean('trees'),
    l2: median(recipes.map((recipe) => recipe.l2)),
    rounds: median(recipes.map((recipe) => recipe.rounds)),
  };
}

/** What both parts predict for a validation fold. */
interface Trial {
  readonly rows: Int32Array;
  readonly mean: number;
  readonly straight: Float64Array;
  readonly trees: Float64Array;
  readonly l2: number;
  readonly rounds: number;
}

/** @param penalty of the linear part times rows, where it is known */
function tryOut(
  problem: RegressionProblem,
  among: Int32Array,
  fold: number,
  task: Task,
  penalty?: number,
): Trial {
  const { inputs, y, weights, foldOf } = problem;
  const learn = among.filter((row) => foldOf[row] !== fold);
  const rows = among.filter((row) => foldOf[row] === fold);
  const at = pick(inputs, rows);
  const ensemble = boosted(problem, learn, { validationRows: rows }, task);
  const l2 = penalty === undefined ? 'cv' : penalty / learn.length;
  const line = fitLinear(inputs.curves, y, learn, { family: 'gaussian', l2, weights }, task);
  return {
    rows,
    mean: weightedMean(y, learn, weights),
    straight: predictLinear(line, at.curves),
    trees: predict(ensemble, at.features, task),
    l2: line.l2 * learn.length,
    rounds: roundsOf(ensemble),
  };
}

function boosted(
  { inputs, y, weights, seed }: RegressionProblem,
  rows: Int32Array,
  options: { readonly rounds?: number; readonly validationRows?: Int32Array },
  task: Task,
) {
  const minLeaf = Math.max(5, Math.min(20, Math.floor(rows.length / 20)));
  const count = inputs.matrix.features.length;
  // As many as forests try at a split: a few dozen tell what hundreds do, and every tree tells others.
  const columnShare = Math.min(1, (Math.sqrt(count) + 20) / Math.max(1, count));
  const drawn = { minLeaf, columnShare, weights, seed };
  const settings = { ...boosting, ...options, ...drawn, objective: 'squared' } as const;
  return fitBoosting(inputs.matrix, y, rows, settings, task);
}

function weightedMean(y: Float64Array, rows: Int32Array, weights?: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (const row of rows) {
    const weight = weights ? weights[row] : 1;
    sum += weight * y[row];
    total += weight;
  }
  return sum / total;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

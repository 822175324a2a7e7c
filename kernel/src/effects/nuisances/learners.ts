import { selectRows } from '../../data/features.js';
import type { Features } from '../../data/table.js';
import { fitLinear, predictLinear } from '../../models/linear.js';
import type { Choice, NuisanceKind } from '../../plan.js';
import type { Task } from '../../task.js';
import { fitBoosting, fitEachBoosting } from '../../trees/boosting/fit-boosting.js';
import type { BoostingOptions } from '../../trees/boosting/options.js';
import type { BinnedMatrix } from '../../trees/matrix/binned-matrix.js';
import { roundsOf, type TreeEnsemble } from '../../trees/model/ensemble.js';
import { predict } from '../../trees/model/predict.js';

/** Small trees, slowly: nuisances are smooth, and early stopping decides how many. */
const boosting = { rounds: 300, leaves: 8, l2: 1, patience: 15 } as const;
/** Of many rows each tree is trusted a little more: as good at two thirds of the work. */
const learningRate = { usual: 0.1, ofMany: 0.15, many: 20_000 } as const;
/**
 * Share of the rows that each tree of a regression is grown from, where there are so many (stochastic boosting: Friedman 2002). Where
 * columns matter through their product alone no first split is better than another, and trees of all rows repeat the same vain
 * one; over 20,000 rows of such an outcome it lowered the error of the mean by a third, and raised others by a thirtieth at most.
 */
const draw = { share: 0.7, rows: 2000 } as const;

/** What one outer fold is predicted from: scores of texts differ by fold, plain columns do not. */
export interface FoldInputs {
  readonly features: Features;
  /** For linear models: the features and their curves. */
  readonly curves: Features;
  readonly matrix: BinnedMatrix;
}

/** A conditional mean to be learned. */
export interface MeanProblem {
  readonly y: Float64Array;
  readonly family: 'gaussian' | 'binomial';
  /** Sample weights, where rows do not all count the same. */
  readonly weights?: Float64Array;
  /** What it is learned with; a stack of both learners where absent. */
  readonly nuisances?: Choice<NuisanceKind>;
  readonly seed: number;
}

/** A fitted mean. */
export interface FittedMean {
  /** For rows of the features it was learned from, in their order. */
  readonly at: (rows: Int32Array) => Float64Array;
  /** What it would be learned with again: penalty of the linear model, or number of trees. */
  readonly tuned: number;
}

/**
 * Ridge regression, logistic for a probability, on splines of the numbers and levels of the categories.
 *
 * @param l2 penalty; chosen from the rows where absent, unless an option says it
 */
export function learnLinear(
  { y, family, weights, nuisances }: MeanProblem,
  { curves }: FoldInputs,
  rows: Int32Array,
  l2: number | undefined,
  task: Task,
): FittedMean {
  const penalty = numberOf(nuisances, 'l2') ?? l2 ?? 'cv';
  const model = fitLinear(curves, y, rows, { family, l2: penalty, weights }, task);
  return { at: (at) => predictLinear(model, selectRows(curves, at)), tuned: model.l2 };
}

/**
 * Boosted trees, of log odds for a probability.
 *
 * @param stop number of trees, or rows to stop early on
 */
export function learnTrees(
  problem: MeanProblem,
  { features, matrix }: FoldInputs,
  rows: Int32Array,
  stop: number | Int32Array,
  task: Task,
): FittedMean {
  const ensemble = fitBoosting(matrix, problem.y, rows, treesOptions(problem, rows, stop), task);
  return fittedTrees(ensemble, features);
}

/** The same number of boosted trees on several sets of rows, side by side. */
export function learnTreesOnEach(
  problem: MeanProblem,
  { features, matrix }: FoldInputs,
  sets: readonly Int32Array[],
  rounds: number,
  task: Task,
): FittedMean[] {
  const lessons = sets.map((rows) => ({
    y: problem.y,
    rows,
    options: treesOptions(problem, rows, rounds),
  }));
  return fitEachBoosting(matrix, lessons, task).map((ensemble) => fittedTrees(ensemble, features));
}

function fittedTrees(ensemble: TreeEnsemble, features: Features): FittedMean {
  return { at: (at) => predict(ensemble, selectRows(features, at)), tuned: roundsOf(ensemble) };
}

function treesOptions(
  { family, weights, nuisances, seed }: MeanProblem,
  rows: Int32Array,
  stop: number | Int32Array,
): BoostingOptions {
  const rounds = numberOf(nuisances, 'rounds') ?? (typeof stop === 'number' ? Math.max(1, stop) : undefined);
  return {
    ...boosting,
    rowShare: family === 'gaussian' && rows.length >= draw.rows ? draw.share : 1,
    minLeaf: numberOf(nuisances, 'minLeaf') ?? Math.max(5, Math.min(20, Math.floor(rows.length / 20))),
    leaves: numberOf(nuisances, 'leaves') ?? boosting.leaves,
    learningRate: numberOf(nuisances, 'learningRate') ?? rateFor(rows.length),
    ...(rounds === undefined ? {} : { rounds }),
    ...(rounds === undefined && typeof stop !== 'number' ? { validationRows: stop } : {}),
    objective: family === 'binomial' ? 'logistic' : 'squared',
    weights,
    seed,
  };
}

function rateFor(rows: number): number {
  return rows < learningRate.many ? learningRate.usual : learningRate.ofMany;
}

/** An option of the nuisances that is a number. */
export function numberOf(nuisances: Choice<NuisanceKind> | undefined, option: string): number | undefined {
  const value = nuisances?.options[option];
  return typeof value === 'number' ? value : undefined;
}

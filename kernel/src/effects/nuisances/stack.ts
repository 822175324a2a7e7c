import { selectRows } from '../../data/features.js';
import type { Features } from '../../data/table.js';
import { fitLinear, predictLinear } from '../../models/linear.js';
import { type Folds, rowsWhere } from '../../statistics/folds.js';
import type { Task } from '../../task.js';
import { fitBoosting } from '../../trees/boosting/fit-boosting.js';
import type { BinnedMatrix } from '../../trees/matrix/binned-matrix.js';
import { roundsOf } from '../../trees/model/ensemble.js';
import { predict } from '../../trees/model/predict.js';
import type { Remainder } from './text-remainder.js';

/** Small trees, slowly: nuisances are smooth, and early stopping decides how many. */
const boosting = { rounds: 300, leaves: 8, learningRate: 0.1, l2: 1, patience: 15 } as const;
/** Validation rows that tell the learners apart well enough: no more folds are tried than give that many. */
const enoughValidation = 1000;

/** What one outer fold is predicted from: scores of texts differ by fold, plain columns do not. */
export interface FoldInputs {
  readonly features: Features;
  /** For linear models: the features and their curves. */
  readonly curves: Features;
  readonly matrix: BinnedMatrix;
}

/** A conditional mean to be cross-fitted. */
export interface StackProblem extends Folds {
  readonly inputs: (fold: number) => FoldInputs;
  readonly y: Float64Array;
  /** 1 for rows that may be learned from, such as one arm. */
  readonly use: Uint8Array;
  readonly family: 'gaussian' | 'binomial';
  /** Sample weights, where rows do not all count the same. */
  readonly weights?: Float64Array;
  /** What texts still explain of a mean once it is fitted; added to it. */
  readonly remainder?: Remainder;
}

/**
 * Cross-fitted conditional mean of `y` for every row, by a stack of ridge (or ridge-logistic) regression on splines and
 * boosted trees (stacked generalisation: Wolpert 1992; convex weights: van der Laan, Polley and Hubbard 2007). The weight and
 * the number of trees are chosen by the loss on validation folds inside the training folds, so that nothing about a
 * fold's own rows enters their predictions. Means stay within the range of `y` seen in training, but for the remainder.
 */
export function crossFitStack(problem: StackProblem, task: Task): Float64Array {
  const predictions = new Float64Array(problem.y.length);
  for (let fold = 0; fold < problem.folds; fold++) {
    const own = rowsWhere(problem.foldOf, (f) => f === fold);
    const fitted = fitFold(problem, fold, own, task.part(fold / problem.folds, (fold + 1) / problem.folds));
    own.forEach((row, i) => {
      predictions[row] = fitted[i];
    });
  }
  return predictions;
}

/** Predictions for the rows `own` of a fold, learned from the other folds. */
function fitFold(problem: StackProblem, fold: number, own: Int32Array, task: Task): Float64Array {
  const { foldOf, folds, use, y } = problem;
  const inputs = problem.inputs(fold);
  const training = rowsWhere(foldOf, (f, row) => f !== fold && use[row] === 1);
  const count = Math.min(folds - 1, Math.ceil((enoughValidation * (folds - 1)) / training.length));
  const trials = Array.from({ length: count }, (_, t) => {
    const validation = (fold + 1 + t) % folds;
    const part = task.part(t / (count + 1), (t + 1) / (count + 1));
    return tryOut(problem, inputs, training, validation, part);
  });
  const share = boostingShare(problem, trials);
  const last = task.part(count / (count + 1), 1);
  // The best penalty falls as 1 / n, and the trials learned from fewer rows.
  const l2 = median(
    trials.map((trial) => (trial.l2 * (training.length - trial.rows.length)) / training.length),
  );
  const rounds = Math.max(1, median(trials.map((trial) => trial.rounds)));
  const rows = problem.remainder ? Int32Array.of(...own, ...training) : own;
  const straight = share < 1 ? linear(problem, inputs, training, l2, rows, last).mean : undefined;
  const trees = share > 0 ? boosted(problem, inputs, training, { rounds }, rows, last).mean : undefined;
  const [low, high] = range(training, y);
  const means = Float64Array.from(rows, (_, i) => {
    const mean = (1 - share) * (straight?.[i] ?? 0) + share * (trees?.[i] ?? 0);
    return Math.min(high, Math.max(low, mean));
  });
  if (!problem.remainder) return means;
  const residual = Float64Array.from(training, (row, i) => y[row] - means[own.length + i]);
  const remainder = problem.remainder(training, y, residual, own, last);
  return Float64Array.from(own, (_, i) => means[i] + remainder[i]);
}

/** What both learners predict for a validation fold. */
interface Trial {
  readonly rows: Int32Array;
  readonly straight: Float64Array;
  readonly trees: Float64Array;
  readonly l2: number;
  readonly rounds: number;
}

function tryOut(
  problem: StackProblem,
  inputs: FoldInputs,
  training: Int32Array,
  validation: number,
  task: Task,
): Trial {
  const learn = training.filter((row) => problem.foldOf[row] !== validation);
  const rows = training.filter((row) => problem.foldOf[row] === validation);
  const trees = boosted(problem, inputs, learn, { validationRows: rows }, rows, task);
  const straight = linear(problem, inputs, learn, 'cv', rows, task);
  return { rows, straight: straight.mean, trees: trees.mean, l2: straight.l2, rounds: trees.rounds };
}

function linear(
  problem: StackProblem,
  inputs: FoldInputs,
  rows: Int32Array,
  l2: number | 'cv',
  at: Int32Array,
  task: Task,
): { mean: Float64Array; l2: number } {
  const { y, family, weights } = problem;
  const model = fitLinear(inputs.curves, y, rows, { family, l2, weights }, task);
  return { mean: predictLinear(model, selectRows(inputs.curves, at)), l2: model.l2 };
}

function boosted(
  problem: StackProblem,
  inputs: FoldInputs,
  rows: Int32Array,
  options: { readonly rounds?: number; readonly validationRows?: Int32Array },
  at: Int32Array,
  task: Task,
): { mean: Float64Array; rounds: number } {
  const objective = problem.family === 'binomial' ? 'logistic' : 'squared';
  const minLeaf = Math.max(5, Math.min(20, Math.floor(rows.length / 20)));
  const { weights, seed } = problem;
  const settings = { ...boosting, ...options, objective, minLeaf, weights, seed } as const;
  const ensemble = fitBoosting(inputs.matrix, problem.y, rows, settings, task);
  return { mean: predict(ensemble, selectRows(inputs.features, at)), rounds: roundsOf(ensemble) };
}

/**
 * Weight of the trees in [0, 1] with the least loss over all trials. Squared error and log loss are convex in it, so
 * the sign of the slope is bisected.
 */
function boostingShare(problem: StackProblem, trials: readonly Trial[]): number {
  const slope = (share: number): number => {
    let sum = 0;
    for (const { rows, straight, trees } of trials) {
      for (let i = 0; i < rows.length; i++) {
        const mean = straight[i] + share * (trees[i] - straight[i]);
        const spread = problem.family === 'binomial' ? Math.max(1e-9, mean * (1 - mean)) : 1;
        const weight = problem.weights ? problem.weights[rows[i]] : 1;
        sum -= ((weight * (problem.y[rows[i]] - mean)) / spread) * (trees[i] - straight[i]);
      }
    }
    return sum;
  };
  if (slope(0) >= 0) return 0;
  if (slope(1) <= 0) return 1;
  let low = 0;
  let high = 1;
  while (high - low > 1e-3) {
    const middle = (low + high) / 2;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function range(rows: Int32Array, y: Float64Array): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    low = Math.min(low, y[row]);
    high = Math.max(high, y[row]);
  }
  return [low, high];
}

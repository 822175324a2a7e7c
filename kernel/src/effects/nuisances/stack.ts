import { rowsWhere } from '../../statistics/folds.js';
import type { Task } from '../../task.js';
import { crossFitAlike } from './alike-folds.js';
import { type FittedMean, type FoldInputs, learnLinear, learnTrees } from './learners.js';
import { asks, type Judged, range, type StackProblem, treesShare } from './stacking.js';

export type { FoldInputs } from './learners.js';
export type { StackProblem } from './stacking.js';

/** Validation rows that tell the learners apart well enough: no more folds are tried than give that many. */
const enoughValidation = 1000;

/** How a mean is learned: penalty of the linear model, number of trees, and weight of the trees in the stack. */
interface Recipe {
  readonly l2: number;
  readonly rounds: number;
  readonly share: number;
}

/** Both learners, or the one that is asked for. */
interface Learned {
  readonly straight?: FittedMean;
  readonly trees?: FittedMean;
}

/** Learners fitted on some rows, and what they say of others. */
interface Trial extends Judged {
  readonly learned: Learned;
  /** Rows they were fitted on. */
  readonly size: number;
}

/**
 * Cross-fitted conditional mean of `y` for every row, by a stack of ridge (or ridge-logistic) regression on splines and
 * boosted trees (stacked generalisation: Wolpert 1992; convex weights: van der Laan, Polley and Hubbard 2007), or by one of the
 * two. Penalty, number of trees and weight are chosen by the loss on validation folds inside the training folds, so that nothing
 * about a fold's own rows enters their predictions.
 *
 * Where every fold has a thousand rows or more, the three numbers are chosen once, for all folds, by what is learned from all folds but
 * one and judged on that one; that fold is then predicted by what is learned already. Three numbers chosen from so many rows carry
 * too little of any one of them to matter (van der Vaart, Dudoit and van der Laan 2006).
 *
 * Means stay within the range of `y` seen in training, but for the remainder.
 */
export function crossFitStack(problem: StackProblem, task: Task): Float64Array {
  const { foldOf, folds, y } = problem;
  const predictions = new Float64Array(y.length);
  const predict = (fold: number, learned: Learned, share: number, part: Task): void => {
    const own = rowsWhere(foldOf, (f) => f === fold);
    combine(problem, fold, learned, share, own, part).forEach((mean, i) => {
      predictions[own[i]] = mean;
    });
  };
  const sizes = usableRows(problem);
  const alike = alikeInputs(problem);
  if (alike && Math.min(...sizes) >= enoughValidation) return crossFitAlike(problem, alike, task);
  const part = (fold: number): Task => task.part(fold / folds, (fold + 1) / folds);
  const first = Math.min(...sizes) >= enoughValidation ? tryOut(problem, 0, 0, part(0)) : undefined;
  const shared = first && recipeOf(problem, [first], first.size);
  if (first && shared) predict(0, first.learned, shared.share, part(0));
  for (let fold = first ? 1 : 0; fold < folds; fold++) {
    const recipe = shared ?? tune(problem, fold, sizes, part(fold));
    predict(fold, learn(problem, fold, recipe, part(fold)), recipe.share, part(fold));
  }
  return predictions;
}

/** What a mean that is learned without a fold says of `rows`; as in {@link crossFitStack}, but that all is chosen for this fold alone. */
export function learnWithout(
  problem: StackProblem,
  fold: number,
  rows: Int32Array,
  task: Task,
): Float64Array {
  const recipe = tune(problem, fold, usableRows(problem), task.part(0, 0.7));
  const learned = learn(problem, fold, recipe, task.part(0.7, 1));
  return combine(problem, fold, learned, recipe.share, rows, task);
}

/** What every fold is predicted from, where that is the same and nothing more is said of the means. */
function alikeInputs({ inputs, folds, remainder }: StackProblem): FoldInputs | undefined {
  const first = inputs(0);
  if (remainder) return undefined;
  return Array.from({ length: folds }, (_, fold) => inputs(fold)).every((own) => own === first)
    ? first
    : undefined;
}

/** Rows of each fold that may be learned from. */
function usableRows({ foldOf, folds, use }: StackProblem): Int32Array {
  const sizes = new Int32Array(folds);
  for (let row = 0; row < foldOf.length; row++) sizes[foldOf[row]] += use[row];
  return sizes;
}

/** Rows that a fold is learned from, without those of another. */
function trainingRows({ foldOf, use }: StackProblem, fold: number, without = fold): Int32Array {
  return rowsWhere(foldOf, (f, row) => f !== fold && f !== without && use[row] === 1);
}

/** What is best for a fold, by trials on folds among those that it is learned from. */
function tune(problem: StackProblem, fold: number, sizes: Int32Array, task: Task): Recipe {
  const { folds } = problem;
  const others = Array.from({ length: folds - 1 }, (_, i) => (fold + 1 + i) % folds);
  const able = others.filter((other) => sizes[other] > 0);
  const training = able.reduce((sum, other) => sum + sizes[other], 0);
  const count = Math.min(able.length, Math.ceil((enoughValidation * (folds - 1)) / training));
  const trials = able
    .slice(0, count)
    .map((validation, t) => tryOut(problem, fold, validation, task.part(t / count, (t + 1) / count)));
  return recipeOf(problem, trials, training);
}

/** Learns from all folds but two (which may be the same one), and judges on the second. */
function tryOut(problem: StackProblem, fold: number, validation: number, task: Task): Trial {
  const inputs = problem.inputs(fold);
  const training = trainingRows(problem, fold, validation);
  const rows = rowsWhere(problem.foldOf, (f, row) => f === validation && problem.use[row] === 1);
  const trees = asks(problem, 'boosted trees')
    ? learnTrees(problem, inputs, training, rows, task)
    : undefined;
  const straight = asks(problem, 'linear')
    ? learnLinear(problem, inputs, training, undefined, task)
    : undefined;
  return {
    learned: { straight, trees },
    size: training.length,
    rows,
    straight: straight?.at(rows),
    trees: trees?.at(rows),
  };
}

/** @param size rows that will be learned from: the best penalty falls as 1 / n, and trials may have had fewer */
function recipeOf(problem: StackProblem, trials: readonly Trial[], size: number): Recipe {
  return {
    l2: median(trials.map((trial) => ((trial.learned.straight?.tuned ?? 0) * trial.size) / size)),
    rounds: median(trials.map((trial) => trial.learned.trees?.tuned ?? 0)),
    share: treesShare(problem, trials),
  };
}

function learn(problem: StackProblem, fold: number, { l2, rounds, share }: Recipe, task: Task): Learned {
  const inputs = problem.inputs(fold);
  const training = trainingRows(problem, fold);
  return {
    straight: share < 1 ? learnLinear(problem, inputs, training, l2, task) : undefined,
    trees: share > 0 ? learnTrees(problem, inputs, training, rounds, task) : undefined,
  };
}

/** Means of the rows `own` of a fold, with what texts still explain. */
function combine(
  problem: StackProblem,
  fold: number,
  { straight, trees }: Learned,
  share: number,
  own: Int32Array,
  task: Task,
): Float64Array {
  const { y, remainder } = problem;
  const training = trainingRows(problem, fold);
  const rows = remainder ? beside(own, training) : own;
  const byLine = share < 1 ? straight?.at(rows) : undefined;
  const byTrees = share > 0 ? trees?.at(rows) : undefined;
  const [low, high] = range(training, y);
  const means = Float64Array.from(rows, (_, i) => {
    const mean = (1 - share) * (byLine?.[i] ?? 0) + share * (byTrees?.[i] ?? 0);
    return Math.min(high, Math.max(low, mean));
  });
  if (!remainder) return means;
  const residual = Float64Array.from(training, (row, i) => y[row] - means[own.length + i]);
  const more = remainder(training, y, residual, own, task);
  return Float64Array.from(own, (_, i) => means[i] + more[i]);
}

function beside(first: Int32Array, then: Int32Array): Int32Array {
  const all = new Int32Array(first.length + then.length);
  all.set(first);
  all.set(then, first.length);
  return all;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

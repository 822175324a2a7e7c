import { treesShare } from '../../effects/nuisances/stacking.js';
import { fitLinear, type LinearModel, predictLinear } from '../../models/linear.js';
import type { Task } from '../../task.js';
import { fitBoosting } from '../../trees/boosting/fit-boosting.js';
import { roundsOf, type TreeEnsemble } from '../../trees/model/ensemble.js';
import { predict } from '../../trees/model/predict.js';
import type { Design, Inputs } from './design.js';

/** Small trees, slowly; early stopping decides how many. */
const boosting = { leaves: 8, l2: 1, learningRate: 0.1, patience: 15, objective: 'logistic' } as const;
const mostRounds = 300;

/** A probability, by a logistic regression on curves and boosted trees together. */
export interface MeanModel {
  readonly linear: LinearModel;
  readonly trees: TreeEnsemble;
  readonly share: number;
}

/** What a mean is learned from. */
export interface MeanLesson {
  readonly design: Design;
  /** 0 or 1, one per row of the design. */
  readonly y: Float64Array;
  readonly weights: Float64Array;
  readonly seed: number;
}

/** Both learners on `rows`, and their shares on `trial` rows, which the trees stop early on, too. */
export function tryMean(
  { design, y, weights, seed }: MeanLesson,
  rows: Int32Array,
  trial: Int32Array,
  task: Task,
): MeanModel {
  const linear = fitLinear(design.curves, y, rows, { family: 'binomial', weights }, task.part(0, 0.4));
  const options = {
    ...boosting,
    minLeaf: leafOf(rows),
    weights,
    seed,
    rounds: mostRounds,
    validationRows: trial,
  };
  const trees = fitBoosting(design.matrix, y, rows, options, task.part(0.4, 0.9));
  const of = (values: Float64Array): Float64Array => Float64Array.from(trial, (row) => values[row]);
  const judged = {
    rows: trial,
    straight: of(predictLinear(linear, design.curves)),
    trees: of(predict(trees, design.features, task.part(0.9, 1))),
  };
  return { linear, trees, share: treesShare({ y, family: 'binomial', weights, seed }, [judged]) };
}

/** The same learned again from more rows, as it was tuned. */
export function learnMean(lesson: MeanLesson, rows: Int32Array, tuned: MeanModel, task: Task): MeanModel {
  const { design, y, weights, seed } = lesson;
  const { l2 } = tuned.linear;
  const linear = fitLinear(design.curves, y, rows, { family: 'binomial', weights, l2 }, task.part(0, 0.4));
  const rounds = Math.max(1, roundsOf(tuned.trees));
  const options = { ...boosting, minLeaf: leafOf(rows), weights, seed, rounds };
  const trees = fitBoosting(design.matrix, y, rows, options, task.part(0.4, 1));
  return { linear, trees, share: tuned.share };
}

function leafOf(rows: Int32Array): number {
  return Math.max(5, Math.min(20, Math.floor(rows.length / 20)));
}

/** The probability of every row. */
export function predictMean(
  { linear, trees, share }: MeanModel,
  { features, curves }: Inputs,
  task: Task,
): Float64Array {
  task.check();
  const straight = predictLinear(linear, curves);
  if (share === 0) return straight;
  task.check();
  const grown = predict(trees, features, task);
  return straight.map((value, row) => value + share * (grown[row] - value));
}

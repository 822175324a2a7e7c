import type { Features } from '../data/table.js';
import type { Shares } from '../explain/attributions.js';
import type { Choice, LearnerKind } from '../plan.js';
import type { Task } from '../task.js';
import { sourcesAsPlayers } from '../trees/attribution/players.js';
import { treeShap } from '../trees/attribution/tree-shap.js';
import { fitBoosting } from '../trees/boosting/fit-boosting.js';
import { type BoostingOptions, boostingDefaults } from '../trees/boosting/options.js';
import { fitForest, forestDefaults } from '../trees/forests/random-forest.js';
import { binFeatures } from '../trees/matrix/binning.js';
import { roundsOf, type TreeEnsemble } from '../trees/model/ensemble.js';
import { predict, predictMargin } from '../trees/model/predict.js';
import { fitCart } from './cart.js';
import { fitLinear, type LinearModel, linearAttributions, predictLinear } from './linear.js';
import { drawFifth, type Units } from './units.js';

/** What a learner leaves behind. */
export type Predictor =
  | { readonly kind: 'trees'; readonly ensemble: TreeEnsemble }
  | { readonly kind: 'linear'; readonly model: LinearModel };

/** What a learner learns from: `y` is by row of the features, 0 or 1 for a classification. */
export interface Lesson {
  readonly learner: Choice<LearnerKind>;
  readonly classification: boolean;
  readonly features: Features;
  readonly y: Float64Array;
  readonly rows: Int32Array;
  readonly seed: number;
  /** Units of the rows, where some may have several. */
  readonly units?: Units;
  /** What the learner `imported` has learned elsewhere. */
  readonly imported?: TreeEnsemble;
}

/** Fits one learner; `sampled` is the number of rows it chose its questions on, where not all. */
export function fitPredictor(lesson: Lesson, task: Task): { predictor: Predictor; sampled?: number } {
  const { learner, features, y, rows, seed, classification } = lesson;
  const number = numberOf(learner);
  switch (learner.kind) {
    case 'linear': {
      const family = classification ? 'binomial' : 'gaussian';
      const l2 = typeof learner.options.l2 === 'number' ? learner.options.l2 : 'cv';
      return {
        predictor: { kind: 'linear', model: fitLinear(features, y, rows, { family, l2, seed }, task) },
      };
    }
    case 'tree': {
      const { ensemble, sampled } = fitCart(
        features,
        y,
        rows,
        { depth: number('depth', 3), minLeaf: number('minLeaf', 1), seed },
        task,
      );
      return { predictor: { kind: 'trees', ensemble }, sampled: sampled < rows.length ? sampled : undefined };
    }
    case 'forest': {
      const options = {
        trees: number('trees', forestDefaults.trees),
        minLeaf: number('minLeaf', forestDefaults.minLeaf),
        seed,
      };
      return {
        predictor: {
          kind: 'trees',
          ensemble: fitForest(binFeatures(features, {}, task), y, rows, options, task),
        },
      };
    }
    case 'imported':
      if (!lesson.imported) throw new Error('An imported model was not read.');
      return { predictor: { kind: 'trees', ensemble: lesson.imported } };
    case 'boosted trees':
      return { predictor: { kind: 'trees', ensemble: fitBoosted(lesson, task) } };
  }
}

/**
 * Boosting whose number of rounds is found on a seeded fifth of the rows (or of the units), then fitted on all of them. With
 * `rounds` written in the spec, exactly those; the default with fewer than 100 rows or 20 units, where a fifth says little.
 */
function fitBoosted(lesson: Lesson, task: Task): TreeEnsemble {
  const { features, y, rows, seed, units, learner } = lesson;
  const matrix = binFeatures(features, {}, task);
  const options = boostingOptions(lesson);
  const few = rows.length < 100 || new Set(units ? rows.map((row) => units.of[row]) : rows).size < 20;
  if ('rounds' in learner.options || few) return fitBoosting(matrix, y, rows, options, task);
  const validationRows = drawFifth(rows, units, seed);
  const held = new Uint8Array(features.rows);
  for (const row of validationRows) held[row] = 1;
  const learn = rows.filter((row) => held[row] === 0);
  const search = { ...options, rounds: 500, validationRows };
  const rounds = roundsOf(fitBoosting(matrix, y, learn, search, task.part(0, 0.6)));
  return fitBoosting(matrix, y, rows, { ...options, rounds }, task.part(0.6, 1));
}

/** So many rounds of boosting more, from what `start` says of the rows: its trees, and behind them the new ones. */
export function continueBoosted(
  lesson: Lesson,
  start: TreeEnsemble,
  rounds: number,
  task: Task,
): TreeEnsemble {
  const { features, y, rows } = lesson;
  // By the features and not by their bins: today's are cut at other numbers, and may have levels that `start` has not met.
  const startMargin = predictMargin(start, features, task.part(0, 0.2));
  const options = { ...boostingOptions(lesson), rounds, start, startMargin };
  return fitBoosting(binFeatures(features, {}, task), y, rows, options, task.part(0.2, 1));
}

function boostingOptions({ learner, rows, seed, classification }: Lesson): BoostingOptions {
  const number = numberOf(learner);
  return {
    objective: classification ? 'logistic' : 'squared',
    rounds: number('rounds', boostingDefaults.rounds),
    leaves: number('leaves', 15),
    learningRate: number('learningRate', 0.05),
    l2: number('l2', boostingDefaults.l2),
    minLeaf: number('minLeaf', Math.max(1, Math.min(boostingDefaults.minLeaf, Math.floor(rows.length / 20)))),
    seed,
  };
}

/** Reads options of a learner that are numbers. */
function numberOf({ options }: Choice<LearnerKind>): (name: string, otherwise: number) => number {
  return (name, otherwise) => {
    const { [name]: value } = options;
    return typeof value === 'number' ? value : otherwise;
  };
}

/** Mean of the outcome, or probability, per row of the features. A forest's probabilities stay within 0 and 1. */
export function predictWith(predictor: Predictor, features: Features, task: Task): Float64Array {
  return predictor.kind === 'linear'
    ? predictLinear(predictor.model, features)
    : predict(predictor.ensemble, features, task);
}

/** Whether attributions add up to the log odds and not to the prediction itself. */
export function explainsLogOdds(predictor: Predictor): boolean {
  return predictor.kind === 'linear'
    ? predictor.model.family === 'binomial'
    : predictor.ensemble.objective === 'logistic';
}

/** Exact attributions of rows, with the features or sources they belong to, in the order of the columns of `values`. */
export function attribute(
  predictor: Predictor,
  features: Features,
  rows: Int32Array,
  task: Task,
): Shares & { readonly features: readonly { readonly source: string }[] } {
  if (predictor.kind === 'linear') {
    return { ...linearAttributions(predictor.model, features, rows), features: features.list };
  }
  const players = sourcesAsPlayers(predictor.ensemble.features);
  const { base, values } = treeShap(predictor.ensemble, features, rows, task, players);
  return { base: base[0], values, features: players.names.map((source) => ({ source })) };
}

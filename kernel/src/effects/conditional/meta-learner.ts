import { rowsWhere } from '../../statistics/folds.js';
import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { type AdditiveModel, addModels, predictAdditive } from './additive-model.js';
import type { Lesson } from './lesson.js';
import type { OutcomeRegressions, RegressionKind } from './outcome-regressions.js';
import {
  chooseRecipe,
  chooseRecipeAnew,
  fitRegression,
  pick,
  type Recipe,
  type RegressionProblem,
} from './regression.js';

/** A regression of made-up effects on the modifiers. */
export interface Stage {
  /** Share of it in the effect. */
  readonly share: number;
  readonly rows: Int32Array;
  /** Made-up effect of each row of the sample: its mean given the modifiers is the effect. */
  readonly effect: Float64Array;
  /** Weights of squared errors, by row of the sample, sample weights not among them. */
  readonly weights?: Float64Array;
}

/** Turns the question of an effect into regressions on the modifiers. */
export interface MetaLearner {
  /** How the means of a lesson are fitted. */
  readonly regressions: RegressionKind;
  /** Whether errors of the means matter at second order only, so that intervals need not count them. */
  readonly orthogonal: boolean;
  stages(lesson: Lesson): readonly Stage[];
}

/** Refits on half of the rows that tell how much an effect varies from sample to sample. */
const halves = 20;

/** A meta-learner at work on a lesson. */
export class MetaFit {
  private readonly stages: readonly Stage[];
  private readonly recipes: readonly Recipe[];
  /** The effect, learned from all rows. */
  readonly model: AdditiveModel;

  /** @param regressions those the learner asks for, once they are needed; `lesson.means` are theirs, cross-fitted */
  constructor(
    private readonly learner: MetaLearner,
    private readonly lesson: Lesson,
    private readonly regressions: (task: Task) => OutcomeRegressions,
    task: Task,
  ) {
    this.stages = learner.stages(lesson);
    this.recipes = this.stages.map((stage) => chooseRecipe(problemOf(lesson, stage), stage.rows, task));
    this.model = fitStages(this.stages, lesson, this.recipes, task);
  }

  /** Effect of every row by a fit that has seen nothing of the row's fold, in the regressions of the outcome neither. */
  outOfFold(task: Task): Float64Array {
    const { lesson, learner } = this;
    const { foldOf, folds } = lesson.folds;
    const values = new Float64Array(foldOf.length);
    const means = this.regressions(task).crossFittedTwice(task.part(0, 0.5));
    for (let fold = 0; fold < folds; fold++) {
      const part = task.part(0.5 + (0.5 * fold) / folds, 0.5 + (0.5 * (fold + 1)) / folds);
      const rows = lesson.rows.filter((row) => foldOf[row] !== fold);
      const others = { ...lesson, rows, means: means[fold] };
      const stages = learner.stages(others);
      const recipes = stages.map((stage, i) =>
        chooseRecipeAnew(problemOf(others, stage), this.recipes[i], stage.rows, part.part(0, 0.5)),
      );
      const model = fitStages(stages, others, recipes, part.part(0.5, 1));
      const own = rowsWhere(foldOf, (f) => f === fold);
      predictAdditive(model, pick(lesson.modifiers, own), part).forEach((value, i) => {
        values[own[i]] = value;
      });
    }
    return values;
  }

  /**
   * The effect learned anew from random halves of the rows (of the clusters): the spread of such fits about the fit on all rows has the
   * variance of the latter (delete-d jackknife with d = n / 2: Shao and Wu 1989). Learners that are not orthogonal fit their regressions anew as
   * well.
   */
  halves(task: Task): AdditiveModel[] {
    const { lesson, learner } = this;
    return Array.from({ length: halves }, (_, i) => {
      const part = task.part(i / halves, (i + 1) / halves, 'Refitting on halves of the rows');
      const rows = drawHalf(lesson, i);
      const means = learner.orthogonal ? lesson.means : this.regressions(part).fit(rows, 0, rows, part);
      const half = { ...lesson, rows, means };
      return fitStages(learner.stages(half), half, this.recipes, part);
    });
  }
}

function fitStages(
  stages: readonly Stage[],
  lesson: Lesson,
  recipes: readonly Recipe[],
  task: Task,
): AdditiveModel {
  return addModels(
    stages.map((stage, i) => ({
      weight: stage.share,
      model: fitRegression(problemOf(lesson, stage), recipes[i], stage.rows, task),
    })),
  );
}

function problemOf({ modifiers, folds, weights }: Lesson, stage: Stage): RegressionProblem {
  const own = stage.weights;
  const both = own && weights ? own.map((value, row) => value * weights[row]) : (own ?? weights);
  return { inputs: modifiers, y: stage.effect, weights: both, ...folds };
}

/** Half of the clusters of each arm, or of its rows where there are none. */
function drawHalf({ rows, treated, clusters, folds }: Lesson, number: number): Int32Array {
  const random = createRandom(folds.seed, 1000 + number);
  if (clusters) {
    const names = [...new Set(rows.map((row) => clusters[row]))].sort((a, b) => a - b);
    const drawn = new Set(halfOf(names, random.below));
    return rows.filter((row) => drawn.has(clusters[row]));
  }
  const drawn = [0, 1].flatMap((arm) =>
    halfOf([...rows.filter((row) => treated[row] === arm)], random.below),
  );
  return Int32Array.from(drawn).sort();
}

function halfOf(items: number[], below: (n: number) => number): number[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return shuffled.slice(0, Math.ceil(shuffled.length / 2));
}

import { selectRows } from '../../../data/features.js';
import { rowsWhere } from '../../../statistics/folds.js';
import type { Task } from '../../../task.js';
import {
  type CausalForest,
  type CausalForestOptions,
  type Effects,
  fitCausalForest,
  outOfBagEffects,
  predictEffects,
} from '../../../trees/forests/causal-forest.js';
import type { EffectLearner } from '../effect-learner.js';
import { forestModel } from '../effect-model.js';
import { type Lesson, outcomeResidual, treatmentResidual } from '../lesson.js';

/** An order of rows needs fewer trees than a variance. */
const treesToJudge = 200;

/**
 * Honest causal forest (Wager and Athey 2018; Athey, Tibshirani and Wager 2019) on cross-fitted residuals `w - e(x)` and `y - m(x)`.
 * Variances come from little bags of trees and know nothing of the bias of flat neighbourhoods.
 */
export const causalForest: EffectLearner = (lesson, options, task) => {
  const { forest, effects } = growCausalForest(lesson, options, task);
  let outOfFold: Float64Array | undefined;
  return {
    model: forestModel(forest),
    ...effects,
    outOfFold(part) {
      outOfFold ??= forestsOutOfFold(lesson, options, part);
      return outOfFold;
    },
  };
};

/**
 * Effect of every row by a forest grown without the row's fold: what forests are judged by. Effects out of bag lean against a row's own outcome,
 * since the trees that left it out are those that saw more of the others: where effects are the same, they rank rows the wrong way round.
 * That the regressions of the outcome have seen the fold matters little, since their errors enter as products.
 */
export function forestsOutOfFold(lesson: Lesson, options: CausalForestOptions, task: Task): Float64Array {
  const { rows, folds, modifiers, outcome } = lesson;
  const trees = Math.min(options.trees ?? treesToJudge, treesToJudge);
  const values = new Float64Array(outcome.length);
  for (let fold = 0; fold < folds.folds; fold++) {
    const part = task.part(fold / folds.folds, (fold + 1) / folds.folds, 'Growing forests without a fold');
    const learn = rows.filter((row) => folds.foldOf[row] !== fold);
    const own = rowsWhere(folds.foldOf, (f) => f === fold);
    const forest = fitForest(lesson, learn, { ...options, trees }, part);
    predictEffects(forest, selectRows(modifiers.features, own), part).effect.forEach((value, i) => {
      values[own[i]] = value;
    });
  }
  return values;
}

/** The forest, and effects of all rows of the sample: out of bag those it was grown on, by all trees the others. */
export function growCausalForest(
  lesson: Lesson,
  options: CausalForestOptions,
  task: Task,
): { forest: CausalForest; effects: Effects } {
  const { rows, modifiers, outcome } = lesson;
  const forest = fitForest(lesson, rows, options, task);
  const effect = new Float64Array(outcome.length);
  const variance = new Float64Array(outcome.length);
  const place = (at: Int32Array, found: Effects): void => {
    at.forEach((row, i) => {
      effect[row] = found.effect[i];
      variance[row] = found.variance[i];
    });
  };
  place(rows, outOfBagEffects(forest));
  const own = new Set(rows);
  const others = rowsWhere(lesson.treated, (_, row) => !own.has(row));
  if (others.length > 0) place(others, predictEffects(forest, selectRows(modifiers.features, others)));
  return { forest, effects: { effect, variance } };
}

function fitForest(lesson: Lesson, rows: Int32Array, options: CausalForestOptions, task: Task): CausalForest {
  const { modifiers, weights, clusters } = lesson;
  const growth = { ...options, weights, clusters };
  const [y, w] = [outcomeResidual(lesson), treatmentResidual(lesson)];
  return fitCausalForest(modifiers.matrix, y, w, rows, growth, task);
}

import { selectRows } from '../../../data/features.js';
import { rowsWhere } from '../../../statistics/folds.js';
import type { Task } from '../../../task.js';
import {
  type CausalForestOptions,
  type Effects,
  fitCausalForest,
  outOfBagEffects,
  predictEffects,
} from '../../../trees/forests/causal-forest.js';
import type { Forest } from '../../../trees/forests/forest.js';
import type { EffectLearner } from '../effect-learner.js';
import { forestModel } from '../effect-model.js';
import { type Lesson, outcomeResidual, treatmentResidual } from '../lesson.js';

/**
 * Honest causal forest (Wager and Athey 2018; Athey, Tibshirani and Wager 2019) on cross-fitted residuals `w - e(x)` and `y - m(x)`.
 * Variances come from little bags of trees and know nothing of the bias of flat neighbourhoods.
 */
export const causalForest: EffectLearner = (lesson, options, task) => {
  const { forest, effects } = growCausalForest(lesson, options, task);
  return { model: forestModel(forest), ...effects, outOfFold: () => effects.effect };
};

/** The forest, and effects of all rows of the sample: out of bag those it was grown on, by all trees the others. */
export function growCausalForest(
  lesson: Lesson,
  options: CausalForestOptions,
  task: Task,
): { forest: Forest; effects: Effects } {
  const { rows, modifiers, weights, clusters, outcome } = lesson;
  const growth = { ...options, weights, clusters };
  const [y, w] = [outcomeResidual(lesson), treatmentResidual(lesson)];
  const forest = fitCausalForest(modifiers.matrix, y, w, rows, growth, task);
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

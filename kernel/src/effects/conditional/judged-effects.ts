import type { Task } from '../../task.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Study } from '../study.js';
import type { Predicted } from './best-linear-predictor.js';
import { conditionalEffects } from './conditional-effects.js';
import { doublyRobustOutcome, lessonOf, outcomeResidual, treatmentResidual } from './lesson.js';
import { modifiersOf } from './modifiers.js';
import type { Targeting } from './targeting.js';

/** Conditional effects of one contrast beside what they are judged by, an entry per row of the arm or of the baseline. */
export interface JudgedEffects {
  readonly targeting: Targeting;
  readonly predicted: Predicted;
  /** Mean outcome in the arm: whom a model of the response would treat first. */
  readonly response: Float64Array;
}

/** Effects by fits that saw nothing of a row's fold, and doubly robust scores; undefined where there is nothing they could differ by. */
export function judgedEffects(
  study: Study,
  nuisances: Nuisances,
  contrast: number,
  task: Task,
): JudgedEffects | undefined {
  const { features } = modifiersOf(study);
  if (features.list.length === 0) return undefined;
  const effects = conditionalEffects(study, nuisances, contrast, task.part(0, 0.5));
  const priority = effects.outOfFold(task.part(0.5, 1));
  const lesson = lessonOf(study, nuisances, features, contrast);
  const { rows, weights, clusters, folds, means } = lesson;
  const of = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]);
  const shared = {
    ...(weights && { weights: of(weights) }),
    ...(clusters && { clusters: Int32Array.from(rows, (row) => clusters[row]) }),
  };
  return {
    targeting: {
      priority: of(priority),
      score: of(doublyRobustOutcome(lesson)),
      fold: Int8Array.from(rows, (row) => folds.foldOf[row]),
      seed: folds.seed,
      ...shared,
    },
    predicted: {
      outcome: of(outcomeResidual(lesson)),
      treatment: of(treatmentResidual(lesson)),
      effect: of(priority),
      ...shared,
    },
    response: of(means[1]),
  };
}

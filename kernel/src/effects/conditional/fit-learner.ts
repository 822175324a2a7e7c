import type { Task } from '../../task.js';
import type { EffectLearner } from './effect-learner.js';
import { type FittedLearner, learnerEffects } from './effect-model.js';
import type { Lesson } from './lesson.js';
import { MetaFit, type MetaLearner } from './meta-learner.js';
import { OutcomeRegressions, type RegressionKind } from './outcome-regressions.js';

/** Regressions of the outcome that several learners share. */
export class SharedRegressions {
  private readonly known = new Map<RegressionKind, OutcomeRegressions>();
  private readonly lessons = new Map<RegressionKind, Lesson>();

  constructor(private readonly lesson: Lesson) {}

  of(kind: RegressionKind, task: Task): OutcomeRegressions {
    const found = this.known.get(kind) ?? new OutcomeRegressions(this.lesson, kind, task);
    this.known.set(kind, found);
    return found;
  }

  /** The lesson with the means that learners of this kind ask for; those of the arms are there already, where they know the modifiers. */
  lessonFor(kind: RegressionKind, task: Task): Lesson {
    if (kind === 'arms' && this.lesson.meansKnowModifiers) return this.lesson;
    const found = this.lessons.get(kind) ?? { ...this.lesson, means: this.of(kind, task).crossFitted(task) };
    this.lessons.set(kind, found);
    return found;
  }
}

/** A meta-learner fitted to a lesson. */
export function fitMeta(learner: MetaLearner, shared: SharedRegressions, task: Task): MetaFit {
  const { regressions: kind } = learner;
  return new MetaFit(learner, shared.lessonFor(kind, task), (part) => shared.of(kind, part), task);
}

/** What stays of a fitted meta-learner; without a share in the effect it needs no halves. */
export function keepMeta(
  learner: string,
  fit: MetaFit,
  share: number,
  doubt: number,
  task: Task,
): FittedLearner {
  return { learner, share, doubt, effect: fit.model, halves: share > 0 ? fit.halves(task) : [], stdError: 0 };
}

/** One meta-learner as a learner of conditional effects. */
export function learnerOf(name: string, learner: MetaLearner): EffectLearner {
  return (lesson, _, task) => {
    const shared = new SharedRegressions(lesson);
    const fit = fitMeta(learner, shared, task.part(0, 0.5));
    const kept = keepMeta(name, fit, 1, 1, task.part(0.5, 0.95));
    let outOfFold: Float64Array | undefined;
    return {
      model: { knots: lesson.modifiers.knots, learners: [kept] },
      ...learnerEffects(kept, lesson.modifiers, task.part(0.95, 1)),
      outOfFold(part) {
        outOfFold ??= fit.outOfFold(part);
        return outOfFold;
      },
    };
  };
}

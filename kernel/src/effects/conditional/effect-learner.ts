import type { Selection } from '../../result.js';
import type { Task } from '../../task.js';
import type { CausalForestOptions } from '../../trees/forests/causal-forest.js';
import type { EffectModel } from './effect-model.js';
import type { Lesson } from './lesson.js';

/** How the learners of one contrast were chosen. */
export type Choosing = Omit<Selection, 'arm'>;

/** Conditional effects of one contrast. */
export interface ConditionalEffects {
  /** Scores and explains rows that may be new. */
  readonly model: EffectModel;
  /** What the model says of each row of the sample; forests leave out the trees that saw the row. */
  readonly effect: Float64Array;
  readonly variance: Float64Array;
  /**
   * Effect of each row by fits that saw nothing of the row's fold: what losses, calibration and prioritisation may be judged by.
   * Computed when first asked for.
   */
  readonly outOfFold: (task: Task) => Float64Array;
  /** How learners were chosen, where several were tried. */
  readonly choosing?: Choosing;
}

/** A way to learn how an effect differs between rows. */
export type EffectLearner = (lesson: Lesson, options: CausalForestOptions, task: Task) => ConditionalEffects;

import { imputedEffects } from '../lesson.js';
import type { MetaLearner } from '../meta-learner.js';

/**
 * Domain adaptation learner (as in EconML): the regression of each arm is fitted with the odds of the other arm as weights, so that it is
 * best where it will be asked, among the rows of the other arm; then the effects `y - mu_0(x)` of the treated and `mu_1(x) - y` of
 * the untreated are regressed on the modifiers together.
 */
export const daLearner: MetaLearner = {
  regressions: 'adapted',
  orthogonal: false,
  stages: (lesson) => [{ share: 1, rows: lesson.rows, effect: imputedEffects(lesson) }],
};

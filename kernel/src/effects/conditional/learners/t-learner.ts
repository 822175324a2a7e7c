import { differenceOfMeans } from '../lesson.js';
import type { MetaLearner } from '../meta-learner.js';

/**
 * T-learner (Kuenzel et al. 2019): the difference of two regressions, one per arm, `mu_1(x) - mu_0(x)`, brought down to the modifiers
 * by a regression on them. Good where effects are as complex as outcomes; what each arm's penalty takes away differs by arm.
 */
export const tLearner: MetaLearner = {
  regressions: 'arms',
  orthogonal: false,
  stages: (lesson) => [{ share: 1, rows: lesson.rows, effect: differenceOfMeans(lesson) }],
};

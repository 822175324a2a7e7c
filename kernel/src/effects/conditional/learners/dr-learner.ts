import { doublyRobustOutcome } from '../lesson.js';
import type { MetaLearner } from '../meta-learner.js';

/**
 * DR-learner (Kennedy 2023): a regression of the doubly robust scores. All rows weigh the same, so that it is noisy where propensities
 * are near 0 or 1. Errors of the regressions and the propensities matter only as products.
 */
export const drLearner: MetaLearner = {
  regressions: 'arms',
  orthogonal: true,
  stages: (lesson) => [{ share: 1, rows: lesson.rows, effect: doublyRobustOutcome(lesson) }],
};

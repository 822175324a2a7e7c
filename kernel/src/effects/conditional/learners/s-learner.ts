import { differenceOfMeans } from '../lesson.js';
import type { MetaLearner } from '../meta-learner.js';

/**
 * S-learner (Kuenzel et al. 2019): one regression of the outcome on confounders and treatment, whose linear part has the product of the
 * treatment with every term; its difference between treated and untreated, brought down to the modifiers by a regression on them.
 * The penalty draws effects towards none: good where there is little of one.
 */
export const sLearner: MetaLearner = {
  regressions: 'joint',
  orthogonal: false,
  stages: (lesson) => [{ share: 1, rows: lesson.rows, effect: differenceOfMeans(lesson) }],
};

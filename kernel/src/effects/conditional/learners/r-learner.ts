import { outcomeResidual, treatmentResidual } from '../lesson.js';
import type { MetaLearner } from '../meta-learner.js';

/**
 * R-learner (Nie and Wager 2021): the effect with the least R-loss `mean((y - m(x) - (w - e(x)) effect)^2)`, a regression of
 * `(y - m) / (w - e)` with weights `(w - e)^2`. Rows that could hardly have been treated otherwise weigh next to nothing, which
 * keeps it calm where overlap is poor. Errors of `m` and `e` matter only as products.
 */
export const rLearner: MetaLearner = {
  regressions: 'arms',
  orthogonal: true,
  stages(lesson) {
    const w = treatmentResidual(lesson);
    const effect = outcomeResidual(lesson).map((y, row) => y / w[row]);
    return [{ share: 1, rows: lesson.rows, effect, weights: w.map((value) => value * value) }];
  },
};

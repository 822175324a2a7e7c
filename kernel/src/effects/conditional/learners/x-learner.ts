import { imputedEffects } from '../lesson.js';
import type { MetaLearner } from '../meta-learner.js';

/**
 * X-learner (Kuenzel et al. 2019): effects of the treated, `y - mu_0(x)`, and of the untreated, `mu_1(x) - y`, each regressed on the
 * modifiers. The share of the treated weighs the regression of the untreated, and the other way round: a small arm gets its imputed
 * outcomes from the regression of the large one. Constant weights keep the effect a sum that can be explained.
 */
export const xLearner: MetaLearner = {
  regressions: 'arms',
  orthogonal: false,
  stages(lesson) {
    const { rows, treated } = lesson;
    const effect = imputedEffects(lesson);
    const [untreated, own] = [0, 1].map((arm) => rows.filter((row) => treated[row] === arm));
    return [
      { share: untreated.length / rows.length, rows: own, effect },
      { share: own.length / rows.length, rows: untreated, effect },
    ];
  },
};

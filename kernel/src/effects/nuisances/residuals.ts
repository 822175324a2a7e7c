import type { Task } from '../../task.js';
import { oncePerStudy } from '../estimators/once.js';
import type { Study } from '../study.js';
import { conditionalMean } from './conditional-mean.js';

/** Outcome and treatments less their cross-fitted means given the covariates. */
export interface Residuals {
  readonly outcome: Float64Array;
  /** One per arm but the baseline: being in it; for a dose, the dose. */
  readonly treatments: readonly Float64Array[];
}

/**
 * Residuals of a study (Robinson 1988). For arms the mean outcome is the regressions of the arms weighted by their propensities, so
 * that nuisances are shared with everything else that is made of them; for a dose it is a regression of its own.
 */
export const residualsOf: (study: Study, task: Task) => Residuals = oncePerStudy((study, task) => {
  const { arm, arms, outcome, dose } = study.sample;
  if (dose) {
    const mean = conditionalMean(
      study,
      { y: outcome, subject: 'outcome' },
      task.part(0, 0.5, 'Fitting the outcome'),
    );
    const usual = conditionalMean(
      study,
      { y: dose, subject: 'treatment' },
      task.part(0.5, 1, 'Fitting the dose'),
    );
    return { outcome: less(outcome, mean), treatments: [less(dose, usual)] };
  }
  const { propensity, outcome: means } = study.nuisances(task);
  const mean = outcome.map((_, row) => propensity.reduce((sum, p, a) => sum + p[row] * means[a][row], 0));
  const treatments = arms
    .slice(1)
    .map((_, i) => propensity[i + 1].map((p, row) => (arm[row] === i + 1 ? 1 : 0) - p));
  return { outcome: less(outcome, mean), treatments };
});

function less(values: Float64Array, means: Float64Array): Float64Array {
  return values.map((value, row) => value - means[row]);
}

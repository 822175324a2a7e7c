import { featuresOf, selectRows } from '../../data/features.js';
import { rowsWhere } from '../../statistics/folds.js';
import type { Task } from '../../task.js';
import { oncePerStudy } from '../estimators/once.js';
import type { Study } from '../study.js';
import { conditionalMean, meanOfFold, meansByFold } from './conditional-mean.js';

/** What mediators say of arms and outcome, cross-fitted. Densities of mediators are never estimated: see {@link mediatorNuisances}. */
export interface MediatorNuisances {
  /** `[arm][row]`: probability of the arm given the covariates. */
  readonly propensity: readonly Float64Array[];
  /** `[arm][row]`: probability of the arm given covariates and mediators. */
  readonly informed: readonly Float64Array[];
  /** `[arm][row]`: mean outcome given covariates and mediators, in the arm. */
  readonly outcome: readonly Float64Array[];
  /** `[arm][fold][row]`: the same for all rows as it is learned without a fold. */
  readonly byFold: readonly (readonly Float64Array[])[];
}

/**
 * Mediators of any number and kind, by regressions alone. Where a formula has the ratio of a mediator's densities in two arms, Bayes' rule
 * gives it from the probabilities of the arms, `f(m | a, x) / f(m | b, x) = p(a | m, x) p(b | x) / (p(b | m, x) p(a | x))` (Zheng and van der
 * Laan 2012); where it has a mean over the mediators of an arm, the values are regressed on the covariates in that arm.
 */
export const mediatorNuisances: (study: Study, task: Task) => MediatorNuisances = oncePerStudy(
  (study, task) => {
    const { sample, request } = study;
    const { arm, arms, outcome } = sample;
    const more = selectRows(featuresOf(request.table, request.parameters.mediators), sample.rows).list;
    const { propensity } = study.nuisances(task.part(0, 0.4));
    const known = arms.map((name, a) => {
      // Of two arms the second's probability is 1 less that of the first.
      if (arms.length === 2 && a === 0) return new Float64Array(arm.length);
      const part = task.part(0.4 + (0.2 * a) / arms.length, 0.6, `Fitting ${name} by the mediators`);
      const y = Float64Array.from(arm, (own) => (own === a ? 1 : 0));
      return conditionalMean(study, { y, subject: 'treatment', more }, part);
    });
    const informed = arms.length === 2 ? [known[1].map((p) => 1 - p), known[1]] : scaled(known);
    const byFold = arms.map((name, a) => {
      const part = task.part(
        0.6 + (0.4 * a) / arms.length,
        1,
        `Fitting the outcome by the mediators in ${name}`,
      );
      const use = Uint8Array.from(arm, (own) => (own === a ? 1 : 0));
      return meansByFold(study, { y: outcome, subject: 'outcome', use, more }, part);
    });
    const { foldOf } = study.folds;
    const means = byFold.map((own) => Float64Array.from(foldOf, (fold, row) => own[fold][row]));
    return { propensity, informed, outcome: means, byFold };
  },
);

/**
 * Mean of values over the mediators of an arm, given the covariates, cross-fitted. The mean of a fold's rows is learned from values that never
 * saw the fold either: values out of fold, as they come, were learned from its outcomes, so that these would be in the mean and in what it is
 * held against.
 * @param byFold `[fold][row]`: the values as they are learned without a fold
 */
export function meanInArm(
  study: Study,
  byFold: readonly Float64Array[],
  own: number,
  task: Task,
): Float64Array {
  const { folds, foldOf } = study.folds;
  const use = Uint8Array.from(study.sample.arm, (arm) => (arm === own ? 1 : 0));
  const mean = new Float64Array(foldOf.length);
  byFold.forEach((y, fold) => {
    const part = task.part(fold / folds, (fold + 1) / folds);
    const values = meanOfFold(study, { y, subject: 'outcome', use }, fold, part);
    rowsWhere(foldOf, (f) => f === fold).forEach((row, i) => {
      mean[row] = values[i];
    });
  });
  return mean;
}

function scaled(raw: readonly Float64Array[]): Float64Array[] {
  const total = raw[0].map((_, row) => raw.reduce((sum, p) => sum + Math.max(p[row], 1e-6), 0));
  return raw.map((p) => p.map((value, row) => Math.max(value, 1e-6) / total[row]));
}

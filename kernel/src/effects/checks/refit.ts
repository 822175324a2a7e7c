import type { Task } from '../../task.js';
import type { Average, Estimated } from '../estimators/estimator.js';
import { estimators } from '../estimators/estimators.js';
import { averageOf } from '../inference/contrast.js';
import { conditionalMean } from '../nuisances/conditional-mean.js';
import { buildCovariates } from '../nuisances/covariates.js';
import { narrowSample } from '../sample/narrow-sample.js';
import { Study, studyOf } from '../study.js';
import type { Finding } from './check.js';

/** What the estimator of a study found once more: of some rows, of another outcome, or with one covariate more. */
export interface Refit {
  readonly estimated: readonly Estimated[];
  /** One per contrast. */
  readonly averages: readonly Average[];
}

/** The estimator of a study at work on it. */
export function refit(study: Study, task: Task): Refit {
  const { estimator, level } = study.parameters;
  const estimated = study.contrasts.map((contrast) =>
    estimators[estimator.kind].estimate(study, contrast, task),
  );
  return { estimated, averages: estimated.map((found) => averageOf(study.sample, found, level)) };
}

/**
 * The study with another outcome, one value per row of its sample: folds, covariates and propensities stay, the regressions are fitted to
 * the outcome. Rows where it is NaN are left out, and all is fitted to the others.
 */
export function withOutcome(
  { study, used }: Pick<Finding, 'study' | 'used'>,
  outcome: Float64Array,
  task: Task,
): Study {
  const { request, folds } = study;
  const sample = { ...study.sample, outcome, binary: outcome.every((value) => value === 0 || value === 1) };
  const known = Int32Array.from(outcome.keys()).filter((row) => !Number.isNaN(outcome[row]));
  if (known.length < outcome.length) return studyOf(request, narrowSample(sample, known), task);
  // Scores of texts are about the outcome, too.
  const covariates =
    request.texts.length === 0
      ? study.covariates
      : buildCovariates(
          request.table,
          request.parameters.adjustment,
          request.texts,
          sample,
          folds,
          task.part(0, 0.5),
        );
  const plain = new Study(request, sample, folds, covariates);
  if (used === study.constants()) return plain;
  const { arms, arm } = sample;
  const regressions = arms.map((_, own) => {
    const use = Uint8Array.from(arm, (a) => (a === own ? 1 : 0));
    const part = task.part(0.5 + own / arms.length / 2, 0.5 + (own + 1) / arms.length / 2);
    return conditionalMean(plain, { y: outcome, subject: 'outcome', use }, part);
  });
  return new Study(request, sample, folds, covariates, { propensity: used.propensity, outcome: regressions });
}

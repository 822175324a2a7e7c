import type { Task } from '../../task.js';
import { counted } from '../../words/phrases.js';
import { conditionalMean } from '../nuisances/conditional-mean.js';
import { type Residuals, residualsOf } from '../nuisances/residuals.js';
import { outcomeInWords } from '../sample/horizon.js';
import type { Study } from '../study.js';
import type { Estimator } from './estimator.js';
import { oncePerStudy } from './once.js';
import { partialledScores } from './partialled.js';

const coefficientsOf = oncePerStudy((study, task) => {
  const { weights, dose } = study.sample;
  const residuals = residualsOf(study, task.part(0, 0.6));
  const first = partialledScores(residuals.outcome, residuals.treatments, { weights });
  if (!dose) return first;
  const outcome = withoutEffect(study, residuals, first.coefficients[0], task.part(0.6, 1));
  return partialledScores(outcome, residuals.treatments, { weights });
});

/**
 * The outcome's residual anew, its mean put together from that of the dose and of the outcome without the effect found at first: what
 * is left to learn varies less, and errors in the mean of the dose cancel, which they do for a regression of the outcome itself only as
 * far as both are smoothed alike (the "IV-type" score of Chernozhukov et al. 2018, equation 4.3).
 */
function withoutEffect(
  study: Study,
  { treatments: [open] }: Residuals,
  slope: number,
  task: Task,
): Float64Array {
  const { outcome, dose = open } = study.sample;
  const y = outcome.map((value, row) => value - slope * dose[row]);
  const mean = conditionalMean(study, { y, subject: 'outcome' }, task);
  return y.map((value, row) => value - mean[row] + slope * open[row]);
}

/**
 * Double machine learning of a partially linear model (Robinson 1988; Chernozhukov et al. 2018, section 4.1): the residual of the
 * outcome given the covariates is regressed on the residuals of the treatment, `y - E[y|x] = theta' (t - E[t|x]) + e`, means cross-fitted.
 * Several arms have one coefficient each, solved for together; of a dose it is the effect per unit.
 *
 * Supposes that what is adjusted for holds every confounder, and that the effect is the same for everyone. Where it is not, the
 * estimate is an average that weighs each row by how open its treatment was, `Var(t|x)`: rows without overlap count for nothing
 * in place of blowing up, and for a dose the effect per unit is the slope of the best straight line.
 */
export const dml: Estimator = {
  estimandSentence: ({ sample, parameters }) => {
    const { treatment } = parameters;
    const outcome = outcomeInWords(parameters);
    const what = sample.dose
      ? `Change of ${outcome} per unit more of ${treatment}`
      : `Difference of ${outcome} had ${treatment} been ${sample.arms.slice(1).join(' or ')}, less had it been ${sample.arms[0]}`;
    return `${what}, averaged over ${counted(sample.rows.length, 'row')} with the more weight the more open the treatment of a row was given what is adjusted for.`;
  },
  nuisances: (study, task) => (study.sample.dose ? study.constants() : study.nuisances(task)),
  estimate: (study, contrast, task) => ({ scores: coefficientsOf(study, task).scores[contrast - 1] }),
};

import { type Task, unwatched } from '../../../task.js';
import type { Objective } from '../../model/ensemble.js';
import { coxLoss } from './cox.js';
import { huberLoss, usualDelta } from './huber.js';
import { lambdaMartLoss, usualTruncation } from './lambdamart.js';
import { logisticLoss } from './logistic.js';
import type { Loss, LossData } from './loss.js';
import { pairwiseLoss } from './pairwise.js';
import { poissonLoss } from './poisson.js';
import { quantileLoss } from './quantile.js';
import { countClasses, softmaxLoss } from './softmax.js';
import { squaredLoss } from './squared.js';

const losses: Readonly<Record<Objective, (data: LossData, task: Task) => Loss>> = {
  squared: squaredLoss,
  huber: huberLoss,
  quantile: quantileLoss,
  poisson: poissonLoss,
  logistic: logisticLoss,
  softmax: softmaxLoss,
  pairwise: pairwiseLoss,
  lambdamart: lambdaMartLoss,
  cox: coxLoss,
};

/**
 * The loss of an objective over some rows. What the data leave open is settled by {@link lossOptions} of the same data, so
 * rows to validate on have to name the options of the rows learned from.
 *
 * @param data as {@link checkOutcome} lets it pass; held, not copied
 * @param task looked at within calls that are about all rows at once and could take long (Cox, rankings)
 */
export function createLoss(objective: Objective, data: LossData, task: Task = unwatched): Loss {
  return losses[objective](data, task);
}

/** Options of the objective: those named in the data, and the others as these rows suggest them. */
export function lossOptions(
  objective: Objective,
  data: LossData,
): Pick<LossData, 'classes' | 'quantile' | 'delta' | 'truncation'> {
  switch (objective) {
    case 'softmax':
      return { classes: data.classes ?? countClasses(data.y) };
    case 'quantile':
      return { quantile: data.quantile ?? 0.5 };
    case 'huber':
      return { delta: data.delta ?? usualDelta(data) };
    case 'lambdamart':
      return { truncation: data.truncation ?? usualTruncation };
    default:
      return {};
  }
}

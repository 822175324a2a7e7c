import type { Loss, LossData } from './loss.js';
import { weightedMean } from './metrics.js';

/** Half the squared error, least at the mean. */
export function squaredLoss({ y, weights }: LossData): Loss {
  return {
    rows: y.length,
    outputs: 1,
    constantHessian: 1,
    rowWise: true,
    start: () => [weightedMean(y.length, weights, (i) => y[i])],
    derive(margin, from, to, gradient, hessian) {
      for (let i = from; i < to; i++) {
        const weight = weights ? weights[i] : 1;
        gradient[i] = weight * (y[i] - margin[i]);
        hessian[i] = weight;
      }
    },
    value: (margin) => weightedMean(y.length, weights, (i) => (y[i] - margin[i]) ** 2 / 2),
  };
}

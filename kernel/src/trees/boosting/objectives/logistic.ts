import { toProbability } from '../../model/ensemble.js';
import type { Loss, LossData } from './loss.js';
import { weightedMean } from './metrics.js';
import { softplus } from './softplus.js';

/** Log loss of a yes (1) or no (0) with the log odds as the margin. */
export function logisticLoss({ y, weights }: LossData): Loss {
  return {
    rows: y.length,
    outputs: 1,
    rowWise: true,
    start() {
      const mean = weightedMean(y.length, weights, (i) => y[i]);
      const bounded = Math.min(1 - 1e-6, Math.max(1e-6, mean));
      return [Math.log(bounded / (1 - bounded))];
    },
    derive(margin, from, to, gradient, hessian) {
      for (let i = from; i < to; i++) {
        const weight = weights ? weights[i] : 1;
        const share = toProbability(margin[i]);
        gradient[i] = weight * (y[i] - share);
        hessian[i] = weight * Math.max(1e-16, share * (1 - share));
      }
    },
    value: (margin) => weightedMean(y.length, weights, (i) => softplus(margin[i]) - y[i] * margin[i]),
  };
}

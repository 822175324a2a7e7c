import type { Loss, LossData } from './loss.js';
import { weightedMean } from './metrics.js';

/** Beyond this margin the loss goes on along its tangent, so that no sum of rates overflows. */
const limit = 200;

/** Rates of counts: negative log-likelihood of the Poisson distribution with the log of the rate as the margin. */
export function poissonLoss(data: LossData): Loss {
  const { y, weights } = data;
  return {
    rows: y.length,
    outputs: 1,
    rowWise: true,
    start: () => [
      Math.log(
        Math.max(
          1e-12,
          weightedMean(y.length, weights, (i) => y[i]),
        ),
      ),
    ],
    derive(margin, from, to, gradient, hessian) {
      for (let i = from; i < to; i++) {
        const weight = weights ? weights[i] : 1;
        const rate = Math.exp(Math.min(limit, margin[i]));
        gradient[i] = weight * (y[i] - rate);
        hessian[i] = weight * Math.max(1e-16, rate);
      }
    },
    value: (margin) =>
      weightedMean(y.length, weights, (i) => {
        const rate = Math.exp(Math.min(limit, margin[i]));
        return rate * (1 + Math.max(0, margin[i] - limit)) - y[i] * margin[i];
      }),
    leafStep: logOfCounts,
  };
}

/**
 * Of the Newton step (observed - expected) / expected of a leaf: log(observed / expected), its best addition to the log of a
 * rate. With l2 both are l2 larger.
 */
export function logOfCounts(newton: number): number {
  return Math.log1p(Math.max(-1 + 1e-12, newton));
}

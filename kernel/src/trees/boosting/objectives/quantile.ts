import type { Loss, LossData } from './loss.js';
import { pinballLoss } from './metrics.js';
import { Residuals } from './residuals.js';
import { weightedQuantile } from './weighted-quantile.js';

/**
 * Pinball loss, least at a conditional quantile (Koenker & Bassett 1978). It has no curvature: trees are grown on its
 * gradients with Hessian 1, and each leaf then takes the quantile of its residuals (Friedman 2001).
 */
export function quantileLoss(data: LossData): Loss {
  const { y, weights, quantile = 0.5 } = data;
  const residuals = new Residuals(data);
  const best = ({ values, weights, count }: Residuals): number =>
    count === 0 ? 0 : weightedQuantile(values, weights, count, quantile);
  return {
    rows: y.length,
    outputs: 1,
    constantHessian: 1,
    rowWise: true,
    start: () => [best(residuals.around(0))],
    derive(margin, from, to, gradient, hessian) {
      for (let i = from; i < to; i++) {
        const weight = weights ? weights[i] : 1;
        const residual = y[i] - margin[i];
        gradient[i] = residual > 0 ? weight * quantile : residual < 0 ? weight * (quantile - 1) : 0;
        hessian[i] = weight;
      }
    },
    value: (margin) => pinballLoss(y, margin, quantile, weights),
    leafValue: (margin, _output, rows, from, to) => best(residuals.gather(margin, rows, from, to)),
  };
}

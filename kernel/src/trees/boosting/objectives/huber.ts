import type { Loss, LossData } from './loss.js';
import { weightedMean } from './metrics.js';
import { Residuals } from './residuals.js';
import { weightedQuantile } from './weighted-quantile.js';

/**
 * Huber's loss (1964): half the square of a residual up to `delta`, linear beyond it, so that an outlier pulls no harder
 * than a residual of `delta` does. Trees are grown with Hessian 1, its upper bound; each leaf then takes Huber's estimate
 * of location of its residuals, of which Friedman (2001) takes the first step.
 */
export function huberLoss(data: LossData): Loss {
  const { y, weights, delta = usualDelta(data) } = data;
  const residuals = new Residuals(data);
  return {
    rows: y.length,
    outputs: 1,
    constantHessian: 1,
    rowWise: true,
    start: () => [location(residuals.around(0), delta)],
    derive(margin, from, to, gradient, hessian) {
      for (let i = from; i < to; i++) {
        const weight = weights ? weights[i] : 1;
        gradient[i] = weight * clip(y[i] - margin[i], delta);
        hessian[i] = weight;
      }
    },
    value: (margin) =>
      weightedMean(y.length, weights, (i) => {
        const size = Math.abs(y[i] - margin[i]);
        return size <= delta ? size ** 2 / 2 : delta * (size - delta / 2);
      }),
    leafValue: (margin, _output, rows, from, to) => location(residuals.gather(margin, rows, from, to), delta),
  };
}

/**
 * Where the loss bends if nobody says: 1.345 standard deviations, as the median absolute deviation of the outcome has them
 * (95 % efficient were it normal). Where half the rows have the same outcome, their mean absolute deviation instead.
 */
export function usualDelta(data: LossData): number {
  const all = new Residuals(data).around(0);
  if (all.count === 0) return 1;
  const median = weightedQuantile(all.values, all.weights, all.count, 0.5);
  all.around(median);
  let sum = 0;
  let total = 0;
  for (let i = 0; i < all.count; i++) {
    all.values[i] = Math.abs(all.values[i]);
    sum += all.weights[i] * all.values[i];
    total += all.weights[i];
  }
  const deviation = 1.4826 * weightedQuantile(all.values, all.weights, all.count, 0.5);
  return 1.345 * (deviation || Math.sqrt(Math.PI / 2) * (sum / total)) || 1;
}

/**
 * The constant of least loss for some residuals. The sum of clipped residuals falls with the constant and is linear in
 * pieces: Newton steps from the median end at its zero after a few, and halving keeps them between its signs.
 */
function location(residuals: Residuals, delta: number): number {
  const { values, weights, count } = residuals;
  if (count === 0) return 0;
  let center = weightedQuantile(values, weights, count, 0.5);
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 60; step++) {
    const { pull, within, size } = pullOf(residuals, center, delta);
    // Up to rounding: where the best constants form an interval, the one that is reached does not hang on the last bit.
    if (Math.abs(pull) <= 1e-13 * size) return center;
    if (pull > 0) low = center;
    else high = center;
    const newton = center + pull / within;
    const next = newton > low && newton < high ? newton : halfway(low, high, center, delta);
    if (Math.abs(next - center) <= 1e-14 * Math.abs(center)) return next;
    center = next;
  }
  return center;
}

/** Sum of the clipped residuals and of their sizes, and weight of those not clipped. */
function pullOf(
  { values, weights, count }: Residuals,
  center: number,
  delta: number,
): { pull: number; within: number; size: number } {
  let [pull, within, size] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const residual = values[i] - center;
    const clipped = clip(residual, delta);
    pull += weights[i] * clipped;
    size += weights[i] * Math.abs(clipped);
    if (clipped === residual) within += weights[i];
  }
  return { pull, within, size };
}

/** Middle of the bracket, or a step of `delta` out of it while one of its ends is not known. */
function halfway(low: number, high: number, center: number, delta: number): number {
  if (low === Number.NEGATIVE_INFINITY) return center - delta;
  return high === Number.POSITIVE_INFINITY ? center + delta : (low + high) / 2;
}

function clip(residual: number, delta: number): number {
  return Math.max(-delta, Math.min(delta, residual));
}

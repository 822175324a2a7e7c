import type { Loss, LossData } from './loss.js';
import { multiclassLogLoss } from './metrics.js';

/**
 * Multinomial log loss, one margin per class, probabilities by softmax. Of the Hessian only a diagonal can be used, since each
 * class has trees of its own: p (1 - p) times K / (K - 1), as in Friedman (2001, algorithm 6). Where all classes are
 * alike it is the smallest diagonal above the whole Hessian; 2 p (1 - p) is one always, and slower for many classes.
 */
export function softmaxLoss(data: LossData): Loss {
  const { y, weights, classes = countClasses(y) } = data;
  const n = y.length;
  const factor = classes / (classes - 1);
  return {
    rows: n,
    outputs: classes,
    rowWise: true,
    start: () => logShares(data, classes),
    derive(margin, from, to, gradient, hessian) {
      for (let i = from; i < to; i++) {
        const weight = weights ? weights[i] : 1;
        let largest = margin[i];
        for (let at = i + n; at < n * classes; at += n) if (margin[at] > largest) largest = margin[at];
        let sum = 0;
        for (let at = i; at < n * classes; at += n) {
          gradient[at] = Math.exp(margin[at] - largest);
          sum += gradient[at];
        }
        const own = y[i] * n + i;
        for (let at = i; at < n * classes; at += n) {
          const share = gradient[at] / sum;
          gradient[at] = weight * ((at === own ? 1 : 0) - share);
          hessian[at] = weight * factor * Math.max(1e-16, share * (1 - share));
        }
      }
    },
    value: (margin) => multiclassLogLoss(y, margin, classes, weights),
  };
}

/** Classes are numbered from 0: one more than the highest finite number, and two at least. */
export function countClasses(y: Float64Array): number {
  let most = 1;
  for (let i = 0; i < y.length; i++) if (y[i] > most && y[i] < Number.POSITIVE_INFINITY) most = y[i];
  return most + 1;
}

/** Log of the share of each class; a class that has no row is as rare as one in a million. */
function logShares({ y, weights }: LossData, classes: number): number[] {
  const sums = new Float64Array(classes);
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    const weight = weights ? weights[i] : 1;
    sums[y[i]] += weight;
    total += weight;
  }
  return Array.from(sums, (sum) => Math.log(Math.max(1e-6, sum / total)));
}

import type { Loss, LossData } from './loss.js';
import { Queries } from './queries.js';
import { softplus } from './softplus.js';

/**
 * RankNet (Burges et al. 2005): of each two rows of a query that differ in relevance, the more relevant one should get the
 * higher score; the loss is the log loss of that comparison. A query's mean over its pairs is weighed by its number of
 * rows, so that a long list does not count quadratically. Time grows with the square of a query's length.
 */
export function pairwiseLoss(data: LossData): Loss {
  const queries = new Queries(data);
  const { starts } = queries;
  const { order, less } = byRelevance(data.y, starts);
  const weights = pairWeights(queries, less);
  return {
    rows: data.y.length,
    outputs: 1,
    rowWise: false,
    groups: starts.subarray(0, queries.count),
    start: () => [0],
    derive(margin, from, to, gradient, hessian) {
      gradient.fill(0, from, to);
      hessian.fill(0, from, to);
      for (let q = queries.startingAt(from); starts[q] < to; q++) {
        for (let k = starts[q]; k < starts[q + 1]; k++) {
          const better = order[k];
          for (let other = less[k]; other < starts[q + 1]; other++) {
            const worse = order[other];
            const doubt = 1 / (1 + Math.exp(margin[better] - margin[worse]));
            const curvature = weights[q] * Math.max(1e-16, doubt * (1 - doubt));
            gradient[better] += weights[q] * doubt;
            gradient[worse] -= weights[q] * doubt;
            hessian[better] += curvature;
            hessian[worse] += curvature;
          }
        }
      }
    },
    value(margin) {
      let sum = 0;
      for (let q = 0; q < queries.count; q++) {
        for (let k = starts[q]; k < starts[q + 1]; k++) {
          for (let other = less[k]; other < starts[q + 1]; other++)
            sum += weights[q] * softplus(margin[order[other]] - margin[order[k]]);
        }
      }
      return sum / queries.total;
    },
  };
}

/**
 * Rows of each query, most relevant first, and for each place of that order the first place of the same query whose row is
 * less relevant: from there on to the end of the query are the rows it should beat.
 */
function byRelevance(y: Float64Array, starts: Int32Array): { order: Int32Array; less: Int32Array } {
  const order = Int32Array.from(y.keys());
  const less = new Int32Array(y.length);
  for (let q = 0; q + 1 < starts.length; q++) {
    order.subarray(starts[q], starts[q + 1]).sort((a, b) => y[b] - y[a] || a - b);
    for (let k = starts[q + 1] - 1; k >= starts[q]; k--) {
      const last = k + 1 === starts[q + 1];
      less[k] = !last && y[order[k]] === y[order[k + 1]] ? less[k + 1] : k + 1;
    }
  }
  return { order, less };
}

/** Weight of each pair of a query. */
function pairWeights(queries: Queries, less: Int32Array): Float64Array {
  const { starts } = queries;
  return Float64Array.from({ length: queries.count }, (_, q) => {
    let pairs = 0;
    for (let k = starts[q]; k < starts[q + 1]; k++) pairs += starts[q + 1] - less[k];
    return pairs === 0 ? 0 : (queries.weight(q) * queries.length(q)) / pairs;
  });
}

import type { Task } from '../../../task.js';
import type { Loss, LossData } from './loss.js';
import { PairScores } from './pair-scores.js';
import { Queries, queriesAtOnce } from './queries.js';

/**
 * RankNet (Burges et al. 2005): of each two rows of a query that differ in relevance, the more relevant one should get the
 * higher score; the loss is the log loss of that comparison. A query's mean over its pairs is weighed by its number of
 * rows, so that a long list does not count quadratically. Time grows with the square of a query's length.
 */
export function pairwiseLoss(data: LossData, task: Task): Loss {
  const queries = new Queries(data);
  const { starts } = queries;
  const { order, less } = byRelevance(data.y, starts, task);
  const weights = pairWeights(queries, less);
  const scores = new PairScores(queries);
  return {
    rows: data.y.length,
    outputs: 1,
    rowWise: false,
    groups: starts.subarray(0, queries.count),
    start: () => [0],
    derive(margin, from, to, gradient, hessian) {
      for (let q = queries.startingAt(from); starts[q] < to; q++) {
        const rows = order.subarray(starts[q], starts[q + 1]);
        scores.load(margin, rows);
        addPairs(scores, less, starts[q], rows.length, weights[q]);
        scores.store(rows, gradient, hessian);
      }
    },
    value(margin) {
      let sum = 0;
      for (let q = 0; q < queries.count; q++) {
        if (q % queriesAtOnce === 0) task.check();
        scores.load(margin, order.subarray(starts[q], starts[q + 1]));
        sum += weights[q] * lossOfPairs(scores.power, less, starts[q], queries.length(q));
      }
      return sum / queries.total;
    },
  };
}

/** Adds the pairs of a query whose rows stand in `less` from `first` on. */
function addPairs(scores: PairScores, less: Int32Array, first: number, length: number, weight: number): void {
  const { power, gradient, hessian } = scores;
  for (let better = 0; better < length; better++) {
    const own = power[better];
    let pull = 0;
    let curvature = 0;
    for (let worse = less[first + better] - first; worse < length; worse++) {
      const doubt = power[worse] / (own + power[worse]);
      const curve = weight * Math.max(1e-16, doubt * (1 - doubt));
      pull += weight * doubt;
      curvature += curve;
      gradient[worse] -= weight * doubt;
      hessian[worse] += curve;
    }
    gradient[better] += pull;
    hessian[better] += curvature;
  }
}

function lossOfPairs(power: Float64Array, less: Int32Array, first: number, length: number): number {
  let sum = 0;
  for (let better = 0; better < length; better++) {
    for (let worse = less[first + better] - first; worse < length; worse++)
      sum += Math.log1p(power[worse] / power[better]);
  }
  return sum;
}

/**
 * Rows of each query, most relevant first, and for each place of that order the first place of the same query whose row is
 * less relevant: from there on to the end of the query are the rows it should beat.
 */
function byRelevance(
  y: Float64Array,
  starts: Int32Array,
  task: Task,
): { order: Int32Array; less: Int32Array } {
  const order = new Int32Array(y.length);
  for (let row = 0; row < y.length; row++) order[row] = row;
  const less = new Int32Array(y.length);
  for (let q = 0; q + 1 < starts.length; q++) {
    if (q % queriesAtOnce === 0) task.check();
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

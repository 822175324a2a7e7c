import type { Task } from '../../../task.js';
import type { Loss, LossData } from './loss.js';
import { gain, idealGain, ndcg } from './metrics.js';
import { PairScores } from './pair-scores.js';
import { Queries, queriesAtOnce } from './queries.js';

/** Places of a list that count where nobody says. */
export const usualTruncation = 30;

/**
 * LambdaMART (Burges 2010): the pairs of RankNet, each weighed by how much NDCG would change if the two swapped places, with
 * gains of 2^relevance - 1. Only pairs with a row among the first `truncation` places are looked at, and the ideal list is
 * cut there. The value is 1 - NDCG@truncation, of which the gradients are no derivatives.
 */
export function lambdaMartLoss(data: LossData, task: Task): Loss {
  const { y, truncation = usualTruncation } = data;
  const queries = new Queries(data);
  const { starts } = queries;
  const gains = new Float64Array(y.length);
  const order = new Int32Array(y.length);
  for (let row = 0; row < y.length; row++) {
    gains[row] = gain(y[row]);
    order[row] = row;
  }
  const ideal = new Float64Array(queries.count);
  for (let q = 0; q < queries.count; q++) {
    if (q % queriesAtOnce === 0) task.check();
    ideal[q] = idealGain(y.subarray(starts[q], starts[q + 1]), truncation);
  }
  const list = new List(queries);
  return {
    rows: y.length,
    outputs: 1,
    rowWise: false,
    groups: starts.subarray(0, queries.count),
    start: () => [0],
    derive(margin, from, to, gradient, hessian) {
      for (let q = queries.startingAt(from); starts[q] < to; q++) {
        const rows = order.subarray(starts[q], starts[q + 1]);
        // Of equal scores the less relevant first: rows that come sorted by relevance are no reason to be content.
        rows.sort((a, b) => margin[b] - margin[a] || y[a] - y[b] || a - b);
        list.load(margin, rows);
        if (ideal[q] > 0) list.addPairs(rows, gains, truncation, queries.weight(q) / ideal[q]);
        list.store(rows, gradient, hessian);
      }
    },
    value(margin) {
      let sum = 0;
      let total = 0;
      for (let q = 0; q < queries.count; q++) {
        if (q % queriesAtOnce === 0) task.check();
        const [from, to] = [starts[q], starts[q + 1]];
        sum += queries.weight(q) * ndcg(y.subarray(from, to), margin.subarray(from, to), truncation);
        total += queries.weight(q);
      }
      return 1 - sum / total;
    },
  };
}

/** A query as the scores order it. */
class List extends PairScores {
  private readonly worth: Float64Array;
  /** What a gain counts for at each place, from 0: 1 / log2(place + 2). */
  private readonly discounts: Float64Array;

  constructor(queries: Queries) {
    super(queries);
    this.worth = new Float64Array(queries.longest);
    this.discounts = this.worth.map((_, place) => 1 / Math.log2(place + 2));
  }

  /** Adds all pairs with a row among the first `top` places, each with `weight` times the DCG that a swap would change. */
  addPairs(rows: Int32Array, gains: Float64Array, top: number, weight: number): void {
    const { power, gradient, hessian, worth, discounts } = this;
    for (let k = 0; k < rows.length; k++) worth[k] = gains[rows[k]];
    for (let place = 0; place < Math.min(top, rows.length); place++) {
      let pull = 0;
      let curvature = 0;
      for (let other = place + 1; other < rows.length; other++) {
        const change = worth[place] - worth[other];
        if (change === 0) continue;
        const scale = weight * change * (discounts[place] - discounts[other]);
        const worse = change > 0 ? power[other] : power[place];
        const doubt = worse / (power[place] + power[other]);
        const curve = Math.abs(scale) * Math.max(1e-16, doubt * (1 - doubt));
        pull += scale * doubt;
        curvature += curve;
        gradient[other] -= scale * doubt;
        hessian[other] += curve;
      }
      gradient[place] += pull;
      hessian[place] += curvature;
    }
  }
}

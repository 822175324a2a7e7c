import type { Loss, LossData } from './loss.js';
import { gain, idealGain, ndcg } from './metrics.js';
import { Queries } from './queries.js';

/** Places of a list that count where nobody says. */
export const usualTruncation = 30;

/**
 * LambdaMART (Burges 2010): the pairs of RankNet, each weighed by how much NDCG would change if the two swapped places, with
 * gains of 2^relevance - 1. Only pairs with a row among the first `truncation` places are looked at, and the ideal list is
 * cut there. The value is 1 - NDCG@truncation, of which the gradients are no derivatives.
 */
export function lambdaMartLoss(data: LossData): Loss {
  const { y, truncation = usualTruncation } = data;
  const queries = new Queries(data);
  const { starts } = queries;
  const gains = y.map(gain);
  const ideal = Float64Array.from({ length: queries.count }, (_, q) =>
    idealGain(y.subarray(starts[q], starts[q + 1]), truncation),
  );
  const order = Int32Array.from(y.keys());
  const discounts = discountsUpTo(queries);
  return {
    rows: y.length,
    outputs: 1,
    rowWise: false,
    groups: starts.subarray(0, queries.count),
    start: () => [0],
    derive(margin, from, to, gradient, hessian) {
      gradient.fill(0, from, to);
      hessian.fill(0, from, to);
      for (let q = queries.startingAt(from); starts[q] < to; q++) {
        if (ideal[q] === 0) continue;
        const list = order.subarray(starts[q], starts[q + 1]);
        // Of equal scores the less relevant first: rows that come sorted by relevance are no reason to be content.
        list.sort((a, b) => margin[b] - margin[a] || y[a] - y[b] || a - b);
        const top = Math.min(truncation, list.length);
        for (let place = 0; place < top; place++) {
          for (let other = place + 1; other < list.length; other++) {
            const change = gains[list[place]] - gains[list[other]];
            if (change === 0) continue;
            const better = change > 0 ? list[place] : list[other];
            const worse = change > 0 ? list[other] : list[place];
            const swap = Math.abs(change) * (discounts[place] - discounts[other]);
            const weight = (queries.weight(q) * swap) / ideal[q];
            const doubt = 1 / (1 + Math.exp(margin[better] - margin[worse]));
            const curvature = weight * Math.max(1e-16, doubt * (1 - doubt));
            gradient[better] += weight * doubt;
            gradient[worse] -= weight * doubt;
            hessian[better] += curvature;
            hessian[worse] += curvature;
          }
        }
      }
    },
    value(margin) {
      let sum = 0;
      let total = 0;
      for (let q = 0; q < queries.count; q++) {
        const [from, to] = [starts[q], starts[q + 1]];
        sum += queries.weight(q) * ndcg(y.subarray(from, to), margin.subarray(from, to), truncation);
        total += queries.weight(q);
      }
      return 1 - sum / total;
    },
  };
}

/** What a gain counts for at each place, from 0: 1 / log2(place + 2). */
function discountsUpTo(queries: Queries): Float64Array {
  let longest = 0;
  for (let q = 0; q < queries.count; q++) longest = Math.max(longest, queries.length(q));
  return Float64Array.from({ length: longest }, (_, place) => 1 / Math.log2(place + 2));
}

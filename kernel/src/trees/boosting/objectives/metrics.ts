/** Mean of something over rows, weighted. */
export function weightedMean(
  rows: number,
  weights: Float64Array | undefined,
  of: (row: number) => number,
): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i] : 1;
    if (weight === 0) continue;
    sum += weight * of(i);
    total += weight;
  }
  return sum / total;
}

/** Mean pinball loss of a predicted quantile (Koenker & Bassett 1978). */
export function pinballLoss(
  y: Float64Array,
  predicted: Float64Array,
  quantile: number,
  weights?: Float64Array,
): number {
  return weightedMean(y.length, weights, (i) => {
    const residual = y[i] - predicted[i];
    return residual * (residual > 0 ? quantile : quantile - 1);
  });
}

/** Mean deviance of counts from predicted rates (not their logs): 2 (y log(y / rate) - y + rate). */
export function poissonDeviance(y: Float64Array, rate: Float64Array, weights?: Float64Array): number {
  return weightedMean(y.length, weights, (i) => {
    const log = y[i] > 0 ? y[i] * Math.log(y[i] / rate[i]) : 0;
    return 2 * (log - y[i] + rate[i]);
  });
}

/** Mean of minus the log of the probability of the class that came true; margins are logits, entry `class * n + row`. */
export function multiclassLogLoss(
  y: Float64Array,
  margin: Float64Array,
  classes: number,
  weights?: Float64Array,
): number {
  const n = y.length;
  return weightedMean(n, weights, (i) => {
    let largest = margin[i];
    for (let k = 1; k < classes; k++) largest = Math.max(largest, margin[k * n + i]);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(margin[k * n + i] - largest);
    return largest + Math.log(sum) - margin[y[i] * n + i];
  });
}

/** What a relevance is worth: 2^relevance - 1. */
export function gain(relevance: number): number {
  return 2 ** relevance - 1;
}

/** Discounted gain of the best order, cut at `k` places. */
export function idealGain(relevance: Float64Array, k: number): number {
  const best = relevance.slice().sort().reverse();
  let sum = 0;
  for (let place = 0; place < Math.min(k, best.length); place++)
    sum += gain(best[place]) / Math.log2(place + 2);
  return sum;
}

/**
 * NDCG@k of one list (Järvelin & Kekäläinen 2002) with gains of 2^relevance - 1. Rows of equal score share their places, each
 * with the mean gain (McSherry & Najork 2008), so that the order of the rows never matters. 1 where nothing is relevant.
 */
export function ndcg(relevance: Float64Array, score: Float64Array, k: number): number {
  const ideal = idealGain(relevance, k);
  if (ideal === 0) return 1;
  const order = Int32Array.from(score.keys()).sort((a, b) => score[b] - score[a]);
  let sum = 0;
  for (let from = 0; from < Math.min(k, order.length); ) {
    let gains = 0;
    let discounts = 0;
    let to = from;
    while (to < order.length && score[order[to]] === score[order[from]]) {
      gains += gain(relevance[order[to]]);
      if (to < k) discounts += 1 / Math.log2(to + 2);
      to++;
    }
    sum += (gains / (to - from)) * discounts;
    from = to;
  }
  return sum / ideal;
}

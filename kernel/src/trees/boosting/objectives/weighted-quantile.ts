/**
 * Quantile of the first `count` values, each with a positive weight: the number whose pinball loss is least, and the middle
 * of all such numbers where an interval has them. Linear time on average (quickselect). Reorders both arrays.
 */
export function weightedQuantile(
  values: Float64Array,
  weights: Float64Array,
  count: number,
  quantile: number,
): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += weights[i];
  // Sums of weights carry rounding: what differs by less counts as equal, so that twice the weight is the row named twice.
  const least = total * (quantile - 1e-10);
  const most = total * (quantile + 1e-10);
  let [from, to, below, draw] = [0, count, 0, 1];
  while (to - from > 1) {
    draw = (Math.imul(draw, 1664525) + 1013904223) >>> 0;
    const pivot = values[from + Math.floor((draw / 2 ** 32) * (to - from))];
    const [equal, above] = partition(values, weights, from, to, pivot);
    const smaller = below + sum(weights, from, equal);
    const upToPivot = smaller + sum(weights, equal, above);
    if (smaller > most) to = equal;
    else if (smaller >= least && equal > from) return (extreme(values, from, equal, 1) + pivot) / 2;
    else if (upToPivot > most || above === to) return pivot;
    else if (upToPivot >= least) return (pivot + extreme(values, above, to, -1)) / 2;
    else {
      from = above;
      below = upToPivot;
    }
  }
  return values[from];
}

/** Puts the smaller ones first and the larger ones last; returns where the equal ones begin and end. */
function partition(
  values: Float64Array,
  weights: Float64Array,
  from: number,
  to: number,
  pivot: number,
): [number, number] {
  let equal = from;
  let above = to;
  for (let i = from; i < above; ) {
    const value = values[i];
    if (value < pivot) swap(values, weights, i++, equal++);
    else if (value > pivot) swap(values, weights, i, --above);
    else i++;
  }
  return [equal, above];
}

function swap(values: Float64Array, weights: Float64Array, i: number, j: number): void {
  const value = values[i];
  values[i] = values[j];
  values[j] = value;
  const weight = weights[i];
  weights[i] = weights[j];
  weights[j] = weight;
}

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += values[i];
  return total;
}

/** Largest (sign 1) or smallest (sign -1) of some values. */
function extreme(values: Float64Array, from: number, to: number, sign: number): number {
  let best = values[from];
  for (let i = from + 1; i < to; i++) if (sign * values[i] > sign * best) best = values[i];
  return best;
}

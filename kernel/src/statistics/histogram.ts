import type { Histogram } from '../result.js';

/** Counts of values in `bins` bins of equal width from `low` to `high`; the last bin holds `high` too. */
export function histogram(values: Float64Array, bins: number, low?: number, high?: number): Histogram {
  let from = low ?? Number.POSITIVE_INFINITY;
  let to = high ?? Number.NEGATIVE_INFINITY;
  if (low === undefined || high === undefined) {
    for (const value of values) {
      from = Math.min(from, value);
      to = Math.max(to, value);
    }
  }
  // Values all alike still get a bin with a width.
  if (!(to > from)) {
    const half = Math.max(Math.abs(from), 1) / 2;
    [from, to] = [from - half, from + half];
  }
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value - from) / (to - from)) * bins);
    counts[Math.min(bins - 1, Math.max(0, bin))]++;
  }
  return { edges: Array.from({ length: bins + 1 }, (_, i) => from + ((to - from) * i) / bins), counts };
}

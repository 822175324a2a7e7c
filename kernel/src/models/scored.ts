/** Predictions and outcomes side by side, in ascending order of the prediction. */
export interface Scored {
  readonly predicted: Float64Array;
  readonly observed: Float64Array;
}

/** Sorts pairs by prediction once, so that AUC and calibration of every resample need no sort. */
export function sortScored(predicted: Float64Array, observed: Float64Array): Scored {
  const order = Array.from(predicted.keys()).sort((a, b) => predicted[a] - predicted[b] || a - b);
  return {
    predicted: Float64Array.from(order, (i) => predicted[i]),
    observed: Float64Array.from(order, (i) => observed[i]),
  };
}

/** Where each of ten bins of equal size (fewer with fewer rows) of `n` sorted rows ends. */
export function binEnds(n: number): number[] {
  const bins = Math.min(10, n);
  return Array.from({ length: bins }, (_, b) => Math.round(((b + 1) * n) / bins));
}

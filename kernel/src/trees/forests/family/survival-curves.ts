/** How a curve is made of weighted events. */
export type SurvivalEstimator = 'kaplan-meier' | 'nelson-aalen';

/**
 * Survival just after each time of a grid from the weight of the rows that leave there, written into `survival`.
 * Kaplan and Meier (1958): product of 1 - events / at risk. Nelson and Aalen: exp of minus the sum of events / at risk.
 *
 * @param events weight of the events at each time
 * @param leaving weight of all rows, with events or censored, whose time lies from this one up to the next
 * @param atRisk weight of all rows with a time at or after the first
 */
export function survivalCurve(
  events: ArrayLike<number>,
  leaving: ArrayLike<number>,
  atRisk: number,
  estimator: SurvivalEstimator,
  survival: Float64Array,
): void {
  let risk = atRisk;
  let product = 1;
  let hazard = 0;
  for (let t = 0; t < survival.length; t++) {
    // Weights are sums of rounded numbers: what is left of the last row may be a trace below its own events.
    const share = events[t] > 0 ? Math.min(1, events[t] / Math.max(risk, events[t])) : 0;
    product *= 1 - share;
    hazard += share;
    survival[t] = estimator === 'kaplan-meier' ? product : Math.exp(-hazard);
    risk -= leaving[t];
  }
}

/** Area under a curve that starts at 1 and steps at `times`, up to the last of them: the mean time restricted to it. */
export function restrictedMean(times: ArrayLike<number>, survival: ArrayLike<number>): number {
  let area = 0;
  let from = 0;
  let height = 1;
  for (let t = 0; t < times.length; t++) {
    area += height * (times[t] - from);
    from = times[t];
    height = survival[t];
  }
  return area;
}

/** Survival at a time that need not be on the grid: the step that holds there, 1 before the first. */
export function survivalAt(times: ArrayLike<number>, survival: ArrayLike<number>, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 1 : survival[low - 1];
}

import type { Bench } from '../../engine/job.js';
import { defineRelabelling, type Relabel } from '../relabelling.js';

/** What {@link relabelQuantiles} needs: addresses of doubles per row of the grower. */
export interface QuantileRelabelling {
  readonly y: number;
  readonly weights: number;
  readonly quantiles: readonly number[];
}

/**
 * A row's values in a node: for every quantile of the node's own outcomes, whether the row's lies above it, less the share
 * of the node that does and divided by the spread of such a yes or no. Splits then seek sides whose distributions
 * differ, not their means alone (Athey, Tibshirani & Wager 2019, section 5, with one indicator per quantile).
 */
export const relabelQuantiles = defineRelabelling(
  'quantiles',
  (bench: Bench, { y, weights, quantiles }: QuantileRelabelling): Relabel => {
    const width = quantiles.length;
    let sorted = new Float64Array(0);
    return {
      width,
      relabel(rows, count, rho) {
        const { u32, f64 } = bench.memory.views;
        if (sorted.length < count) sorted = new Float64Array(2 * count);
        const outcomes = sorted.subarray(0, count);
        for (let i = 0; i < count; i++) outcomes[i] = f64[(y >>> 3) + u32[(rows >>> 2) + i]];
        outcomes.sort();
        if (outcomes[0] === outcomes[count - 1]) return false;
        for (let k = 0; k < width; k++) {
          const threshold = thresholdOf(outcomes, quantiles[k]);
          writeIndicator(threshold, rows, count, (rho >>> 3) + k);
        }
        return true;
      },
    };

    function writeIndicator(threshold: number, rows: number, count: number, at: number): void {
      const { u32, f64 } = bench.memory.views;
      let above = 0;
      let total = 0;
      for (let i = 0; i < count; i++) {
        const row = u32[(rows >>> 2) + i];
        const weight = f64[(weights >>> 3) + row];
        total += weight;
        if (f64[(y >>> 3) + row] > threshold) above += weight;
      }
      const share = above / total;
      const spread = Math.sqrt(share * (1 - share));
      for (let i = 0; i < count; i++) {
        const row = u32[(rows >>> 2) + i];
        const indicator = f64[(y >>> 3) + row] > threshold ? 1 : 0;
        f64[at + i * width] = spread > 0 ? (f64[(weights >>> 3) + row] * (indicator - share)) / spread : 0;
      }
    }
  },
);

/** The quantile of sorted outcomes, or the next smaller where none lies above it. */
function thresholdOf(sorted: Float64Array, quantile: number): number {
  const last = sorted.length - 1;
  let place = Math.min(last, Math.floor(quantile * sorted.length));
  while (place > 0 && sorted[place] === sorted[last]) place--;
  return sorted[place];
}

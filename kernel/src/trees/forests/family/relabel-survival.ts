import type { Bench } from '../../engine/job.js';
import { defineRelabelling, type Relabel } from '../relabelling.js';

/** What {@link relabelSurvival} needs: addresses per row of the grower. */
export interface SurvivalRelabelling {
  /** Words: grid times up to the one the row leaves at, 0 where it leaves before the first. */
  readonly place: number;
  /** Doubles: 1 for an event, 0 for the end of observation. */
  readonly event: number;
  readonly weights: number;
  /** Times of the grid. */
  readonly times: number;
}

/**
 * A row's value in a node: its martingale residual, 1 or 0 for an event less the hazard that the node's own Nelson-Aalen
 * curve has gathered by its time. Its sum over one side of a split is the log-rank statistic "observed less expected",
 * by which random survival forests split (Ishwaran et al. 2008).
 */
export const relabelSurvival = defineRelabelling(
  'survival',
  (bench: Bench, { place, event, weights, times }: SurvivalRelabelling): Relabel => {
    const events = new Float64Array(times + 1);
    const leaving = new Float64Array(times + 1);
    const hazard = new Float64Array(times + 1);
    return {
      width: 1,
      relabel(rows, count, rho) {
        const { u32, f64 } = bench.memory.views;
        events.fill(0);
        leaving.fill(0);
        let risk = 0;
        let happened = 0;
        for (let i = 0; i < count; i++) {
          const row = u32[(rows >>> 2) + i];
          const weight = f64[(weights >>> 3) + row];
          const at = u32[(place >>> 2) + row];
          const own = weight * f64[(event >>> 3) + row];
          events[at] += own;
          leaving[at] += weight;
          happened += own;
          risk += weight;
        }
        if (happened === 0) return false;
        for (let t = 0, sum = 0; t <= times; t++) {
          if (events[t] > 0) sum += events[t] / Math.max(risk, events[t]);
          hazard[t] = sum;
          risk -= leaving[t];
        }
        for (let i = 0; i < count; i++) {
          const row = u32[(rows >>> 2) + i];
          const residual = f64[(event >>> 3) + row] - hazard[u32[(place >>> 2) + row]];
          f64[(rho >>> 3) + i] = f64[(weights >>> 3) + row] * residual;
        }
        return true;
      },
    };
  },
);

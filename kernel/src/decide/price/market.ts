import { type DoseMean, meanAt, muchUnlikely, shown } from '../../effects/estimators/dose-fit.js';
import { nearestPlace, quantilesAt } from '../../effects/estimators/dose-grid.js';
import { normalBandwidth } from '../../effects/inference/local-polynomial.js';
import type { Units } from '../../models/units.js';
import type { Interval } from '../../result.js';
import type { Demand } from './demand.js';

/** Demand of some rows by the price; an array has one entry per row of these. */
export interface Market {
  readonly price: Float64Array;
  readonly quantity: Float64Array;
  /** Prices between which demand is told; undefined where hardly any was possible for most rows. */
  readonly support: Interval | undefined;
  /** Width that the curve is smoothed over, in units of the price. */
  readonly bandwidth: number;
  readonly units: Units;
  readonly clusters?: Units;
  /** Demand per row had all rows one price. */
  readonly demandAt: (price: number) => DoseMean;
}

/**
 * The rows of a sample, or some of them: the regressions and densities are those of all rows, averaged and corrected over these alone. Of fewer
 * rows the curve is smoothed over more, as `n^(-1/5)` goes.
 */
export function marketOf(demand: Demand, members?: Int32Array): Market {
  const { price, quantity, curve, clusters } = demand;
  const rows = members ?? Int32Array.from(price.keys());
  const own = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]);
  const missed = { x: own(price), y: own(curve.missed.y), weight: own(curve.missed.weight) };
  const place = new Int32Array(price.length).fill(-1);
  for (const [i, row] of rows.entries()) place[row] = i;
  const averaged = Int32Array.from(curve.rows.keys()).filter((r) => place[curve.rows[r]] >= 0);
  const bandwidth = (curve.bandwidth * normalBandwidth(missed.x)) / normalBandwidth(price);
  const fit = {
    ...{ missed, bandwidth, grid: curve.grid },
    rows: averaged.map((r) => place[curve.rows[r]]),
    supposed: curve.supposed.map((means) => Float64Array.from(averaged, (r) => means[r])),
  };
  const ownClusters = clusters && {
    of: Int32Array.from(rows, (row) => clusters.of[row]),
    count: clusters.count,
  };
  const known = new Map<number, DoseMean>();
  return {
    ...{ price: missed.x, quantity: own(quantity), bandwidth },
    support: supportOf(demand, rows, missed.x),
    units: ownClusters ?? { of: Int32Array.from(rows.keys()), count: rows.length },
    ...(ownClusters && { clusters: ownClusters }),
    demandAt: (at) => {
      const found = known.get(at) ?? meanAt(fit, at);
      known.set(at, found);
      return found;
    },
  };
}

/**
 * The prices around the median, from the 5th to the 95th of a hundred, that all but a tenth of the rows could have had: between them everyone's
 * demand is told by rows that had such prices.
 */
function supportOf({ curve, unlikely }: Demand, rows: Int32Array, price: Float64Array): Interval | undefined {
  const [low, middle, high] = quantilesAt(price, [shown[0], 0.5, shown[1]]);
  const { grid } = curve;
  const possible = (place: number): boolean =>
    rows.reduce((count, row) => count + unlikely[place][row], 0) <= muchUnlikely * rows.length;
  const start = nearestPlace(grid, middle);
  if (!possible(start)) return undefined;
  let [from, to] = [start, start];
  while (from > 0 && grid[from] > low && possible(from - 1)) from--;
  while (to < grid.length - 1 && grid[to] < high && possible(to + 1)) to++;
  const support: Interval = [Math.max(low, grid[from]), Math.min(high, grid[to])];
  return support[0] < support[1] ? support : undefined;
}

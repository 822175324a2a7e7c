import { clip } from '../../effects/estimators/estimand-weights.js';
import { ratioEstimate } from '../../effects/inference/ratio-estimate.js';
import type { Estimate, Interval } from '../../result.js';
import { rowsWhere } from '../../statistics/folds.js';
import { power } from '../../statistics/power.js';
import type { DemandInArms } from './demand-in-arms.js';

/** Fewest rows of the arm that a row's distribution is read off. */
const fewestAlike = 30;

/** Anything that demand is turned into: whether it is at most so much, what is left over of an order. */
type Of = (quantity: number) => number;

/** Rows of the arm outside of one fold, in the order of their expected demand. */
interface Donors {
  readonly rows: Int32Array;
  readonly expected: Float64Array;
}

/**
 * Demand had every row had one arm: its distribution function at `y` is the mean of doubly robust scores of `Y <= y` (quantiles of treatment
 * effects: Firpo 2007, Chernozhukov, Fernandez-Val and Melly 2013; in doubly robust form Diaz 2017, Kallus, Mao and Uehara 2024). What `Y <= y` is expected
 * to be for a row is its share among rows of the arm, of other folds, whose expected demand is nearest to the row's own: the distribution may change
 * with the mean in any way. Consistent where the propensities are right, or where demand depends on what is adjusted for through its mean.
 */
export class Counterfactual {
  private readonly donors: readonly Donors[];
  /** Per row the first and last of its donors. */
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  /** Of rows of the arm: one over their propensity, scaled so that they stand for everybody; 0 for others. */
  private readonly inverse: Float64Array;
  /** What demand was in the arm, ascending, each amount once. */
  readonly amounts: Float64Array;

  constructor(
    private readonly demand: DemandInArms,
    readonly arm: number,
  ) {
    const { arm: given, foldOf, folds, expected, propensity, quantity, weights } = demand;
    this.donors = Array.from({ length: folds }, (_, fold) => donorsOf(demand, arm, fold));
    const n = given.length;
    this.from = new Int32Array(n);
    this.to = new Int32Array(n);
    for (let row = 0; row < n; row++) {
      const { expected: order } = this.donors[foldOf[row]];
      const width = Math.min(order.length, Math.max(fewestAlike, Math.ceil(power(order.length, 2 / 3))));
      const start = placeOf(order, expected[arm][row]) - (width >> 1);
      this.from[row] = Math.min(order.length - width, Math.max(0, start));
      this.to[row] = this.from[row] + width;
    }
    const inverse = Float64Array.from(given, (own, row) =>
      own === arm ? 1 / Math.max(clip, propensity[arm][row]) : 0,
    );
    const weightOf = (row: number): number => weights?.[row] ?? 1;
    const total = inverse.reduce((sum, value, row) => sum + value * weightOf(row), 0);
    const everyone = inverse.reduce((sum, _, row) => sum + weightOf(row), 0);
    this.inverse = inverse.map((value) => (value * everyone) / total);
    this.amounts = Float64Array.from(new Set(quantity.filter((_, row) => given[row] === arm))).sort();
  }

  /** Doubly robust scores of what demand is turned into, sample weights included. */
  scoresOf(of: Of): Float64Array {
    const { quantity, foldOf, weights } = this.demand;
    const sums = this.donors.map(({ rows }) => {
      const running = new Float64Array(rows.length + 1);
      for (const [i, row] of rows.entries()) running[i + 1] = running[i] + of(quantity[row]);
      return running;
    });
    return this.inverse.map((inverse, row) => {
      const running = sums[foldOf[row]];
      const alike = (running[this.to[row]] - running[this.from[row]]) / (this.to[row] - this.from[row]);
      const score = alike + (inverse > 0 ? inverse * (of(quantity[row]) - alike) : 0);
      return score * (weights?.[row] ?? 1);
    });
  }

  /** Mean of scores over rows, all by default. */
  meanOf(scores: Float64Array, rows?: Int32Array): Estimate {
    const { weights, level, clusters } = this.demand;
    const population = weights ?? new Float64Array(scores.length).fill(1);
    const { estimate, stdError, interval } = ratioEstimate(scores, population, level, rows, clusters);
    return { estimate, stdError, interval };
  }

  /** Probability that demand is at most so much. */
  probabilityOf(amount: number, rows?: Int32Array): Estimate {
    return this.meanOf(
      this.scoresOf((quantity) => (quantity <= amount ? 1 : 0)),
      rows,
    );
  }

  /**
   * The least amount that demand is at most with a probability, and the amounts that are this by some distribution within the intervals: the
   * interval of the distribution function, turned around. Holds for amounts that are counted, too.
   */
  quantile(probability: number, rows?: Int32Array): { estimate: number; interval: Interval } {
    const { amounts } = this;
    const known = new Map<number, Estimate>();
    const at = (place: number): Estimate => {
      const found = known.get(place) ?? this.probabilityOf(amounts[place], rows);
      known.set(place, found);
      return found;
    };
    const first = (reaches: (found: Estimate) => boolean): number => {
      let [low, high] = [0, amounts.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (reaches(at(middle))) high = middle;
        else low = middle + 1;
      }
      return amounts[low];
    };
    const estimate = first((found) => found.estimate >= probability);
    const low = first((found) => found.interval[1] >= probability);
    const high = first((found) => found.interval[0] >= probability);
    return { estimate, interval: [Math.min(low, estimate), Math.max(high, estimate)] };
  }
}

function donorsOf({ arm: given, foldOf, expected }: DemandInArms, arm: number, fold: number): Donors {
  const rows = rowsWhere(given, (own, row) => own === arm && foldOf[row] !== fold);
  rows.sort((a, b) => expected[arm][a] - expected[arm][b]);
  return { rows, expected: Float64Array.from(rows, (row) => expected[arm][row]) };
}

/** How many values of an ascending order are below one. */
function placeOf(order: Float64Array, value: number): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

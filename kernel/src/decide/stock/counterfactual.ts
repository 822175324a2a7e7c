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

/** Rows of an arm that stand in for each row: those outside of its fold that are nearest to it by some index. */
interface Alike {
  /** `[fold]`: rows of the arm outside of it, by their index. */
  readonly donors: readonly Int32Array[];
  /** Per row the places of its first donor, and behind its last. */
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/**
 * Demand had every row had one arm: its distribution function at `y` is the mean of doubly robust scores of `Y <= y` (quantiles of treatment
 * effects: Firpo 2007, Chernozhukov, Fernandez-Val and Melly 2013; in doubly robust form Diaz 2017, Kallus, Mao and Uehara 2024). What `Y <= y` is expected
 * to be for a row is its share among the rows of the arm, of other folds, that are most like it: whose chance to ask for less than about the quantile is
 * nearest to the row's own, and for means and profits whose expected demand is. Consistent where the propensities are right, or where demand depends on
 * what is adjusted for through that.
 */
export class Counterfactual {
  private readonly alikeInChance: Alike;
  private readonly alikeInMean: Alike;
  /** Of rows of the arm: one over their propensity, scaled so that they stand for everybody; 0 for others. */
  private readonly inverse: Float64Array;
  /** What demand was in the arm, ascending, each amount once. */
  readonly amounts: Float64Array;

  constructor(
    private readonly demand: DemandInArms,
    readonly arm: number,
  ) {
    const { arm: given, expected, below, propensity, quantity, weights } = demand;
    this.alikeInChance = alikeBy(demand, arm, below[arm]);
    this.alikeInMean = alikeBy(demand, arm, expected[arm]);
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
  scoresOf(of: Of, { donors, from, to } = this.alikeInMean): Float64Array {
    const { quantity, foldOf, weights } = this.demand;
    const sums = donors.map((rows) => {
      const running = new Float64Array(rows.length + 1);
      for (const [i, row] of rows.entries()) running[i + 1] = running[i] + of(quantity[row]);
      return running;
    });
    return this.inverse.map((inverse, row) => {
      const running = sums[foldOf[row]];
      const alike = (running[to[row]] - running[from[row]]) / (to[row] - from[row]);
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
      this.scoresOf((quantity) => (quantity <= amount ? 1 : 0), this.alikeInChance),
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

function alikeBy({ arm: given, foldOf, folds }: DemandInArms, arm: number, index: Float64Array): Alike {
  const donors = Array.from({ length: folds }, (_, fold) =>
    rowsWhere(given, (own, row) => own === arm && foldOf[row] !== fold).sort((a, b) => index[a] - index[b]),
  );
  const orders = donors.map((rows) => Float64Array.from(rows, (row) => index[row]));
  const from = new Int32Array(given.length);
  const to = new Int32Array(given.length);
  for (let row = 0; row < given.length; row++) {
    const order = orders[foldOf[row]];
    const width = Math.min(order.length, Math.max(fewestAlike, Math.ceil(power(order.length, 2 / 3))));
    const start = placeOf(order, index[row]) - (width >> 1);
    from[row] = Math.min(order.length - width, Math.max(0, start));
    to[row] = from[row] + width;
  }
  return { donors, from, to };
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

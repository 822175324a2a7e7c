import type { Order } from '../../result.js';
import { rowsWhere } from '../../statistics/folds.js';
import type { Counterfactual } from './counterfactual.js';
import type { DemandInArms } from './demand-in-arms.js';

/** Money of an order: what a unit sells for, costs, and brings when it is left over. */
export interface Terms {
  readonly price: number;
  readonly unitCost: number;
  readonly salvage: number;
}

/** The probability with which demand is to be met: a unit more sells often enough to pay for itself (Arrow, Harris and Marschak 1951). */
export function fractileOf({ price, unitCost, salvage }: Terms): number {
  return (price - unitCost) / (price - salvage);
}

/**
 * What to order for one arm: the quantile of demand at the fractile, what it earns, and what the mean of the rows that had the arm
 * would have. Profits are means of doubly robust scores; that of the best order is flat in it, so that its being estimated adds no error at first order.
 *
 * @param rows of the sample, all by default
 */
export function orderOf(
  demand: DemandInArms,
  counterfactual: Counterfactual,
  terms: Terms,
  rows?: Int32Array,
): Order {
  const { arm } = counterfactual;
  const had = rowsWhere(demand.arm, (own) => own === arm);
  const inside = rows && new Set(rows);
  const own = inside ? had.filter((row) => inside.has(row)) : had;
  const sold = Float64Array.from(own, (row) => demand.quantity[row]).sort();
  const mean = sold.reduce((sum, quantity) => sum + quantity, 0) / sold.length;
  const fractile = fractileOf(terms);
  const quantity = counterfactual.quantile(fractile, rows);
  const profits = (order: number): Float64Array =>
    counterfactual.scoresOf((asked) => profitOf(terms, order, asked));
  const [best, other] = [profits(quantity.estimate), profits(mean)];
  const gain = best.map((profit, row) => profit - other[row]);
  return {
    arm: demand.arms[arm],
    n: own.length,
    quantity,
    observedQuantile: sold[Math.max(0, Math.ceil(fractile * sold.length) - 1)],
    demand: counterfactual.meanOf(
      counterfactual.scoresOf((asked) => asked),
      rows,
    ),
    profit: counterfactual.meanOf(best, rows),
    observedMean: {
      quantity: mean,
      profit: counterfactual.meanOf(other, rows),
      gain: counterfactual.meanOf(gain, rows),
    },
  };
}

/** What an order earns where so much is asked for. */
function profitOf({ price, unitCost, salvage }: Terms, order: number, asked: number): number {
  const sold = Math.min(order, asked);
  return price * sold + salvage * (order - sold) - unitCost * order;
}

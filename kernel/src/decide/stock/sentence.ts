import type { Order, StockResult } from '../../result.js';
import { counted, figure, listed, percent } from '../../words/phrases.js';
import { moreOrLess, withInterval } from '../words.js';

type Found = Omit<StockResult, 'provenance' | 'sentence' | 'warnings'>;

/** `140 [132, 149]`. */
export function quantityInWords({ quantity: { estimate, interval } }: Order): string {
  return withInterval({ estimate, stdError: 0, interval });
}

/** What to order, as a manager reads it. */
export function stockSentence({ treatment, outcome, effect, fractile, orders }: Found): string {
  const parts = orders.map((order) => {
    const { arm, profit, observedMean } = order;
    return `with ${treatment} = ${arm} ${quantityInWords(order)}, which earns ${withInterval(profit)} per row, ${moreOrLess(observedMean.gain)} than the mean of ${figure(observedMean.quantity)} that such rows had`;
  });
  return `By ${effect}, order so much that ${outcome} is met in ${percent(fractile)} of rows: ${listed(parts)}.`;
}

/** Doubts about orders. */
export function stockWarnings({ orders, distributions }: Found): string[] {
  return orders.flatMap((order, arm) => {
    const { points } = distributions[arm];
    const last = points[points.length - 1];
    const beyond = last !== undefined && order.quantity.interval[1] >= last.demand;
    return beyond
      ? [
          `The order for ${order.arm} reaches as high as the most that ${counted(order.n, 'row')} asked for: the quantile may lie beyond.`,
        ]
      : [];
  });
}

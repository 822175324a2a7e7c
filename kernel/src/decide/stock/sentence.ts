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

/** The quantiles, and what rows that had an arm would have said of them. */
export function distributionSentence(
  orders: readonly Order[],
  { treatment, outcome }: Pick<StockResult, 'treatment' | 'outcome'>,
): string {
  const parts = orders.map(
    (order) =>
      `${quantityInWords(order)} had all rows ${treatment} = ${order.arm}, where those that had it say ${figure(order.observedQuantile)}`,
  );
  return `The quantile of ${outcome} is ${listed(parts)}.`;
}

/** How orders of groups differ, column by column, in the last arm. */
export function groupSentence(groups: NonNullable<StockResult['groups']>, treatment: string): string {
  const columns = [...new Set(groups.map(({ column }) => column))];
  const [arm] = groups[0].orders.slice(-1);
  const ranges = columns.map((column) => {
    const own = groups.filter((group) => group.column === column);
    const last = own.map(({ group, orders }) => ({ group, order: orders[orders.length - 1] }));
    last.sort((a, b) => a.order.quantity.estimate - b.order.quantity.estimate);
    const [low, high] = [last[0], last[last.length - 1]];
    return `by ${column} from ${quantityInWords(low.order)} (${low.group}) to ${quantityInWords(high.order)} (${high.group})`;
  });
  return `With ${treatment} = ${arm.arm} orders go ${listed(ranges)}.`;
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

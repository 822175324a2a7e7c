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
    return `${quantityInWords(order)} with ${treatment} = ${arm}, which earns ${withInterval(profit)} per row, ${moreOrLess(observedMean.gain)} than ordering the mean of such rows, ${figure(observedMean.quantity)}`;
  });
  return `By ${effect}, ${outcome} is met in ${percent(fractile)} of rows, which pays best, by orders per row of ${parts.join('; and of ')}.`;
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

/**
 * Doubts about orders.
 *
 * @param most that rows of each arm asked for
 */
export function stockWarnings({ orders }: Found, most: readonly number[]): string[] {
  return orders.flatMap((order, arm) =>
    order.quantity.interval[1] >= most[arm]
      ? [
          `The order for ${order.arm} reaches as high as the most that ${counted(order.n, 'row')} asked for: the quantile may lie beyond.`,
        ]
      : [],
  );
}

import type { BestPrice, PriceResult } from '../../result.js';
import { figure, listed } from '../../words/phrases.js';
import { moreOrLess, withInterval } from '../words.js';

type Found = Omit<PriceResult, 'provenance' | 'sentence' | 'warnings'>;

/** `12.4 [11.8, 13]`. */
function priceInWords({ price: { estimate, interval } }: BestPrice): string {
  return withInterval({ estimate, stdError: 0, interval });
}

/** What price to ask, as a manager reads it. */
export function priceSentence({ treatment, outcome, effect, unitCost, best }: Found): string {
  const { margin, today, edge, elasticity, support } = best;
  const where =
    edge === null
      ? ''
      : `, the ${edge} that the data tell of, so that one ${edge === 'highest' ? 'above' : 'below'} it may earn still more`;
  const worth = `it earns ${withInterval(margin)} per row after a unit cost of ${figure(unitCost)}, ${moreOrLess(today.gain)} than the prices that were (${figure(today.price)} on average)`;
  const moved =
    elasticity === null
      ? ''
      : ` One percent more on ${figure(elasticity.price)} changes ${outcome} by ${withInterval(elasticity)} percent.`;
  return `The ${treatment} that earns most by ${effect} is ${priceInWords(best)} of ${figure(support[0])} to ${figure(support[1])}${where}; ${worth}.${moved}`;
}

/** What demand would be at the ends of the curve. */
export function curveSentence(
  points: PriceResult['curve']['points'],
  { treatment, outcome }: Pick<PriceResult, 'treatment' | 'outcome'>,
): string {
  const [low, high] = [points[0], points[points.length - 1]];
  return `Had all rows the same ${treatment}, ${outcome} would be ${withInterval(low.demand)} per row at ${figure(low.price)} and ${withInterval(high.demand)} at ${figure(high.price)}.`;
}

/** How prices of segments differ, column by column. */
export function segmentSentence(segments: NonNullable<PriceResult['segments']>, treatment: string): string {
  const columns = [...new Set(segments.map(({ column }) => column))];
  const ranges = columns.map((column) => {
    const own = segments.filter((segment) => segment.column === column);
    const sorted = [...own].sort((a, b) => a.price.estimate - b.price.estimate);
    const [low, high] = [sorted[0], sorted[sorted.length - 1]];
    const apart = low.price.interval[1] < high.price.interval[0];
    const clear = apart ? '' : ', whose intervals meet';
    return `by ${column} from ${priceInWords(low)} (${low.group}) to ${priceInWords(high)} (${high.group})${own.length > 1 ? clear : ''}`;
  });
  return `The best ${treatment} goes ${listed(ranges)}.`;
}

/** Doubts about a price. */
export function priceWarnings({ best, treatment, unitCost, segments = [] }: Found): string[] {
  const { margin, today, edge, support } = best;
  const edges = segments.filter((segment) => segment.edge !== null);
  return [
    ...(margin.estimate <= 0
      ? [
          `No ${treatment} that the data tell of (${figure(support[0])} to ${figure(support[1])}) covers the unit cost of ${figure(unitCost)}.`,
        ]
      : []),
    ...(edge !== null
      ? [
          `The best ${treatment} lies at the ${edge === 'highest' ? 'upper' : 'lower'} edge of what was seen: try prices beyond it before relying on it.`,
        ]
      : []),
    ...(today.gain.interval[0] <= 0
      ? [
          `The interval of what the best ${treatment} gains holds 0: it is not clear that it earns more than the prices that were.`,
        ]
      : []),
    ...(edges.length > 0
      ? [
          `The best ${treatment} lies at an edge of what was seen in ${listed(edges.map(({ column, group }) => `${column} ${group}`))}.`,
        ]
      : []),
  ];
}

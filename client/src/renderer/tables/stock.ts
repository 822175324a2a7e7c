import type { Order, StockResult } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import {
  formatCount,
  formatCounted,
  formatEstimate,
  formatInterval,
  formatNumber,
  formatPoint,
  formatShare,
} from '../format.js';
import { armInWords } from './arms.js';
import { provenanceSection } from './provenance.js';
import { type Description, numbers, type Section, words } from './section.js';

function ordersSection({ orders, treatment, level, sentence }: StockResult): Section {
  return {
    id: 'orders',
    title: say`What to order`,
    sentence,
    tables: [
      {
        caption: say`What to order per row, and what that earns; ${formatShare(level)} intervals`,
        columns: [
          words(say`Arm`),
          numbers(say`Rows`),
          numbers(say`Quantity`),
          numbers(say`Interval`),
          numbers(say`Profit`),
          numbers(say`Interval`),
          numbers(say`Mean of its rows`),
          numbers(say`Quantity less that mean`),
          numbers(say`Interval`),
        ],
        rows: orders.map(({ arm, n, quantity, profit, observedMean: { quantity: mean, gain } }) => [
          armInWords(treatment, arm),
          formatCount(n),
          formatPoint(quantity.estimate, quantity.interval),
          formatInterval(quantity.interval),
          formatPoint(profit.estimate, profit.interval),
          formatInterval(profit.interval),
          formatNumber(mean),
          formatPoint(gain.estimate, gain.interval),
          formatInterval(gain.interval),
        ]),
      },
    ],
  };
}

/** Caption of the table of the distribution of demand in an arm. */
export const distributionCaption = (treatment: string, arm: string): string =>
  say`Demand had all rows ${armInWords(treatment, arm)}`;

function distributionSection(result: StockResult): Section {
  return {
    id: 'distributions',
    title: say`Demand`,
    sentence: result.distributionSentence,
    tables: result.distributions.map(({ arm, points }) => ({
      caption: distributionCaption(result.treatment, arm),
      columns: [numbers(result.outcome), numbers(say`At most so much`), numbers(say`Interval`)],
      rows: points.map(({ demand, probability: { estimate, interval } }) => [
        formatNumber(demand),
        formatPoint(estimate, interval),
        formatInterval(interval),
      ]),
    })),
  };
}

/** Caption of the table of the groups of one column. */
export const groupCaption = (column: string): string => say`Orders by ${column}`;

function groupsSection(result: StockResult, groups: NonNullable<StockResult['groups']>): Section {
  const figures = ({ quantity, profit }: Order): string[] => [
    formatEstimate(quantity.estimate, quantity.interval),
    formatEstimate(profit.estimate, profit.interval),
  ];
  return {
    id: 'groups',
    title: say`Groups`,
    sentence: result.groupSentence ?? '',
    tables: [...new Set(groups.map(({ column }) => column))].map((column) => ({
      caption: groupCaption(column),
      columns: [
        words(say`Group`),
        numbers(say`Rows`),
        ...result.arms.flatMap((arm) => {
          const named = armInWords(result.treatment, arm);
          return [numbers(say`Quantity, ${named}`), numbers(say`Profit, ${named}`)];
        }),
      ],
      rows: groups
        .filter((group) => group.column === column)
        .map(({ group, n, orders }) => [group, formatCount(n), ...orders.flatMap(figures)]),
    })),
  };
}

/** Orders: how much, what it earns, the distributions of demand they are read off, and groups. */
export function describeStock(result: StockResult): Description {
  const { effect, price, unitCost, salvage, groups } = result;
  const facts = [
    say`orders by ${effect}`,
    formatCounted(result.n, 'row'),
    say`price ${formatNumber(price)}`,
    say`unit cost ${formatNumber(unitCost)}`,
    say`salvage ${formatNumber(salvage)}`,
    say`demand to be met in ${formatShare(result.fractile)}`,
  ];
  const note = say`Orders are quantiles of doubly robust distributions of demand had all rows an arm, their intervals those of the distribution turned around.`;
  return {
    kind: say`Stock`,
    name: result.name,
    facts,
    sentence: result.sentence,
    note,
    warnings: result.warnings,
    notes: result.notes,
    sections: [
      ordersSection(result),
      distributionSection(result),
      ...(groups?.length ? [groupsSection(result, groups)] : []),
      provenanceSection(result.provenance),
    ],
  };
}

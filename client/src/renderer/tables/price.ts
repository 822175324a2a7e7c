import type { BestPrice, Estimate, PriceResult } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import {
  formatCount,
  formatCounted,
  formatEstimate,
  formatInterval,
  formatNumber,
  formatPoint,
  formatRange,
  formatShare,
} from '../format.js';
import { provenanceSection } from './provenance.js';
import { type Description, numbers, type Section, words } from './section.js';

const parted = (estimate: Estimate | undefined): string[] =>
  estimate
    ? [formatPoint(estimate.estimate, estimate.interval), formatInterval(estimate.interval)]
    : ['', ''];

function pricesSection({ best, level, treatment, sentence }: PriceResult): Section {
  const { price, margin, today, atMean } = best;
  const rows = [
    [
      say`the best`,
      formatPoint(price.estimate, price.interval),
      formatInterval(price.interval),
      ...parted(margin),
      '',
      '',
    ],
    ...(atMean
      ? [
          [
            say`the mean of today for all`,
            formatNumber(today.price),
            '',
            ...parted(atMean.margin),
            ...parted(atMean.gain),
          ],
        ]
      : []),
    [say`those that were`, formatNumber(today.price), '', ...parted(today.margin), ...parted(today.gain)],
  ];
  return {
    id: 'prices',
    title: say`Prices`,
    sentence,
    tables: [
      {
        caption: say`Margin per row by ${treatment}; ${formatShare(level)} intervals`,
        columns: [
          words(say`Prices`),
          numbers(treatment),
          numbers(say`Interval`),
          numbers(say`Margin`),
          numbers(say`Interval`),
          numbers(say`Best less this`),
          numbers(say`Interval`),
        ],
        rows,
      },
    ],
  };
}

function curveSection({ curve, level, treatment, outcome }: PriceResult): Section {
  return {
    id: 'curve',
    title: say`Demand`,
    sentence: curve.sentence,
    tables: [
      {
        caption: say`Had all rows one ${treatment}; ${formatShare(level)} intervals, each of its own point`,
        columns: [
          numbers(treatment),
          numbers(outcome),
          numbers(say`Interval`),
          numbers(say`Margin`),
          numbers(say`Interval`),
        ],
        rows: curve.points.map(({ price, demand, margin }) => [
          formatNumber(price),
          ...parted(demand),
          ...parted(margin),
        ]),
      },
    ],
  };
}

/** Caption of the table of the segments of one column. */
export const segmentCaption = (column: string): string => say`Best prices by ${column}`;

function segmentsSection(result: PriceResult, segments: NonNullable<PriceResult['segments']>): Section {
  const elasticity = ({ elasticity: found }: BestPrice): string =>
    found ? formatEstimate(found.estimate, found.interval) : '';
  return {
    id: 'segments',
    title: say`Segments`,
    sentence: result.segmentSentence ?? '',
    tables: [...new Set(segments.map(({ column }) => column))].map((column) => ({
      caption: segmentCaption(column),
      columns: [
        words(say`Group`),
        numbers(say`Rows`),
        numbers(say`Best ${result.treatment}`),
        numbers(say`Seen`),
        numbers(say`Margin`),
        numbers(say`Best less those that were`),
        numbers(say`Elasticity`),
      ],
      rows: segments
        .filter((segment) => segment.column === column)
        .map((segment) => [
          segment.group,
          formatCount(segment.n),
          formatEstimate(segment.price.estimate, segment.price.interval),
          formatRange(...segment.support),
          formatEstimate(segment.margin.estimate, segment.margin.interval),
          formatEstimate(segment.today.gain.estimate, segment.today.gain.interval),
          elasticity(segment),
        ]),
    })),
  };
}

/** A price: what it earns beside those that were, demand at all of them, and prices of segments. */
export function describePrice(result: PriceResult): Description {
  const { best, segments, unitCost, effect } = result;
  const [low, high] = best.support;
  const facts = [
    say`prices by ${effect}`,
    formatCounted(best.n, 'row'),
    say`unit cost ${formatNumber(unitCost)}`,
    say`seen from ${formatNumber(low)} to ${formatNumber(high)}`,
    ...(best.elasticity
      ? [
          say`elasticity ${formatEstimate(best.elasticity.estimate, best.elasticity.interval)} at ${formatNumber(best.elasticity.price)}`,
        ]
      : []),
  ];
  const note = say`The interval of the best price holds those that no other is clearly above. Intervals of its margin hold whichever of them is picked.`;
  return {
    kind: say`Price`,
    name: result.name,
    facts,
    sentence: result.sentence,
    note,
    warnings: result.warnings,
    notes: result.notes,
    sections: [
      pricesSection(result),
      curveSection(result),
      ...(segments?.length ? [segmentsSection(result, segments)] : []),
      provenanceSection(result.provenance),
    ],
  };
}

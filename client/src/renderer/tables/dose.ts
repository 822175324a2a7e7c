import type { DoseCurve } from '../../../../kernel/src/result.js';
import { formatCount, formatInterval, formatNumber, formatPoint, formatRange } from '../format.js';
import { numbers, type Section } from './section.js';

export const doseCaption = (treatment: string, outcome: string): string =>
  `Mean ${outcome} had everyone had one ${treatment}`;

/** Mean outcome by dose, with the slope. */
export function doseSection(
  { points, slope, distribution, sentence }: DoseCurve,
  treatment: string,
  outcome: string,
): Section {
  return {
    id: 'dose',
    title: 'Dose',
    sentence,
    tables: [
      {
        caption: doseCaption(treatment, outcome),
        columns: [
          numbers(treatment),
          numbers(`Mean ${outcome}`),
          numbers('Std. error'),
          numbers('Interval'),
          numbers('Band of the whole curve'),
        ],
        rows: points.map((point) => [
          formatNumber(point.dose),
          formatPoint(point.estimate, point.interval),
          formatNumber(point.stdError),
          formatInterval(point.interval),
          formatInterval(point.band),
        ]),
      },
      {
        caption: `Effect of a small step up of everyone's own ${treatment}, per unit`,
        columns: [numbers('Effect'), numbers('Std. error'), numbers('Interval')],
        rows: [
          [
            formatPoint(slope.estimate, slope.interval),
            formatNumber(slope.stdError),
            formatInterval(slope.interval),
          ],
        ],
      },
      {
        caption: `Rows by ${treatment}`,
        bins: true,
        columns: [numbers(treatment), numbers('Rows')],
        rows: distribution.counts.map((count, i) => [
          formatRange(distribution.edges[i], distribution.edges[i + 1]),
          formatCount(count),
        ]),
      },
    ],
  };
}

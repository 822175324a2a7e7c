import type { DoseCurve } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatCount, formatInterval, formatNumber, formatPoint, formatRange } from '../format.js';
import { numbers, type Section } from './section.js';

export const doseCaption = (treatment: string, outcome: string): string =>
  say`Mean ${outcome} had everyone had one ${treatment}`;

/** Mean outcome by dose, with the slope. */
export function doseSection(
  { points, slope, distribution, sentence }: DoseCurve,
  treatment: string,
  outcome: string,
): Section {
  return {
    id: 'dose',
    title: say`Dose`,
    sentence,
    tables: [
      {
        caption: doseCaption(treatment, outcome),
        columns: [
          numbers(treatment),
          numbers(say`Mean ${outcome}`),
          numbers(say`Std. error`),
          numbers(say`Interval`),
          numbers(say`Band of the whole curve`),
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
        caption: say`Effect of a small step up of everyone's own ${treatment}, per unit`,
        columns: [numbers(say`Effect`), numbers(say`Std. error`), numbers(say`Interval`)],
        rows: [
          [
            formatPoint(slope.estimate, slope.interval),
            formatNumber(slope.stdError),
            formatInterval(slope.interval),
          ],
        ],
      },
      {
        caption: say`Rows by ${treatment}`,
        bins: true,
        columns: [numbers(treatment), numbers(say`Rows`)],
        rows: distribution.counts.map((count, i) => [
          formatRange(distribution.edges[i], distribution.edges[i + 1]),
          formatCount(count),
        ]),
      },
    ],
  };
}

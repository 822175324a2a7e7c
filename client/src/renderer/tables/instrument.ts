import type { InstrumentStrength } from '../../../../kernel/src/result.js';
import { formatNumber } from '../format.js';
import { numbers, type Section, words } from './section.js';

/** How strong the instruments are, and whether they agree. */
export function instrumentSection({ firstStage, overIdentification, sentence }: InstrumentStrength): Section {
  return {
    id: 'instrument',
    title: 'Instruments',
    sentence,
    tables: [
      {
        caption: 'Strength of the instruments',
        columns: [
          words('Arm'),
          words('Statistic'),
          numbers('Value'),
          numbers('Strong from'),
          words('Verdict'),
        ],
        rows: firstStage.map(({ arm, statistic, value, threshold }) => [
          arm,
          statistic,
          formatNumber(value),
          formatNumber(threshold),
          value < threshold ? 'weak' : 'strong',
        ]),
      },
      ...(overIdentification
        ? [
            {
              caption: 'Do the instruments agree with each other?',
              columns: [words('Test'), numbers('Statistic'), numbers('Degrees of freedom'), numbers('p')],
              rows: [
                [
                  'Hansen J',
                  formatNumber(overIdentification.statistic),
                  formatNumber(overIdentification.freedom),
                  formatNumber(overIdentification.pValue),
                ],
              ],
            },
          ]
        : []),
    ],
  };
}

import type { InstrumentStrength } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatNumber } from '../format.js';
import { numbers, type Section, words } from './section.js';

/** How strong the instruments are, and whether they agree. */
export function instrumentSection({ firstStage, overIdentification, sentence }: InstrumentStrength): Section {
  return {
    id: 'instrument',
    title: say`Instruments`,
    sentence,
    tables: [
      {
        caption: say`Strength of the instruments`,
        columns: [
          words(say`Arm`),
          words(say`Statistic`),
          numbers(say`Value`),
          numbers(say`Strong from`),
          words(say`Verdict`),
        ],
        rows: firstStage.map(({ arm, statistic, value, threshold }) => [
          arm,
          statistic,
          formatNumber(value),
          formatNumber(threshold),
          value < threshold ? say`weak` : say`strong`,
        ]),
      },
      ...(overIdentification
        ? [
            {
              caption: say`Do the instruments agree with each other?`,
              columns: [
                words(say`Test`),
                numbers(say`Statistic`),
                numbers(say`Degrees of freedom`),
                numbers('p'),
              ],
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

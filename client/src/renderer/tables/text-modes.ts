import type { TextModes } from '../../../../kernel/src/result.js';
import { formatEstimate, formatInterval, formatNumber, formatPoint, formatShare } from '../format.js';
import { isolated } from '../names.js';
import { numbers, type Section, type Table, words } from './section.js';

const names: Readonly<Record<string, string>> = {
  full: 'All that the texts say',
  'outcome only': 'What they say of the outcome alone',
  'without text': 'Nothing of the texts',
};

function modesTable({ arm, modes, headline }: TextModes): Table {
  return {
    caption: `Effect of ${arm} by what of the texts is adjusted for`,
    columns: [
      words('Adjusted for'),
      numbers('Effect'),
      numbers('Std. error'),
      numbers('Interval'),
      numbers('Less the headline'),
    ],
    rows: modes.map(({ mode, estimate, stdError, interval, difference }) => [
      `${names[mode] ?? mode}${mode === headline ? ' (headline)' : ''}`,
      formatPoint(estimate, interval),
      formatNumber(stdError),
      formatInterval(interval),
      difference ? formatEstimate(difference.estimate, difference.interval) : 'n/a',
    ]),
  };
}

function readableSentence({ arm, readable }: TextModes): string {
  return `The texts alone nearly tell ${isolated(arm)} for ${formatShare(readable)} of rows.`;
}

/** The effect by what of the texts is adjusted for; `arms` must not be empty. */
export function textModesSection(arms: readonly TextModes[]): Section {
  return {
    id: 'texts',
    title: 'Texts',
    sentence: arms.map((one) => `${one.sentence} ${readableSentence(one)}`).join(' '),
    tables: arms.map(modesTable),
  };
}

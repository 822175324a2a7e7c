import type { TextModes } from '../../../../kernel/src/result.js';
import { say, told, toTell } from '../../../../kernel/src/words/say.js';
import { formatEstimate, formatInterval, formatNumber, formatPoint, formatShare } from '../format.js';
import { isolated } from '../names.js';
import { numbers, type Section, type Table, words } from './section.js';

const names: Readonly<Record<string, string>> = {
  full: toTell`All that the texts say`,
  'outcome only': toTell`What they say of the outcome alone`,
  'without text': toTell`Nothing of the texts`,
};

function modesTable({ arm, modes, headline }: TextModes): Table {
  return {
    caption: say`Effect of ${arm} by what of the texts is adjusted for`,
    columns: [
      words(say`Adjusted for`),
      numbers(say`Effect`),
      numbers(say`Std. error`),
      numbers(say`Interval`),
      numbers(say`Less the headline`),
    ],
    rows: modes.map(({ mode, estimate, stdError, interval, difference }) => [
      mode === headline ? say`${told(names[mode] ?? mode)} (headline)` : told(names[mode] ?? mode),
      formatPoint(estimate, interval),
      formatNumber(stdError),
      formatInterval(interval),
      difference ? formatEstimate(difference.estimate, difference.interval) : 'n/a',
    ]),
  };
}

function readableSentence({ arm, readable }: TextModes): string {
  return say`The texts alone nearly tell ${isolated(arm)} for ${formatShare(readable)} of rows.`;
}

/** The effect by what of the texts is adjusted for; `arms` must not be empty. */
export function textModesSection(arms: readonly TextModes[]): Section {
  return {
    id: 'texts',
    title: say`Texts`,
    sentence: arms.map((one) => `${one.sentence} ${readableSentence(one)}`).join(' '),
    tables: arms.map(modesTable),
  };
}

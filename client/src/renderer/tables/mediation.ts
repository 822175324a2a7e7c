import type { Estimate, Mediation } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatInterval, formatNumber, formatPoint, formatShare } from '../format.js';
import { listed } from '../names.js';
import { numbers, type Section, type Table, words } from './section.js';

function partsTable({ arm, mediators, total, direct, indirect, proportion }: Mediation): Table {
  const row = (name: string, { estimate, stdError, interval }: Estimate, share: string): string[] => [
    name,
    formatPoint(estimate, interval),
    formatNumber(stdError),
    formatInterval(interval),
    share,
  ];
  const shareOf = proportion
    ? `${formatShare(proportion.estimate)} [${proportion.interval.map(formatShare).join(', ')}]`
    : 'n/a';
  return {
    caption: say`Parts of the effect of ${arm}`,
    columns: [
      words(say`Part`),
      numbers(say`Effect`),
      numbers(say`Std. error`),
      numbers(say`Interval`),
      numbers(say`Share`),
    ],
    rows: [
      row(say`through ${listed(mediators)}`, indirect, shareOf),
      row(say`not through them`, direct, ''),
      row(say`total`, total, ''),
    ],
  };
}

/** What goes through the mediators and what does not, per arm. */
export function mediationSection(arms: readonly Mediation[]): Section {
  return {
    id: 'mediation',
    title: say`Mediation`,
    sentence: arms.map(({ sentence }) => sentence).join(' '),
    tables: arms.map(partsTable),
  };
}

import type { Selection } from '../../../../kernel/src/result.js';
import { formatNumber, formatShare, formatSigned } from '../format.js';
import { isolated } from '../names.js';
import { numbers, type Section, words } from './section.js';

/** How the learner of conditional effects was chosen; `arms` must not be empty. */
export function selectionSection(arms: readonly Selection[]): Section {
  return {
    id: 'selection',
    title: 'Learners',
    sentence: arms
      .map(({ arm, sentence }) => (arms.length > 1 ? `${isolated(arm)}: ${sentence}` : sentence))
      .join(' '),
    tables: arms.map(({ arm, candidates }) => ({
      caption: `Learners of the effect of ${arm}, judged on rows that they had not seen`,
      columns: [
        words('Learner'),
        numbers('Share'),
        numbers('R-loss'),
        numbers('Beside one effect for all'),
        numbers('Std. error'),
        numbers('DR-loss'),
      ],
      rows: candidates.map(({ learner, share, rLoss, drLoss, gain, gainError }) => [
        learner,
        formatShare(share),
        formatNumber(rLoss),
        formatSigned(gain),
        formatNumber(gainError),
        formatNumber(drLoss),
      ]),
    })),
  };
}

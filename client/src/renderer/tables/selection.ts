import type { Selection } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatNumber, formatShare, formatSigned } from '../format.js';
import { isolated } from '../names.js';
import { numbers, type Section, words } from './section.js';

/** How the learner of conditional effects was chosen; `arms` must not be empty. */
export function selectionSection(arms: readonly Selection[]): Section {
  return {
    id: 'selection',
    title: say`Learners`,
    sentence: arms
      .map(({ arm, sentence }) => (arms.length > 1 ? `${isolated(arm)}: ${sentence}` : sentence))
      .join(' '),
    tables: arms.map(({ arm, candidates }) => ({
      caption: say`Learners of the effect of ${arm}, judged on rows that they had not seen`,
      columns: [
        words(say`Learner`),
        numbers(say`Share`),
        numbers('R-loss'),
        numbers(say`Beside one effect for all`),
        numbers(say`Std. error`),
        numbers('DR-loss'),
      ],
      rows: candidates.map(({ learner, share, rLoss, drLoss, gain, gainError }) => [
        learner === 'constant effect' ? say`constant effect` : learner,
        formatShare(share),
        formatNumber(rLoss),
        formatSigned(gain),
        formatNumber(gainError),
        formatNumber(drLoss),
      ]),
    })),
  };
}

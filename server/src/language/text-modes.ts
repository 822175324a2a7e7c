import type { TextMode } from '../../../kernel/src/plan.js';

/** What of the texts the headline of an effect is adjusted for, in one sentence each. */
export const textModes: Readonly<Record<TextMode, string>> = {
  full: 'The headline is adjusted for all that texts say of treatment and outcome.',
  'outcome only':
    'The headline is adjusted for what texts say of the outcome alone: for texts that tell the treatment too well to compare arms.',
  'without text': 'The headline is not adjusted for texts.',
};

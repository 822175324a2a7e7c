import type { PolicyResult } from '../../../kernel/src/result.js';
import { markdown } from '../renderer/fallback.js';

/** What to do and what that is worth: the policy, its rule in a few questions, other budgets, and who gets it. */
export function policySections({ sentence, whom, tree, curve, fairness, warnings }: PolicyResult): string[] {
  const treated = whom === undefined ? [] : [`It treats ${whom}.`];
  const said = [
    ...treated,
    ...(tree ? [tree.sentence] : []),
    curve.sentence,
    ...(fairness ? [fairness] : []),
  ];
  return [
    markdown(sentence),
    '## Who gets what, and what other limits would gain',
    ...said.map(markdown),
    ...(warnings.length > 0 ? [warnings.map((warning) => `- Warning: ${markdown(warning)}`).join('\n')] : []),
    'What it is worth was measured on rows that the rule was not learned from. It rests on all that the effect rests on.',
  ];
}

import type { PolicyResult, PriceResult, Result, StockResult } from '../../../kernel/src/result.js';
import { markdown } from '../renderer/fallback.js';

/** What says what to do, by an effect. */
export type Decision = PolicyResult | PriceResult | StockResult;

export function isDecision(result: Result): result is Decision {
  return result.kind === 'policy' || result.kind === 'price' || result.kind === 'stock';
}

/** What to do and what that is worth, its details in words, and what that rests on. */
export function decisionSections(decision: Decision): string[] {
  const { sentence, warnings } = decision;
  return [
    markdown(sentence),
    '## What it is, for whom, and what else would bring',
    ...detailsOf(decision).map(markdown),
    ...(warnings.length > 0 ? [warnings.map((warning) => `- Warning: ${markdown(warning)}`).join('\n')] : []),
    decision.kind === 'policy'
      ? 'What it is worth was measured on rows that the rule was not learned from. It rests on all that the effect rests on.'
      : 'It rests on all that the effect rests on.',
  ];
}

function detailsOf(decision: Decision): string[] {
  switch (decision.kind) {
    case 'policy': {
      const { whom, tree, curve, fairness } = decision;
      const treated = whom === undefined ? [] : [`It treats ${whom}.`];
      return [...treated, ...present(tree?.sentence), curve.sentence, ...present(fairness)];
    }
    case 'price':
      return [decision.curve.sentence, ...present(decision.segmentSentence)];
    case 'stock':
      return [decision.distributionSentence, ...present(decision.groupSentence)];
  }
}

const present = (sentence: string | undefined): string[] => (sentence === undefined ? [] : [sentence]);

import { listed } from '../../../kernel/src/words/phrases.js';
import { adjustmentByGraph, listedVariables } from '../language/adjustment.js';
import type { Effect } from '../language/generated/ast.js';

/** What an effect is adjusted for, and why, in one sentence. */
export interface ReasonedAdjustment {
  readonly variables: readonly string[];
  readonly reason: string;
}

/**
 * The adjustment set of a valid effect: as listed, or derived from its graph; then in alphabetical order, so that the order of
 * the arrows changes nothing. Also shown by hover and inlay hints. Undefined where the effect is not identified.
 */
export function reasonedAdjustment(effect: Effect): ReasonedAdjustment | undefined {
  const byGraph = adjustmentByGraph(effect);
  if (!byGraph) {
    const variables = listedVariables(effect).map((variable) => variable.name);
    const reason =
      variables.length === 0
        ? 'Nothing is adjusted for: the spec says that treatment was assigned at random.'
        : `${listed(variables)} ${variables.length === 1 ? 'is' : 'are'} adjusted for because the spec lists ${variables.length === 1 ? 'it' : 'them'}.`;
    return { variables, reason };
  }
  if (!byGraph.identified) return undefined;
  const { treatment, outcome, graph } = byGraph.view;
  const variables = [...byGraph.set].sort();
  const where = `from ${treatment} to ${outcome} in graph ${graph.name}`;
  if (variables.length === 0) {
    return { variables, reason: `Nothing is adjusted for: no backdoor path leads ${where}.` };
  }
  const how = variables.length === 1 ? 'is adjusted for: it blocks' : 'are adjusted for: together they block';
  return { variables, reason: `${listed(variables)} ${how} every backdoor path ${where}.` };
}

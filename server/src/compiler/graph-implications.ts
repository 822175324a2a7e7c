import type { EffectStep } from '../../../kernel/src/plan.js';
import { testableImplications } from '../identification/implications.js';
import { maskOfNames, namesOf, numbered } from '../identification/numbered.js';
import type { GraphView } from '../language/adjustment.js';
import type { Variables } from '../language/variable-info.js';

/** Implications that are tested at the most: more would say little more, and take long. */
const mostTested = 100;

/** The independences that a graph implies among the columns of an effect's data; texts, which no test here reads, are left out. */
export function implicationsOf(
  { dag, observed }: GraphView,
  variables: Variables,
): EffectStep['parameters']['implications'] {
  const graph = numbered(dag);
  const columns = [...observed].filter((name) => {
    const info = variables.get(name);
    return info !== undefined && info.kind !== 'text' && info.type !== 'text';
  });
  const { implications } = testableImplications(graph, maskOfNames(graph, columns), mostTested);
  return implications.map(({ pair: [a, b], given }) => ({
    a: graph.names[a]!,
    b: graph.names[b]!,
    given: namesOf(graph, given).sort(),
  }));
}

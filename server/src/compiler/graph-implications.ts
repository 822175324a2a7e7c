import type { EffectStep } from '../../../kernel/src/plan.js';
import type { Dag } from '../identification/dag.js';
import { additionsOf, testableImplications } from '../identification/implications.js';
import { maskOfNames, namesOf, numbered } from '../identification/numbered.js';
import type { GraphView } from '../language/adjustment.js';
import { rememberedByKey } from '../language/remembered.js';
import type { Variables } from '../language/variable-info.js';

type Implications = EffectStep['parameters']['implications'];

/** Implications that are tested at the most: more would say little more, and take long. */
const mostTested = 100;

/** By graph and columns: the editor asks at every key, and most keys change no graph. */
const remembered = rememberedByKey<Dag, Implications>();

/**
 * The independences that a graph implies among the columns of an effect's data, and what the graph may lack where one fails; texts,
 * which no test here reads, are left out.
 */
export function implicationsOf({ dag, observed }: GraphView, variables: Variables): Implications {
  const columns = [...observed].filter((name) => {
    const info = variables.get(name);
    return info !== undefined && info.kind !== 'text' && info.type !== 'text';
  });
  return remembered(dag, columns, () => implied(sorted(dag), columns));
}

function implied(dag: Dag, columns: readonly string[]): Implications {
  const graph = numbered(dag);
  const { implications } = testableImplications(graph, maskOfNames(graph, columns), mostTested);
  const additions = additionsOf(graph, implications);
  return implications.map(({ pair: [a, b], given }, i) => ({
    a: graph.names[a]!,
    b: graph.names[b]!,
    given: namesOf(graph, given),
    additions: additions[i]!.map(({ missing, pair: [from, to], takesBack }) => ({
      missing,
      between: [graph.names[from]!, graph.names[to]!],
      takesBack,
    })),
  }));
}

/** The graph in alphabetical order: how it is written down changes nothing. */
function sorted({ nodes, children, parents }: Dag): Dag {
  const inOrder = (lists: Dag['children']): Dag['children'] =>
    new Map([...lists].map(([name, others]) => [name, [...others].sort()]));
  return { nodes: [...nodes].sort(), children: inOrder(children), parents: inOrder(parents) };
}

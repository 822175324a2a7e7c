import type { DrawnGraph } from '../../../../server/src/protocol.js';
import type { ShownGraph } from '../../renderer/graph-view/messages.js';

/** A graph as its page shows it. */
export function shownGraph(graph: DrawnGraph): ShownGraph {
  const { uri, version, name, variables, arrows, effects, effect, sentence, others } = graph;
  return {
    uri,
    version,
    name,
    nodes: variables.map((variable) => ({
      name: variable.name,
      observed: variable.observed,
      role: variable.role,
    })),
    edges: arrows.map(({ from, to, confounding }) => ({ from, to, confounding })),
    effects,
    ...(effect !== undefined && { effect }),
    sentence,
    others,
  };
}

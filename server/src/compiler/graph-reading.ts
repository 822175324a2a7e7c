import type { GraphStep } from '../../../kernel/src/plan.js';
import { confoundingArrows } from '../identification/confounding-arrows.js';
import type { Dag } from '../identification/dag.js';
import { effectInGraph } from '../identification/effect.js';
import { instruments } from '../identification/instruments.js';
import { rolesOf } from '../identification/roles.js';
import { dagOf, type GraphView, viewThrough } from '../language/adjustment.js';
import { graphOf, nodesOf } from '../language/declarations.js';
import type { Effect, Graph } from '../language/generated/ast.js';
import { rememberedByKey } from '../language/remembered.js';

/** Effects that can be seen through a graph: those that are read off it, then others with both their ends in it. */
export function readersOf(graph: Graph, effects: readonly Effect[]): Effect[] {
  const own = effects.filter((effect) => graphOf(effect) === graph);
  return [...new Set([...own, ...effects])].filter((effect) => viewThrough(effect, graph));
}

type Drawn = Pick<GraphStep['parameters'], 'nodes' | 'edges'>;

/** A graph's variables and arrows in alphabetical order: how it is written down changes nothing. */
export function drawnOf(graph: Graph): Drawn {
  const dag = dagOf(graph);
  const marked = new Set(nodesOf(graph).flatMap((node) => (node.unobserved ? [node.name] : [])));
  const names = [...dag.nodes].sort();
  return {
    nodes: names.map((name) => ({ name, observed: !marked.has(name) })),
    edges: names.flatMap((cause) =>
      [...dag.children.get(cause)!].sort().map((effect): readonly [string, string] => [cause, effect]),
    ),
  };
}

type Reading = NonNullable<GraphStep['parameters']['reading']>;

/** By graph and question: the editor asks after every edit, and most edits change no graph. */
const remembered = rememberedByKey<Dag, Reading>();

/**
 * What each variable is to an effect, and which arrows confound it; roles in the order of the nodes, arrows by their places. What
 * nobody measured is `unobserved` whatever else it is.
 */
export function readingOf(view: GraphView, drawn: Drawn): Reading {
  const { dag, treatment, outcome, observed } = view;
  return remembered(dag, [treatment, outcome, [...observed]], () => read(view, drawn));
}

function read({ dag, treatment, outcome, observed }: GraphView, { nodes, edges }: Drawn): Reading {
  const effect = effectInGraph(dag, [treatment], outcome, observed);
  const { numbers, size } = effect.graph;
  const roles = new Map(rolesOf(effect, instruments(effect)).map(({ variable, role }) => [variable, role]));
  const confounding = confoundingArrows(effect);
  const places = edges.flatMap(([from, to], i) =>
    confounding?.has(numbers.get(from)! * size + numbers.get(to)!) ? [i] : [],
  );
  return {
    treatment,
    outcome,
    roles: nodes.map(({ name, observed }) => (observed ? roles.get(name)! : 'unobserved')),
    confounding: places,
  };
}

import { type Adjustment, adjustmentSet } from '../identification/adjustment.js';
import { type Arrow, type Dag, findCycle, makeDag } from '../identification/dag.js';
import { contextOf, type SpecContext } from './context.js';
import { clauseOf, dataOf, graphOf, nodesOf } from './declarations.js';
import { type Effect, type Graph, isAdjustClause, isOfClause, type Variable } from './generated/ast.js';
import { remembered } from './remembered.js';
import { columnsKnown, variablesInScope } from './variables.js';

/** Every arrow a graph draws: `a, b -> c, d` draws four. */
function arrowsOf(graph: Graph): Arrow[] {
  return (graph.edges ?? []).flatMap((edge) =>
    edge.causes.flatMap((cause) => edge.effects.map((effect): Arrow => [cause.name, effect.name])),
  );
}

/** The causal graph a declaration draws, without arrows from a variable to itself. */
export const dagOf: (graph: Graph) => Dag = remembered((graph) =>
  makeDag(
    arrowsOf(graph).filter(([cause, effect]) => cause && effect && cause !== effect),
    nodesOf(graph).flatMap(({ name }) => name ?? []),
  ),
);

/** A cycle of a graph, its nodes in order; undefined where there is none. */
export const cycleOf: (graph: Graph) => readonly string[] | undefined = remembered((graph) =>
  findCycle(dagOf(graph)),
);

/** An effect looked at through a graph: both ends are in it and it has no cycle. */
export interface GraphView {
  readonly graph: Graph;
  readonly dag: Dag;
  readonly treatment: string;
  readonly outcome: string;
  /** What can be adjusted for: not marked `?`, and in the effect's data where these are known. */
  readonly observed: ReadonlySet<string>;
}

/** How an effect looks through a graph (its own by default); undefined where something is missing that other rules tell. */
export function viewThrough(
  effect: Effect,
  graph: Graph | undefined = graphOf(effect),
): GraphView | undefined {
  const of = clauseOf(effect, isOfClause);
  const treatment = of?.treatment?.name;
  const outcome = of?.outcome?.name;
  if (!graph || !treatment || !outcome || treatment === outcome) return undefined;
  const dag = dagOf(graph);
  if (!dag.children.has(treatment) || !dag.children.has(outcome) || cycleOf(graph)) return undefined;
  const marked = new Set(nodesOf(graph).flatMap((node) => (node.unobserved ? [node.name] : [])));
  const data = dataOf(effect);
  const known = data && columnsKnown(data) ? variablesInScope(effect) : undefined;
  const observed = new Set(dag.nodes.filter((name) => !marked.has(name) && (known?.has(name) ?? true)));
  return { graph, dag, treatment, outcome, observed };
}

/** The adjustment set a graph implies for an effect, seen through that graph. */
export type GraphAdjustment = Adjustment & { readonly view: GraphView };

/** By context, since what is observed depends on the schemas it holds. */
const adjustments = new WeakMap<SpecContext, Map<Effect, GraphAdjustment | undefined>>();

/** The adjustment set an effect's graph implies; undefined without a graph, or where it cannot be asked. */
export function adjustmentByGraph(effect: Effect): GraphAdjustment | undefined {
  const context = contextOf(effect);
  const known = adjustments.get(context) ?? new Map<Effect, GraphAdjustment | undefined>();
  adjustments.set(context, known);
  if (!known.has(effect)) {
    const view = viewThrough(effect);
    known.set(
      effect,
      view && { ...adjustmentSet(view.dag, view.treatment, view.outcome, view.observed), view },
    );
  }
  return known.get(effect);
}

/** Variables an effect lists behind `adjust for`. */
export function listedVariables(effect: Effect): readonly Variable[] {
  return clauseOf(effect, isAdjustClause)?.variables ?? [];
}

/** What an effect is adjusted for, by its list or by its graph; undefined where that is open. */
export function adjustedNames(effect: Effect): readonly string[] | undefined {
  if (clauseOf(effect, isAdjustClause)) return listedVariables(effect).map((variable) => variable.name);
  const byGraph = adjustmentByGraph(effect);
  return byGraph?.identified ? byGraph.set : undefined;
}

import type { AstNode } from 'langium';
import { listed } from '../../../kernel/src/words/phrases.js';
import { say } from '../../../kernel/src/words/say.js';
import { causes, faultOfSet } from '../identification/adjustment.js';
import { descendants } from '../identification/dag.js';
import { identify } from '../identification/identify.js';
import type { Path } from '../identification/separation.js';
import {
  adjustmentByGraph,
  cycleOf,
  type GraphView,
  listedVariables,
  viewThrough,
} from '../language/adjustment.js';
import { contextOf } from '../language/context.js';
import { clauseOf, graphOf, nodesOf, unobservedMark } from '../language/declarations.js';
import {
  frontDoorFaultWords,
  instrumentFaultWords,
  mediationFaultWords,
  shownPath,
} from '../language/fault-words.js';
import {
  type Edge,
  type Effect,
  type Graph,
  isAdjustClause,
  isEstimatorClause,
  isInClause,
  isInstrumentClause,
  isOfClause,
  isThroughClause,
  type Node,
} from '../language/generated/ast.js';
import { variablesInScope } from '../language/variables.js';
import { type Refusal, wayKindOf, wayOf } from '../language/ways.js';
import { adjustBy, deleted, estimateBy, takeOut, takeOutOf } from './fixes.js';
import { roleWord } from './kind-words.js';
import { type Finding, type Rule, suggestion } from './rule.js';

/** The edge that draws an arrow. */
function edgeOf(graph: Graph, cause: string, effect: string): Edge | undefined {
  return graph.edges.find(
    (edge) => edge.causes.some((n) => n.name === cause) && edge.effects.some((n) => n.name === effect),
  );
}

/** Places along a path, for the editor to show. */
function along(graph: Graph, path: Path): NonNullable<Finding['related']> {
  return path.flatMap(({ node, arrow }, i) => {
    const before = path[i - 1]?.node ?? '';
    const [cause, effect] = arrow === 'forward' ? [before, node] : [node, before];
    const edge = arrow && edgeOf(graph, cause, effect);
    return edge ? [{ node: edge as AstNode, message: `${cause} -> ${effect}` }] : [];
  });
}

/** CS3001 */
export const cycle: Rule<Graph> = (graph, report) => {
  const found = cycleOf(graph);
  if (!found) return;
  const closed = [...found, found[0]!];
  const path = closed.map((node, i): Path[number] => ({ node, arrow: i === 0 ? undefined : 'forward' }));
  report({
    node: edgeOf(graph, closed[0]!, closed[1]!) ?? graph,
    message: say`Graph ${graph.name} goes in a circle, ${closed.join(' -> ')}; remove one of these arrows.`,
    related: along(graph, path),
  });
};

/** CS3002 */
export const selfCause: Rule<Edge> = (edge, report) => {
  for (const effect of edge.effects) {
    if (!effect.name || !edge.causes.some((cause) => cause.name === effect.name)) continue;
    report({ node: effect, message: say`"${effect.name}" cannot be a cause of itself; remove this arrow.` });
  }
};

/** CS3004 */
export const observedAfterAll: Rule<Node> = (node, report) => {
  if (!node.unobserved || !variablesInScope(node).has(node.name)) return;
  const message = say`"${node.name}" is marked as not observed, but the data have it; delete the \`?\` to adjust for it.`;
  report({
    node,
    message,
    fix: { fix: 'replace', with: node.$cstNode?.text.replace(/\s*\?$/, '') ?? node.name },
  });
};

/** CS1304 */
export const rawTextInGraph: Rule<Graph> = (graph, report) => {
  const variables = variablesInScope(graph);
  const told = new Set<string>();
  for (const node of nodesOf(graph)) {
    const info = variables.get(node.name);
    if (info?.type !== 'text' || info.kind === 'text' || told.has(node.name)) continue;
    if (unobservedMark(graph, node.name)) continue;
    told.add(node.name);
    const message = say`"${node.name}" is free text; declare \`text NAME from ${info.data?.name}.${node.name}\` and draw NAME.`;
    report({ node, property: 'name', message });
  }
};

/** CS3005 */
export const notInGraph: Rule<Effect> = (effect, report) => {
  const graph = graphOf(effect);
  const of = clauseOf(effect, isOfClause);
  if (!graph || !of) return;
  const names = new Set(nodesOf(graph).map((node) => node.name));
  for (const [role, variable] of [
    ['treatment', of.treatment],
    ['outcome', of.outcome],
  ] as const) {
    if (!variable?.name || names.has(variable.name)) continue;
    const { hint, fix } = suggestion(variable.name, names, say`it has`);
    const message = say`The ${roleWord(role)} "${variable.name}" is not in graph ${graph.name}${hint}`;
    report({ node: variable, message, fix });
  }
};

/** CS3017 */
export const unobservedQuestion: Rule<Effect> = (effect, report) => {
  const graph = graphOf(effect);
  const of = clauseOf(effect, isOfClause);
  if (!graph || !of) return;
  const variables = variablesInScope(effect);
  for (const [role, variable] of [
    ['treatment', of.treatment],
    ['outcome', of.outcome],
  ] as const) {
    const mark = variable && unobservedMark(graph, variable.name);
    if (!mark || variables.has(variable.name)) continue;
    const message = say`The ${roleWord(role)} "${variable.name}" is marked as not observed in graph ${graph.name} and has no values; name one that was measured.`;
    report({ node: variable, message, related: [{ node: mark, message: say`Marked here.` }] });
  }
};

/** CS3018 */
export const arrowTwice: Rule<Graph> = (graph, report) => {
  const drawn = new Set<string>();
  for (const { causes, effects } of graph.edges) {
    for (const effect of effects) {
      for (const cause of causes) {
        const arrow = `${cause.name} -> ${effect.name}`;
        if (drawn.has(arrow)) {
          report({
            node: effect,
            message: say`The arrow ${arrow} is drawn twice in graph ${graph.name}; delete one.`,
          });
        }
        drawn.add(arrow);
      }
    }
  }
};

/** CS3006 */
export const noEffectByGraph: Rule<Effect> = (effect, report) => {
  const view = viewThrough(effect);
  const of = clauseOf(effect, isOfClause);
  if (!view || !of || causes(view.dag, view.treatment, view.outcome)) return;
  const message = say`In graph ${view.graph.name} no path leads from ${view.treatment} to ${view.outcome}: by it there is no effect; add the arrows you believe in.`;
  report({ node: of, message });
};

/** CS3007 */
export const openBackdoor: Rule<Effect> = (effect, report) => {
  const refusal = refusalOf(effect);
  if (refusal?.kind !== 'adjustment') return;
  const { view, path } = refusal;
  const culprits = path.map(({ node }) => node).filter((n) => !view.observed.has(n));
  const what = culprits.length > 0 ? say`observe ${listed(culprits)}` : say`observe a variable on it`;
  const other = otherWay(view);
  const words = other ? say`write \`with ${other.estimator}\` (${other.why}), ` : '';
  report({
    node: clauseOf(effect, isInClause) ?? effect,
    message: say`The effect of ${view.treatment} on ${view.outcome} cannot be told from confounding: the path ${shownPath(view, path)} stays open whatever observed is adjusted for; ${what}, ${words}or remove an arrow you do not believe in.`,
    related: along(view.graph, path),
    fix: other && estimateBy(effect, other.estimator),
  });
};

/** What would identify an effect that adjustment does not. */
function otherWay({
  dag,
  treatment,
  outcome,
  observed,
}: GraphView): { readonly estimator: string; readonly why: string } | undefined {
  const found = identify(dag, [treatment], outcome, observed);
  if (found.kind !== 'effect') return undefined;
  for (const strategy of found.strategies) {
    if (strategy.strategy === 'front door') {
      return { estimator: 'front door', why: say`through ${listed(strategy.sets[0] ?? [])}` };
    }
    if (strategy.strategy === 'instrument') {
      const why = say`${strategy.instruments[0]?.instrument} is an instrument`;
      return { estimator: 'instrumental dml', why };
    }
  }
  return undefined;
}

/** Why the graph of an effect gives no way to it. */
function refusalOf(effect: Effect): Refusal | undefined {
  const found = wayOf(effect);
  return found && 'refusal' in found ? found.refusal : undefined;
}

/** CS3012 */
export const notAnInstrument: Rule<Effect> = (effect, report) => {
  const refusal = refusalOf(effect);
  if (refusal?.kind === 'no instrument') {
    const { view, paths } = refusal;
    const path = paths[0];
    const why = path
      ? say`${path[0]?.node} reaches ${view.outcome} past the treatment by ${shownPath(view, path)}`
      : say`nothing observed moves ${view.treatment}`;
    report<AstNode>({
      node: clauseOf(effect, isInClause) ?? effect,
      message: say`Graph ${view.graph.name} has no instrument for ${view.treatment}: ${why}; observe one, or use another estimator.`,
      related: path && along(view.graph, path),
    });
  }
  if (refusal?.kind !== 'instrument') return;
  const { view, instrument, fault } = refusal;
  const clause = clauseOf(effect, isInstrumentClause);
  const variable = clause?.variables.find(({ name }) => name === instrument);
  report<AstNode>({
    node: variable ?? clause ?? effect,
    message: say`By graph ${view.graph.name} "${instrument}" is no instrument: ${instrumentFaultWords(view, fault)}; take it out.`,
    related: fault.fault === 'open' ? along(view.graph, fault.path) : undefined,
    fix: takeOutOf([clause?.variables ?? []], instrument),
  });
};

/** CS3013 */
export const noFrontDoor: Rule<Effect> = (effect, report) => {
  const refusal = refusalOf(effect);
  const node = clauseOf(effect, isThroughClause) ?? clauseOf(effect, isInClause) ?? effect;
  if (refusal?.kind === 'no front door') {
    const { view, path } = refusal;
    const message = say`Graph ${view.graph.name} has no front door: no observed variable intercepts ${shownPath(view, path)} without being confounded; observe one, or use another estimator.`;
    report<AstNode>({ node, message, related: along(view.graph, path) });
  }
  if (refusal?.kind !== 'front door') return;
  const { view, fault } = refusal;
  report<AstNode>({
    node,
    message: say`By graph ${view.graph.name} these mediators are no front door: ${frontDoorFaultWords(view, fault)}; name others, or none to have them derived.`,
    related: fault.fault === 'not usable' ? undefined : along(view.graph, fault.path),
  });
};

/** CS3014 */
export const noMediation: Rule<Effect> = (effect, report) => {
  const refusal = refusalOf(effect);
  if (refusal?.kind !== 'mediation') return;
  const { view, fault } = refusal;
  report<AstNode>({
    node: clauseOf(effect, isThroughClause) ?? clauseOf(effect, isInClause) ?? effect,
    message: say`By graph ${view.graph.name} direct and indirect effects cannot be told apart: ${mediationFaultWords(view, fault)}.`,
    related: 'path' in fault ? along(view.graph, fault.path) : undefined,
  });
};

/** CS3008 */
export const adjustsForUnobserved: Rule<Effect> = (effect, report) => {
  const graphs = contextOf(effect).graphs;
  const variables = variablesInScope(effect);
  for (const variable of listedVariables(effect)) {
    const graph = graphs.find((candidate) => unobservedMark(candidate, variable.name));
    if (!graph || variables.has(variable.name)) continue;
    const message = say`"${variable.name}" is marked as not observed in graph ${graph.name} and has no values to adjust for; take it out.`;
    const mark = unobservedMark(graph, variable.name);
    const related = mark && [{ node: mark, message: say`Marked here.` }];
    report({ node: variable, message, related, fix: takeOut(effect, variable.name) });
  }
};

/** Views of an effect with a listed set through every graph in sight that has its treatment and its outcome. */
function otherViews(effect: Effect): GraphView[] {
  const adjust = clauseOf(effect, isAdjustClause);
  if (!adjust || clauseOf(effect, isInClause)) return [];
  const graphs = contextOf(effect).graphs;
  return graphs.flatMap((graph) => viewThrough(effect, graph) ?? []);
}

/** CS3009 */
export const listedSetLeavesOpen: Rule<Effect> = (effect, report) => {
  const names = new Set(listedVariables(effect).map((variable) => variable.name));
  for (const view of otherViews(effect)) {
    const fault = faultOfSet(view.dag, view.treatment, view.outcome, names);
    if (fault?.fault !== 'open') continue;
    report({
      node: clauseOf(effect, isAdjustClause) ?? effect,
      message: say`By graph ${view.graph.name} the path ${shownPath(view, fault.path)} stays open; adjust for a variable on it, or write \`in ${view.graph.name}\`.`,
      related: along(view.graph, fault.path),
      fix: adjustBy(effect, view),
    });
  }
};

/** CS3010 */
export const adjustsForDescendant: Rule<Effect> = (effect, report) => {
  for (const view of otherViews(effect)) {
    const below = descendants(view.dag, [view.treatment]);
    for (const variable of listedVariables(effect)) {
      const { name } = variable;
      if (!below.has(name) || name === view.treatment || name === view.outcome) continue;
      const message = say`"${name}" is an effect of the treatment ${view.treatment} in graph ${view.graph.name}, and adjusting for it hides part of the effect; take it out.`;
      report({ node: variable, message, fix: takeOut(effect, name) });
    }
  }
};

/** CS3011 */
export const meansUnderConfounding: Rule<Effect> = (effect, report) => {
  const estimator = clauseOf(effect, isEstimatorClause);
  const found = adjustmentByGraph(effect);
  if (estimator?.estimator !== 'difference in means' || !found?.identified || found.set.length === 0) return;
  const message = say`By graph ${found.view.graph.name} the effect of ${found.view.treatment} has to be adjusted for ${listed(found.set)}, and a difference in means adjusts for nothing; write \`with aipw\`.`;
  report({ node: estimator, property: 'estimator', message, fix: { fix: 'replace', with: 'aipw' } });
};

/** CS3015 */
export const clauseWithoutUse: Rule<Effect> = (effect, report) => {
  const kind = wayKindOf(effect);
  const instrument = clauseOf(effect, isInstrumentClause);
  const through = clauseOf(effect, isThroughClause);
  const estimator = clauseOf(effect, isEstimatorClause)?.estimator ?? '';
  if (instrument && kind !== 'instrument') {
    const message = say`${estimator} reads no instrument; write \`with instrumental dml\`, or delete \`instrument\`.`;
    const fix = deleted(instrument, say`Delete the instruments`);
    report<AstNode>({ node: instrument, message, fix });
  }
  if (through && kind !== 'front door' && kind !== 'mediation') {
    const message = say`${estimator || say`An effect by instruments`} reads no mediators; write \`with mediation\` or \`with front door\`, or delete \`through\`.`;
    const fix = deleted(through, say`Delete the mediators`);
    report<AstNode>({ node: through, message, fix });
  }
};

/** CS3016 */
export const clauseOfWay: Rule<Effect> = (effect, report) => {
  if (graphOf(effect)) return;
  const kind = wayKindOf(effect);
  const estimator = clauseOf(effect, isEstimatorClause);
  const missing =
    kind === 'instrument' && !clauseOf(effect, isInstrumentClause)
      ? 'instrument NAME'
      : (kind === 'front door' || kind === 'mediation') && !clauseOf(effect, isThroughClause)
        ? 'through NAME'
        : undefined;
  if (!missing || !estimator) return;
  const message = say`${estimator.estimator} needs \`${missing}\`, or a graph to derive it from; add it.`;
  report<AstNode>({ node: estimator, message });
};

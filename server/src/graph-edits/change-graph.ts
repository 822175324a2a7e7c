import { counted, listed } from '../../../kernel/src/words/phrases.js';
import { inflected, say } from '../../../kernel/src/words/say.js';
import { maskOf, maskOfNames, numbered } from '../identification/numbered.js';
import { directedPath } from '../identification/separation.js';
import { dagOf } from '../language/adjustment.js';
import { nodesOf, unobservedMark } from '../language/declarations.js';
import type { Graph, Node } from '../language/generated/ast.js';
import { quoteName } from '../language/names.js';
import type { GraphChange } from '../protocol.js';
import { GraphWriter } from './graph-writer.js';
import { merged, type Replacement } from './replacements.js';
import { type Arrows, withoutArrows } from './without-arrows.js';

/** What has to be done to a text for a change of its graph, or why that is none. */
export type ChangedGraph =
  | {
      readonly replacements: readonly Replacement[];
      /** What was done, in one sentence. */
      readonly said: string;
    }
  | { readonly refusal: string };

/**
 * A change of a graph as the smallest change of its text: what comes in joins lists that are there, and comments stay. A graph has no
 * variable without an arrow, so that one whose last arrow goes goes with it.
 *
 * @param graph of a spec without syntax errors
 */
export function changeGraph(graph: Graph, change: GraphChange): ChangedGraph {
  switch (change.do) {
    case 'draw arrow':
      return drawn(graph, change.from, change.to);
    case 'delete arrow':
      return arrowDeleted(graph, change.from, change.to);
    case 'delete variable':
      return variableDeleted(graph, change.name);
    case 'mark':
      return marked(graph, change.name, change.observed);
    case 'add variable':
      return added(graph, change);
  }
}

const refused = (refusal: string): ChangedGraph => ({ refusal });

/** Says of the first name that a graph does not have that it does not. */
function strange(graph: Graph, ...names: readonly string[]): ChangedGraph | undefined {
  const missing = names.find((name) => !dagOf(graph).children.has(name));
  if (missing === undefined) return undefined;
  return refused(say`Graph ${graph.name} has no variable "${missing}"; it may have been renamed.`);
}

function drawn(graph: Graph, from: string, to: string): ChangedGraph {
  const fault = strange(graph, from, to);
  if (fault) return fault;
  if (from === to) return refused(say`"${from}" cannot be a cause of itself.`);
  const dag = dagOf(graph);
  if (dag.children.get(from)?.includes(to)) return refused(say`The arrow ${from} -> ${to} is there already.`);
  const all = numbered(dag);
  const back = directedPath(all, maskOfNames(all, [to]), maskOfNames(all, [from]), maskOf(all, []));
  if (back) {
    const circle = [from, ...back.map(({ node }) => node)].join(' -> ');
    return refused(
      say`The arrow ${from} -> ${to} would close the circle ${circle}; delete one of its arrows first.`,
    );
  }
  return {
    replacements: [arrowWritten(graph, from, to)],
    said: say`Drew the arrow ${from} -> ${to}.`,
  };
}

/** An arrow joins the longest list that has the same other end alone; elsewhere it gets a line. */
function arrowWritten(
  graph: Graph,
  from: string,
  to: string,
  written: (name: string) => string = quoteName,
): Replacement {
  const writer = new GraphWriter(graph);
  const isOnly = (list: readonly Node[], name: string): boolean => list.every((node) => node.name === name);
  const lists = graph.edges.flatMap(({ causes, effects }) => [
    ...(isOnly(effects, to) ? [{ list: causes, name: from }] : []),
    ...(isOnly(causes, from) ? [{ list: effects, name: to }] : []),
  ]);
  const [first, ...others] = lists;
  if (!first) return writer.last(`${written(from)} -> ${written(to)}`);
  const { list, name } = others.reduce(
    (best, next) => (next.list.length > best.list.length ? next : best),
    first,
  );
  return writer.appended(list, written(name));
}

function arrowDeleted(graph: Graph, from: string, to: string): ChangedGraph {
  if (!dagOf(graph).children.get(from)?.includes(to))
    return refused(say`Graph ${graph.name} has no arrow ${from} -> ${to}.`);
  const gone: Arrows = (cause, effect) => cause === from && effect === to;
  const lost = lonely(graph, gone);
  return {
    replacements: withoutArrows(graph, gone),
    said: say`Deleted the arrow ${from} -> ${to}${leavesWords(lost)}.`,
  };
}

function variableDeleted(graph: Graph, name: string): ChangedGraph {
  const fault = strange(graph, name);
  if (fault) return fault;
  const { children, parents } = dagOf(graph);
  const arrows = (children.get(name)?.length ?? 0) + (parents.get(name)?.length ?? 0);
  const gone: Arrows = (cause, effect) => cause === name || effect === name;
  const lost = lonely(graph, gone).filter((other) => other !== name);
  return {
    replacements: withoutArrows(graph, gone),
    said: say`Deleted ${name} with its ${counted(arrows, 'arrow')}${leavesWords(lost)}.`,
  };
}

/** Variables that have no arrow once some are gone. */
function lonely(graph: Graph, gone: Arrows): string[] {
  const { nodes, children, parents } = dagOf(graph);
  return nodes.filter(
    (name) =>
      (children.get(name) ?? []).every((effect) => gone(name, effect)) &&
      (parents.get(name) ?? []).every((cause) => gone(cause, name)),
  );
}

function leavesWords(names: readonly string[]): string {
  if (names.length === 0) return '';
  return say`; ${listed(names)} ${inflected(names.length, 'has', 'have')} no other arrow and ${inflected(names.length, 'leaves', 'leave')} the graph`;
}

function marked(graph: Graph, name: string, observed: boolean): ChangedGraph {
  const fault = strange(graph, name);
  if (fault) return fault;
  const writer = new GraphWriter(graph);
  const mentions = nodesOf(graph).filter((node) => node.name === name);
  if (observed === !unobservedMark(graph, name))
    return refused(
      observed
        ? say`"${name}" is marked as observed already.`
        : say`"${name}" is marked as not observed already.`,
    );
  return observed
    ? {
        replacements: merged(mentions.filter((node) => node.unobserved).map((node) => writer.unmarked(node))),
        said: say`Marked ${name} as observed.`,
      }
    : { replacements: [writer.marked(mentions[0])], said: say`Marked ${name} as not observed.` };
}

function added(graph: Graph, change: Extract<GraphChange, { do: 'add variable' }>): ChangedGraph {
  const { name, of, as, observed } = change;
  if (!/^[^`\r\n]+$/.test(name) || name.trim() !== name)
    return refused(say`"${name}" cannot be a name; use no backticks, and no blanks around it.`);
  const { children } = dagOf(graph);
  if (children.has(name)) return refused(say`"${name}" is in graph ${graph.name} already.`);
  const fault = children.size > 0 ? strange(graph, of) : undefined;
  if (fault) return fault;
  if (name === of || !/^[^`\r\n]+$/.test(of)) return refused(say`A first arrow needs two variables.`);
  const [from, to] = as === 'cause' ? [name, of] : [of, name];
  const written = (each: string): string => quoteName(each) + (each === name && !observed ? '?' : '');
  return {
    replacements: [arrowWritten(graph, from, to, written)],
    said:
      as === 'cause'
        ? say`Added ${name}${observed ? '' : say`, which nobody observed,`} as a cause of ${of}.`
        : say`Added ${name}${observed ? '' : say`, which nobody observed,`} as an effect of ${of}.`,
  };
}

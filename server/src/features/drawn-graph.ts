import type { LangiumDocument } from 'langium';
import { graphSentence } from '../../../kernel/src/words/graph-sentence.js';
import { say } from '../../../kernel/src/words/say.js';
import { drawnOf, readersOf, readingOf } from '../compiler/graph-reading.js';
import { cycleOf, viewThrough } from '../language/adjustment.js';
import { nodesOf } from '../language/declarations.js';
import type { Edge, Effect, Graph, Node } from '../language/generated/ast.js';
import { rangeOf } from '../language/ranges.js';
import { variablesInScope } from '../language/variables.js';
import type { DrawnArrow, DrawnGraph, DrawnVariable } from '../protocol.js';

/** Variables of the data that are offered to be added. */
const mostOthers = 200;

/**
 * A graph as its text draws it, with what its variables are to an effect: the wanted one where it can be read off the graph, else the
 * first that can.
 */
export function drawnGraph(
  graph: Graph,
  { uri, textDocument }: LangiumDocument,
  effects: readonly Effect[],
  wanted: Effect | undefined,
): DrawnGraph {
  const drawn = drawnOf(graph);
  const readers = readersOf(graph, effects);
  const reader = readers.find((effect) => effect === wanted) ?? readers[0];
  const view = reader && viewThrough(reader, graph);
  const reading = view && readingOf(view, drawn);
  const mentions = firstMentions(graph);
  const variables = drawn.nodes.map(
    ({ name, observed }, i): DrawnVariable => ({
      name,
      observed,
      role: reading?.roles[i] ?? (observed ? 'other' : 'unobserved'),
      range: rangeOf(mentions.get(name)),
    }),
  );
  const confounding = new Set(reading?.confounding);
  const edges = firstEdges(graph);
  const arrows = drawn.edges.map(
    ([from, to], i): DrawnArrow => ({
      from,
      to,
      confounding: confounding.has(i),
      range: rangeOf(edges.get(arrowKey(from, to))),
    }),
  );
  const inGraph = new Set(variables.map(({ name }) => name));
  return {
    uri: uri.toString(),
    version: textDocument.version,
    name: graph.name,
    variables,
    arrows,
    effects: readers.map(({ name }) => name),
    ...(reader && { effect: reader.name }),
    sentence: graphSentence(variables, arrows.length, reading) + circleWords(graph),
    others: [...variablesInScope(graph).keys()].filter((name) => !inGraph.has(name)).slice(0, mostOthers),
  };
}

const arrowKey = (from: string, to: string): string => JSON.stringify([from, to]);

function firstMentions(graph: Graph): Map<string, Node> {
  return new Map([...nodesOf(graph)].reverse().map((node) => [node.name, node]));
}

function firstEdges(graph: Graph): Map<string, Edge> {
  const found = new Map<string, Edge>();
  for (const edge of [...graph.edges].reverse()) {
    for (const { name: from } of edge.causes) {
      for (const { name: to } of edge.effects) found.set(arrowKey(from, to), edge);
    }
  }
  return found;
}

function circleWords(graph: Graph): string {
  const circle = cycleOf(graph);
  return circle ? say` It goes in a circle, ${[...circle, circle[0]].join(' -> ')}.` : '';
}

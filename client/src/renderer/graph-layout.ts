import { Graph, type GraphLabel, layout } from '@dagrejs/dagre';
import type { GraphResult } from '../../../kernel/src/result.js';
import { shorten, widthOf } from './names.js';

const longestName = 24;
export const nodeHeight = 46;

export interface PlacedVariable {
  readonly node: GraphResult['nodes'][number];
  /** The name as it fits the shape. */
  readonly label: string;
  /** Centre and width. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface PlacedArrow {
  readonly edge: GraphResult['edges'][number];
  /** From the border of the cause to the border of the effect. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface GraphLayout {
  readonly variables: readonly PlacedVariable[];
  readonly arrows: readonly PlacedArrow[];
  readonly width: number;
  readonly height: number;
}

/** Variables and arrows as results have them. */
export type DrawableGraph = Pick<GraphResult, 'nodes' | 'edges'>;

/** Causes above effects, layered so that arrows cross little (Sugiyama's method, as dagre does it). */
export function layOut(result: DrawableGraph): GraphLayout {
  const graph = new Graph<GraphLabel>();
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 52, marginx: 10, marginy: 10 });
  graph.setDefaultEdgeLabel(() => ({}));
  // Keys of our own: a variable may be called `__proto__`.
  const keys = new Map(result.nodes.map((node, i) => [node.name, `variable ${i}`]));
  const sized = result.nodes.map((node, i) => {
    const label = shorten(node.name, longestName);
    const width = Math.round(Math.max(widthOf(label) * 7.4, widthOf(node.role) * 6.4)) + 38;
    graph.setNode(`variable ${i}`, { width, height: nodeHeight });
    return { node, label, width };
  });
  const known = result.edges.filter((edge) => keys.has(edge.from) && keys.has(edge.to));
  for (const edge of known) graph.setEdge(keys.get(edge.from) ?? '', keys.get(edge.to) ?? '');
  layout(graph);
  const at = (i: number): { x: number; y: number } => {
    const { x = 0, y = 0 } = graph.node(`variable ${i}`) as { x?: number; y?: number };
    return { x, y };
  };
  return {
    variables: sized.map((variable, i) => ({ ...variable, ...at(i) })),
    arrows: known.map((edge) => {
      const { points = [] } = graph.edge(keys.get(edge.from) ?? '', keys.get(edge.to) ?? '') as {
        points?: { x: number; y: number }[];
      };
      return { edge, points };
    }),
    width: graph.graph().width ?? 0,
    height: graph.graph().height ?? 0,
  };
}

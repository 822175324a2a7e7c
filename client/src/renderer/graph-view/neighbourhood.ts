import type { DrawableGraph } from '../graph-layout.js';

/** How many arrows away from the chosen variable others are shown. */
export type Hops = 1 | 2 | 3 | 'all';

/** A graph of more variables shows the neighbourhood of one at first. */
export const mostAtOnce = 40;

export const hopsAtFirst = ({ nodes }: DrawableGraph): Hops => (nodes.length > mostAtOnce ? 2 : 'all');

/** A variable, its causes up to so many arrows above it, its effects below it, and every arrow between these. */
export function neighbourhood(graph: DrawableGraph, variable: string | undefined, hops: Hops): DrawableGraph {
  if (hops === 'all' || variable === undefined) return { nodes: graph.nodes, edges: graph.edges };
  const near = new Set([
    ...reached(graph, variable, hops, 'from', 'to'),
    ...reached(graph, variable, hops, 'to', 'from'),
  ]);
  return {
    nodes: graph.nodes.filter(({ name }) => near.has(name)),
    edges: graph.edges.filter(({ from, to }) => near.has(from) && near.has(to)),
  };
}

function reached(
  { edges }: DrawableGraph,
  start: string,
  hops: number,
  near: 'from' | 'to',
  far: 'from' | 'to',
): Set<string> {
  const found = new Set([start]);
  let border = found;
  for (let hop = 0; hop < hops; hop++) {
    const beyond = edges.filter((edge) => border.has(edge[near]) && !found.has(edge[far]));
    border = new Set(beyond.map((edge) => edge[far]));
    for (const name of border) found.add(name);
  }
  return found;
}

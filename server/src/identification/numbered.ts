import type { Dag } from './dag.js';

/**
 * A graph whose variables are the numbers 0 to size - 1, for everything that searches it: lists of neighbours instead of maps
 * by name. Sets of variables are masks, one byte each.
 */
export interface Numbered {
  readonly size: number;
  readonly names: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly children: readonly (readonly number[])[];
  readonly parents: readonly (readonly number[])[];
}

export type Mask = Uint8Array;

const known = new WeakMap<Dag, Numbered>();

/** The graph by numbers, in the order of its nodes; worked out once per graph. */
export function numbered(dag: Dag): Numbered {
  const before = known.get(dag);
  if (before) return before;
  const numbers = new Map(dag.nodes.map((name, i) => [name, i]));
  const listed = (neighbours: ReadonlyMap<string, readonly string[]>): number[][] =>
    dag.nodes.map((name) => (neighbours.get(name) ?? []).map((other) => numbers.get(other)!));
  const graph: Numbered = {
    size: dag.nodes.length,
    names: dag.nodes,
    numbers,
    children: listed(dag.children),
    parents: listed(dag.parents),
  };
  known.set(dag, graph);
  return graph;
}

/** The same variables with some of the arrows. */
export function keepArrows(graph: Numbered, kept: (cause: number, effect: number) => boolean): Numbered {
  const children = graph.children.map((below, cause) => below.filter((effect) => kept(cause, effect)));
  const parents = graph.parents.map((above, effect) => above.filter((cause) => kept(cause, effect)));
  return { ...graph, children, parents };
}

/** The same variables and one arrow more. */
export function withArrow(graph: Numbered, cause: number, effect: number): Numbered {
  const children = graph.children.with(cause, [...graph.children[cause], effect]);
  const parents = graph.parents.with(effect, [...graph.parents[effect], cause]);
  return { ...graph, children, parents };
}

export function maskOf(graph: Numbered, members: Iterable<number>): Mask {
  const mask = new Uint8Array(graph.size);
  for (const member of members) mask[member] = 1;
  return mask;
}

/** Names that the graph does not have are left out. */
export function maskOfNames(graph: Numbered, names: Iterable<string>): Mask {
  const mask = new Uint8Array(graph.size);
  for (const name of names) {
    const number = graph.numbers.get(name);
    if (number !== undefined) mask[number] = 1;
  }
  return mask;
}

/** The members of a mask in the order of the graph. */
export function members(mask: Mask): number[] {
  const found: number[] = [];
  for (let i = mask.indexOf(1); i >= 0; i = mask.indexOf(1, i + 1)) found.push(i);
  return found;
}

export function namesOf(graph: Numbered, mask: Mask): string[] {
  return members(mask).map((member) => graph.names[member]);
}

/** What is in both masks. */
export function both(a: Mask, b: Mask): Mask {
  const mask = a.slice();
  for (let i = 0; i < mask.length; i++) mask[i] &= b[i];
  return mask;
}

export function either(a: Mask, b: Mask): Mask {
  const mask = a.slice();
  for (let i = 0; i < mask.length; i++) mask[i] |= b[i];
  return mask;
}

export function without(a: Mask, b: Mask): Mask {
  const mask = a.slice();
  for (let i = 0; i < mask.length; i++) if (b[i]) mask[i] = 0;
  return mask;
}

export function isWithin(a: Mask, b: Mask): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] > b[i]) return false;
  return true;
}

function reach(start: Mask, next: readonly (readonly number[])[], barred?: Mask): Mask {
  const reached = start.slice();
  const waiting = members(start);
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const neighbour of next[node]) {
      if (reached[neighbour] || barred?.[neighbour]) continue;
      reached[neighbour] = 1;
      waiting.push(neighbour);
    }
  }
  return reached;
}

/** The nodes themselves and what causes them, directly or over nodes that are not barred. */
export function ancestorsOf(graph: Numbered, nodes: Mask, barred?: Mask): Mask {
  return reach(nodes, graph.parents, barred);
}

/** The nodes themselves and what they cause, directly or over nodes that are not barred. */
export function descendantsOf(graph: Numbered, nodes: Mask, barred?: Mask): Mask {
  return reach(nodes, graph.children, barred);
}

/** Every variable after its causes; ties in the order of the graph. The graph has no cycle. */
export function topologicalOrder(graph: Numbered): number[] {
  const missing = graph.parents.map((above) => above.length);
  const order = missing.flatMap((count, node) => (count === 0 ? [node] : []));
  for (let i = 0; i < order.length; i++) {
    for (const child of graph.children[order[i]]) if (--missing[child] === 0) order.push(child);
  }
  return order;
}

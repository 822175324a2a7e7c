import { keepArrows, type Mask, members, type Numbered } from './numbered.js';

/**
 * The latent projection of a graph on its observed variables: an arrow where a directed path leads over unobserved variables
 * alone, and for each variable the unobserved ones that reach it so. Two variables that are reached by the same one are
 * confounded (joined by a bidirected edge). Variables keep their numbers.
 *
 * Verma and Pearl 1990, "Equivalence and synthesis of causal models"; Tian and Pearl 2002, "On the testable implications of causal
 * models with hidden variables".
 */
export interface Projection {
  readonly graph: Numbered;
  readonly confounders: readonly (readonly number[])[];
}

export function project(graph: Numbered, observed: Mask): Projection {
  const parents: number[][] = graph.parents.map(() => []);
  const confounders: number[][] = graph.parents.map(() => []);
  for (const node of members(observed)) {
    const seen = new Set([node]);
    const waiting = [node];
    for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
      for (const parent of graph.parents[here]) {
        if (seen.has(parent)) continue;
        seen.add(parent);
        if (observed[parent]) parents[node].push(parent);
        else {
          confounders[node].push(parent);
          waiting.push(parent);
        }
      }
    }
  }
  const children: number[][] = graph.children.map(() => []);
  for (const [node, above] of parents.entries()) for (const parent of above) children[parent].push(node);
  return { graph: { ...graph, parents, children }, confounders };
}

/**
 * The parts of some variables that are joined by bidirected edges among them (c-components), in the order of their first
 * variables.
 */
export function districts({ confounders }: Projection, within: Mask): Mask[] {
  const leader = Int32Array.from(within, (_, node) => node);
  const find = (node: number): number => {
    while (leader[node] !== node) node = leader[node] = leader[leader[node]];
    return node;
  };
  const reachedBy = new Map<number, number>();
  for (const node of members(within)) {
    for (const confounder of confounders[node]) {
      const other = reachedBy.get(confounder);
      if (other === undefined) reachedBy.set(confounder, node);
      else leader[find(node)] = find(other);
    }
  }
  const parts = new Map<number, Mask>();
  for (const node of members(within)) {
    const part = parts.get(find(node)) ?? new Uint8Array(within.length);
    part[node] = 1;
    parts.set(find(node), part);
  }
  return [...parts.values()];
}

/** The arrows among some variables alone. */
export function induced(graph: Numbered, within: Mask): Numbered {
  return keepArrows(graph, (cause, effect) => within[cause] === 1 && within[effect] === 1);
}

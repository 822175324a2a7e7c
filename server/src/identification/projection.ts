import { type Mask, members, type Numbered } from './numbered.js';

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
  /** The observed variables that each unobserved one reaches so. */
  readonly confounded: readonly (readonly number[])[];
}

export function project(graph: Numbered, observed: Mask): Projection {
  const parents: number[][] = graph.parents.map(() => []);
  const confounders: number[][] = graph.parents.map(() => []);
  const confounded: number[][] = graph.parents.map(() => []);
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
          confounded[parent].push(node);
          waiting.push(parent);
        }
      }
    }
  }
  const children: number[][] = graph.children.map(() => []);
  for (const [node, above] of parents.entries()) for (const parent of above) children[parent].push(node);
  return { graph: { ...graph, parents, children }, confounders, confounded };
}

/** The variables among some that bidirected edges among them join to one of them (its c-component). */
export function districtOf({ confounders, confounded }: Projection, within: Mask, node: number): Mask {
  const part = new Uint8Array(within.length);
  const used = new Uint8Array(within.length);
  part[node] = 1;
  const waiting = [node];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    for (const confounder of confounders[here]) {
      if (used[confounder]) continue;
      used[confounder] = 1;
      for (const other of confounded[confounder]) {
        if (!within[other] || part[other]) continue;
        part[other] = 1;
        waiting.push(other);
      }
    }
  }
  return part;
}

/** All c-components of some variables, in the order of their first variables. */
export function districts(projection: Projection, within: Mask): Mask[] {
  const parts: Mask[] = [];
  const left = within.slice();
  for (const node of members(within)) {
    if (!left[node]) continue;
    const part = districtOf(projection, within, node);
    for (const member of members(part)) left[member] = 0;
    parts.push(part);
  }
  return parts;
}

import { ancestorsOf, both, either, type Mask, members, type Numbered } from './numbered.js';

/**
 * Separation by the moral graph of some ancestors: variables that share an effect among them are neighbours. Here `within` is
 * closed under causes. Reaches every variable that a walk from `from` comes to without passing a given one; the given ones that
 * it comes to are reached, and stop it. Linear in the number of arrows, since a marriage is walked as up and down again.
 *
 * Lauritzen, Dawid, Larsen and Leimer 1990; as a search, van der Zander and Liskiewicz 2020, "Finding minimal d-separators in
 * linear time and applications".
 */
export function moralReach(graph: Numbered, within: Mask, from: Mask, given: Mask): Mask {
  const seen = new Uint8Array(2 * graph.size);
  const reached = new Uint8Array(graph.size);
  const waiting: number[] = [];
  const visit = (node: number, into: 0 | 1): void => {
    if (!within[node] || seen[2 * node + into]) return;
    seen[2 * node + into] = 1;
    waiting.push(2 * node + into);
  };
  for (const node of members(from)) visit(node, 0);
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    const node = here >> 1;
    const into = here & 1;
    reached[node] = 1;
    if (!given[node]) for (const child of graph.children[node]) visit(child, 1);
    if (into || !given[node]) for (const parent of graph.parents[node]) visit(parent, 0);
  }
  return reached;
}

/** What a separator in {@link nearestSeparator} separates, and from what it may be chosen. */
export interface ToSeparate {
  readonly graph: Numbered;
  readonly from: Mask;
  readonly to: Mask;
  readonly candidates: Mask;
}

/**
 * The candidates among the causes of both ends that touch `to` in the moral graph, over no other candidate: the whole boundary
 * of `to`, of which a minimal separator is the part that also touches `from`. Undefined where no set of candidates separates.
 */
export function boundary(ends: ToSeparate): Mask | undefined {
  return boundaryWithin(ends, ancestorsOf(ends.graph, either(ends.from, ends.to)));
}

function boundaryWithin({ graph, from, to, candidates }: ToSeparate, within: Mask): Mask | undefined {
  const given = both(candidates, within);
  const reached = moralReach(graph, within, to, given);
  return members(from).some((node) => reached[node]) ? undefined : both(reached, given);
}

/**
 * The minimal separator nearest to `to` in linear time, or undefined where no set of candidates separates. Every variable in it
 * touches both ends.
 *
 * van der Zander and Liskiewicz 2020, "Finding minimal d-separators in linear time and applications".
 */
export function nearestSeparator(ends: ToSeparate): Mask | undefined {
  const within = ancestorsOf(ends.graph, either(ends.from, ends.to));
  const near = boundaryWithin(ends, within);
  return near && both(moralReach(ends.graph, within, ends.from, near), near);
}

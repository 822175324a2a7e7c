import { nearestSeparator } from './ancestral.js';
import {
  descendantsOf,
  type Mask,
  maskOf,
  members,
  type Numbered,
  topologicalOrder,
  withArrow,
  without,
} from './numbered.js';
import { openTrail } from './separation.js';

/** That two observed variables are independent given others: what the graph says of the data. */
export interface Implication {
  readonly pair: readonly [number, number];
  /** A minimal set: without any one of them the graph does not say so. */
  readonly given: Mask;
}

export interface Implications {
  readonly implications: readonly Implication[];
  /** Whether all others follow from these. */
  readonly complete: boolean;
}

/** Work that the list may take, in arrows looked at: about a second. */
const mostWork = 2e7;

/**
 * For every two observed variables that some observed ones separate, a minimal such set, the nearest to the later of the two: the
 * pairwise independences from which all others of the graph follow by the rules of compositional graphoids, which multivariate
 * normal variables obey. The list stops at `limit`, and in huge graphs after about a second.
 *
 * Pairwise Markov property: Sadeghi and Lauritzen 2014, "Markov properties for mixed graphs"; separators: van der Zander
 * and Liskiewicz 2020.
 */
export function testableImplications(graph: Numbered, observed: Mask, limit: number): Implications {
  const order = topologicalOrder(graph).filter((node) => observed[node]);
  const arrows = graph.children.reduce((sum, below) => sum + below.length, graph.size);
  let pairs = Math.ceil(mostWork / arrows);
  const implications: Implication[] = [];
  for (const [i, later] of order.entries()) {
    for (const earlier of order.slice(0, i)) {
      if (graph.children[earlier].includes(later)) continue;
      if (pairs-- === 0) return { implications, complete: false };
      const [from, to] = [maskOf(graph, [earlier]), maskOf(graph, [later])];
      const candidates = without(observed, maskOf(graph, [earlier, later]));
      const given = nearestSeparator({ graph, from, to, candidates });
      if (!given) continue;
      if (implications.length === limit) return { implications, complete: false };
      implications.push({ pair: [earlier, later], given });
    }
  }
  return { implications, complete: true };
}

/** An implication and whether the data bear it out. */
export interface Tested {
  readonly implication: Implication;
  readonly holds: boolean;
}

/** What the graph may lack. */
export interface MissingArrow {
  /** An arrow from the first to the second, or an unobserved cause of both. */
  readonly missing: 'arrow' | 'common cause';
  readonly pair: readonly [number, number];
  /** Places in the list of the failed implications that the graph would no longer make. */
  readonly explains: readonly number[];
  /** Places of those that hold and that it would no longer make either: the fewer, the better it fits. */
  readonly unsays: readonly number[];
}

/** Failed implications that are looked into. */
const mostFailed = 50;

/**
 * Arrows, and unobserved common causes, between the two variables of a failed implication that would explain failures: those that
 * explain most come first, then those that take back the fewest implications that hold, then arrows before common causes. An
 * arrow that would close a cycle is left out.
 */
export function missingArrows(graph: Numbered, tested: readonly Tested[]): MissingArrow[] {
  const failed = tested.filter(({ holds }) => !holds).slice(0, mostFailed);
  const candidates = failed.flatMap(({ implication: { pair } }) => additions(graph, pair));
  const found = candidates.map(({ missing, pair, larger }): MissingArrow => {
    const denied = tested.flatMap(({ implication }, i) => (implies(larger, implication) ? [] : [i]));
    const [explains, unsays] = [
      denied.filter((i) => !tested[i].holds),
      denied.filter((i) => tested[i].holds),
    ];
    return { missing, pair, explains, unsays };
  });
  return found
    .filter(({ explains }) => explains.length > 0)
    .sort((a, b) => b.explains.length - a.explains.length || a.unsays.length - b.unsays.length);
}

interface Addition extends Pick<MissingArrow, 'missing' | 'pair'> {
  readonly larger: Numbered;
}

function additions(graph: Numbered, [a, b]: readonly [number, number]): Addition[] {
  const arrow = (cause: number, effect: number): Addition[] =>
    descendantsOf(graph, maskOf(graph, [effect]))[cause]
      ? []
      : [{ missing: 'arrow', pair: [cause, effect], larger: withArrow(graph, cause, effect) }];
  const common: Addition = { missing: 'common cause', pair: [a, b], larger: withCommonCause(graph, a, b) };
  return [...arrow(a, b), ...arrow(b, a), common];
}

/** The graph with one variable more, the last one, that causes two others. */
function withCommonCause(graph: Numbered, a: number, b: number): Numbered {
  const larger: Numbered = {
    ...graph,
    size: graph.size + 1,
    children: [...graph.children, []],
    parents: [...graph.parents, []],
  };
  return withArrow(withArrow(larger, graph.size, a), graph.size, b);
}

/** Whether a graph, which may have more variables behind the others, makes an implication. */
function implies(graph: Numbered, { pair, given }: Implication): boolean {
  const [from, to] = pair.map((node) => maskOf(graph, [node]));
  return !openTrail(graph, from, to, maskOf(graph, members(given)));
}

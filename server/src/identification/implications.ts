import { nearestSeparator } from './ancestral.js';
import {
  ancestorsOf,
  descendantsOf,
  type Mask,
  maskOf,
  members,
  type Numbered,
  topologicalOrder,
  withArrow,
  without,
} from './numbered.js';
import { connectedTo, openTrail } from './separation.js';

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

/** Work that a list may take, in arrows looked at: about a second. */
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

/** What a graph may lack: an arrow from the first to the second, or an unobserved cause of both. */
export interface Addition {
  readonly missing: 'arrow' | 'common cause';
  readonly pair: readonly [number, number];
  /** Places of the implications that the graph would make no longer. */
  readonly takesBack: readonly number[];
}

/**
 * For each implication, what the graph may lack if it fails: arrows between its two variables, and an unobserved cause of both. An
 * arrow that would close a cycle is left out. All implications are looked at together, since one addition takes back several. In huge
 * graphs, after about a second, there are none for the rest.
 */
export function additionsOf(graph: Numbered, implications: readonly Implication[]): readonly Addition[][] {
  const arrows = graph.children.reduce((sum, below) => sum + below.length, graph.size);
  const looked = Math.floor(mostWork / (3 * arrows * implications.length));
  const surroundings = implications.map((each) => surroundingsOf(graph, each));
  return implications.map(({ pair }, i) =>
    (i < looked ? larger(graph, pair) : []).map((addition) => {
      const takesBack = implications.flatMap((each, k) =>
        mayConnect(addition, surroundings[k]) && !implies(addition.graph, each) ? [k] : [],
      );
      return { missing: addition.missing, pair: addition.pair, takesBack };
    }),
  );
}

/** What lies around an implication, looked at once for all additions. */
interface Surroundings {
  /** What is connected to each of its variables, they themselves among it, and what is given. */
  readonly ofFirst: Mask;
  readonly ofSecond: Mask;
  readonly given: Mask;
  /** What is given and all that causes it: where a collider is open. */
  readonly opens: Mask;
}

function surroundingsOf(graph: Numbered, { pair, given }: Implication): Surroundings {
  const [ofFirst, ofSecond] = pair.map((node) => connectedTo(graph, maskOf(graph, [node]), given));
  return { ofFirst, ofSecond, given, opens: ancestorsOf(graph, given) };
}

/**
 * Whether an addition could connect the two variables of an implication: it has to lead from what is connected to the one to what is
 * connected to the other, unless it opens colliders, or is itself one side of an open one. Only then is it worth a search.
 */
function mayConnect(
  { missing, pair: [a, b] }: Larger,
  { ofFirst, ofSecond, given, opens }: Surroundings,
): boolean {
  if (missing === 'arrow' ? opens[b] : given[a] || given[b]) return true;
  return (ofFirst[a] === 1 && ofSecond[b] === 1) || (ofFirst[b] === 1 && ofSecond[a] === 1);
}

interface Larger extends Pick<Addition, 'missing' | 'pair'> {
  readonly graph: Numbered;
}

function larger(graph: Numbered, [a, b]: readonly [number, number]): Larger[] {
  const arrow = (cause: number, effect: number): Larger[] =>
    descendantsOf(graph, maskOf(graph, [effect]))[cause]
      ? []
      : [{ missing: 'arrow', pair: [cause, effect], graph: withArrow(graph, cause, effect) }];
  const common: Larger = { missing: 'common cause', pair: [a, b], graph: withCommonCause(graph, a, b) };
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

import { createRandom } from '../../../kernel/src/statistics/random.js';
import type { Dag } from '../../../server/src/identification/dag.js';

/** A small graph by bits: child bits per variable, which are named a, b, c ... Sets are whole numbers. */
export interface SmallDag {
  readonly size: number;
  readonly children: readonly number[];
}

export const bit = (node: number): number => 1 << node;
export const nodesOf = (set: number): number[] =>
  Array.from({ length: 31 }, (_, i) => i).filter((i) => set & bit(i));
export const name = (node: number): string => String.fromCharCode(97 + node);
export const namesOf = (set: number): string[] => nodesOf(set).map(name);
export const bitsOf = (names: Iterable<string>): number =>
  [...names].reduce((set, word) => set | bit(word.charCodeAt(0) - 97), 0);
export const all = (size: number): number => bit(size) - 1;

/** All subsets of a set, smaller numbers first. */
export function* subsetsOf(set: number): Generator<number> {
  for (let part = 0; ; part = (part - set) & set) {
    yield part;
    if (part === set) return;
  }
}

/** Every graph whose arrows go up in number: every graph without cycles up to the names of its variables. */
export function* orderedDags(size: number): Generator<SmallDag> {
  const pairs = Array.from({ length: size }, (_, i) => i).flatMap((a) =>
    Array.from({ length: size - a - 1 }, (_, k) => [a, a + 1 + k] as const),
  );
  for (let code = 0; code < 2 ** pairs.length; code++) {
    const children = Array.from({ length: size }, () => 0);
    for (const [i, [a, b]] of pairs.entries()) if (code & bit(i)) children[a] |= bit(b);
    yield { size, children };
  }
}

/** Whether brute force goes over every graph of five variables, as in the slow suite, or over a sixth of them. */
export const everyGraph = process.env.EVERY_GRAPH === 'yes';

/** The graphs of five variables that brute force goes over: all, or each with a chance of a sixth, the same ones in every run. */
export function* dagsOfFive(): Generator<SmallDag> {
  const random = createRandom(5);
  for (const small of orderedDags(5)) if (random.next() < 1 / 6 || everyGraph) yield small;
}

const dags = new WeakMap<SmallDag, Dag>();

/** The graph by names, its variables in the order of their numbers. */
export function dagOf(small: SmallDag): Dag {
  const known = dags.get(small);
  if (known) return known;
  const nodes = Array.from({ length: small.size }, (_, i) => i);
  const causesOf = (node: number): number[] => nodes.filter((cause) => has(small, cause, node));
  const dag: Dag = {
    nodes: nodes.map(name),
    children: new Map(nodes.map((node) => [name(node), namesOf(small.children[node])])),
    parents: new Map(nodes.map((node) => [name(node), causesOf(node).map(name)])),
  };
  dags.set(small, dag);
  return dag;
}

/** A set as a mask of the graph's. */
export function maskFor(small: SmallDag, set: number): Uint8Array {
  return Uint8Array.from({ length: small.size }, (_, node) => (set >> node) & 1);
}

/** A mask as bits. */
export const bitsIn = (mask: Uint8Array): number => mask.reduce((set, member, i) => set | (member << i), 0);

export const has = (dag: SmallDag, cause: number, effect: number): boolean =>
  (dag.children[cause] & bit(effect)) !== 0;

/** The graph with the arrows that are wanted. */
export function keep(dag: SmallDag, wanted: (cause: number, effect: number) => boolean): SmallDag {
  const children = dag.children.map((below, cause) =>
    nodesOf(below).reduce((kept, effect) => (wanted(cause, effect) ? kept | bit(effect) : kept), 0),
  );
  return { size: dag.size, children };
}

/** The nodes and all they cause. */
export function below(dag: SmallDag, set: number): number {
  let reached = set;
  for (let last = -1; last !== reached; ) {
    last = reached;
    for (const node of nodesOf(last)) reached |= dag.children[node];
  }
  return reached;
}

/** The nodes and all that causes them. */
export function above(dag: SmallDag, set: number): number {
  return Array.from({ length: dag.size }, (_, i) => i).reduce(
    (found, node) => (below(dag, bit(node)) & set ? found | bit(node) : found),
    0,
  );
}

/** Every simple path between two variables, whatever the direction of its arrows. */
function walks(dag: SmallDag, path: readonly number[], to: number): number[][] {
  const here = path[path.length - 1];
  if (here === to) return [[...path]];
  const found: number[][] = [];
  for (let next = 0; next < dag.size; next++) {
    if (path.includes(next) || !(has(dag, here, next) || has(dag, next, here))) continue;
    found.push(...walks(dag, [...path, next], to));
  }
  return found;
}

/** A simple path with what Pearl's definition asks of it. */
export interface SimplePath {
  readonly nodes: readonly number[];
  readonly directed: boolean;
  /** Inner variables that are no colliders: given none of them, it is open there. */
  readonly passed: number;
  /** For each collider it and all it causes: given one of them, it is open there. */
  readonly colliders: readonly number[];
}

const kept = new WeakMap<SmallDag, Map<number, readonly SimplePath[]>>();

/** All simple paths between two variables of a graph. */
export function pathsOf(dag: SmallDag, from: number, to: number): readonly SimplePath[] {
  const known = kept.get(dag) ?? new Map<number, readonly SimplePath[]>();
  kept.set(dag, known);
  const key = 32 * from + to;
  const before = known.get(key);
  if (before) return before;
  const paths = walks(dag, [from], to).map((nodes): SimplePath => {
    const inner = nodes.slice(1, -1);
    const isCollider = (node: number, i: number): boolean =>
      has(dag, nodes[i], node) && has(dag, nodes[i + 2], node);
    return {
      nodes,
      directed: nodes.slice(1).every((node, i) => has(dag, nodes[i], node)),
      passed: inner.reduce((set, node, i) => (isCollider(node, i) ? set : set | bit(node)), 0),
      colliders: inner.filter(isCollider).map((node) => below(dag, bit(node))),
    };
  });
  known.set(key, paths);
  return paths;
}

/** Pearl's definition of an open path: every collider is given or causes something given, nothing else on it is given. */
export function isOpen({ passed, colliders }: SimplePath, given: number): boolean {
  return (passed & given) === 0 && colliders.every((set) => (set & given) !== 0);
}

/** By definition: two sets are separated where no path between them is open. */
export function separate(dag: SmallDag, from: number, to: number, given: number): boolean {
  return nodesOf(from).every((a) =>
    nodesOf(to).every((b) => !pathsOf(dag, a, b).some((path) => isOpen(path, given))),
  );
}

/** Paths from some treatments to an outcome that leave the treatments at once. */
export function properPaths(dag: SmallDag, treatments: number, outcome: number): SimplePath[] {
  return nodesOf(treatments).flatMap((t) =>
    pathsOf(dag, t, outcome).filter(({ nodes }) => nodes.slice(1).every((node) => !(treatments & bit(node)))),
  );
}

/** What lies on a proper causal path, without the treatments. */
export function causalNodes(dag: SmallDag, treatments: number, outcome: number): number {
  return properPaths(dag, treatments, outcome)
    .filter(({ directed }) => directed)
    .reduce((set, { nodes }) => nodes.slice(1).reduce((more, node) => more | bit(node), set), 0);
}

/**
 * All adjustment sets by the definition of the criterion (Shpitser, VanderWeele and Robins 2010; for several treatments Perkovic
 * et al. 2018): a set holds nothing that a variable on a proper causal path causes, and blocks every proper path that is not
 * causal.
 */
export function adjustmentSetsOf(dag: SmallDag, treatments: number, outcome: number): number[] {
  const forbidden = below(dag, causalNodes(dag, treatments, outcome));
  const others = all(dag.size) & ~treatments & ~bit(outcome) & ~forbidden;
  const toBlock = properPaths(dag, treatments, outcome).filter(({ directed }) => !directed);
  return [...subsetsOf(others)].filter((set) => !toBlock.some((path) => isOpen(path, set)));
}

/** The sets of which no proper part is among them. */
export function minimalOf(sets: readonly number[]): number[] {
  return sets.filter((set) => !sets.some((other) => other !== set && (other & set) === other));
}

/** Every ordered pair of different variables. */
export function* pairsOf(size: number): Generator<readonly [number, number]> {
  for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) if (a !== b) yield [a, b];
}

import { type Arrow, type Dag, descendants, makeDag } from '../../../server/src/identification/dag.js';

/** Every graph without cycles over these names, each once: an arrow one way, the other way, or none, for every pair. */
export function* allDags(names: readonly string[]): Generator<Dag> {
  const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b] as const));
  for (let code = 0; code < 3 ** pairs.length; code++) {
    const arrows: Arrow[] = [];
    let rest = code;
    for (const [a, b] of pairs) {
      if (rest % 3 === 1) arrows.push([a, b]);
      if (rest % 3 === 2) arrows.push([b, a]);
      rest = Math.floor(rest / 3);
    }
    const dag = makeDag(arrows, names);
    if (isAcyclic(dag)) yield dag;
  }
}

/** By the definition: no variable is reached from one of its own effects. */
export function isAcyclic(dag: Dag): boolean {
  return dag.nodes.every((node) => !descendants(dag, dag.children.get(node)!).has(node));
}

/** Every simple path between two variables, whatever the direction of its arrows. */
export function* allPaths(
  dag: Dag,
  from: string,
  to: string,
  before: readonly string[] = [],
): Generator<string[]> {
  const path = [...before, from];
  if (from === to) {
    yield path;
    return;
  }
  const neighbours = [...dag.children.get(from)!, ...dag.parents.get(from)!];
  for (const next of neighbours) if (!path.includes(next)) yield* allPaths(dag, next, to, path);
}

const has = (dag: Dag, cause: string, effect: string): boolean => dag.children.get(cause)!.includes(effect);

/** Pearl's definition of an open path: every collider is given or causes something given, nothing else on it is given. */
export function isOpen(dag: Dag, path: readonly string[], given: ReadonlySet<string>): boolean {
  return path.slice(1, -1).every((node, i) => {
    const collider = has(dag, path[i]!, node) && has(dag, path[i + 2]!, node);
    if (!collider) return !given.has(node);
    return [...descendants(dag, [node])].some((below) => given.has(below));
  });
}

/** Whether all arrows of a path point from its beginning to its end. */
export function isDirected(dag: Dag, path: readonly string[]): boolean {
  return path.slice(1).every((node, i) => has(dag, path[i]!, node));
}

/** By definition: separated where no path at all is open. */
export function separatedByDefinition(dag: Dag, a: string, b: string, given: ReadonlySet<string>): boolean {
  for (const path of allPaths(dag, a, b)) if (isOpen(dag, path, given)) return false;
  return true;
}

/**
 * The adjustment criterion by its definition (Shpitser, VanderWeele and Robins 2010): the set holds nothing that a variable on
 * a causal path causes, and every path that is not causal is blocked.
 */
export function adjusts(dag: Dag, treatment: string, outcome: string, set: ReadonlySet<string>): boolean {
  for (const path of allPaths(dag, treatment, outcome)) {
    if (isDirected(dag, path)) {
      const below = descendants(dag, path.slice(1));
      if ([...set].some((name) => below.has(name))) return false;
    } else if (isOpen(dag, path, set)) return false;
  }
  return true;
}

/** All subsets, the empty one first. */
export function subsets(names: readonly string[]): ReadonlySet<string>[] {
  return Array.from(
    { length: 2 ** names.length },
    (_, bits) => new Set(names.filter((_, i) => bits & (1 << i))),
  );
}

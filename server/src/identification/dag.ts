/** A causal graph: names and arrows, nothing of specs or data. Every list is in the order of first mention. */
export interface Dag {
  readonly nodes: readonly string[];
  readonly children: ReadonlyMap<string, readonly string[]>;
  readonly parents: ReadonlyMap<string, readonly string[]>;
}

export type Arrow = readonly [cause: string, effect: string];

/**
 * Builds a graph from arrows; a repeated arrow counts once. Whether it is acyclic is for {@link findCycle} to say.
 *
 * @example makeDag([['tenure', 'coupon'], ['coupon', 'purchased']])
 */
export function makeDag(arrows: Iterable<Arrow>, alone: Iterable<string> = []): Dag {
  const children = new Map<string, string[]>();
  const parents = new Map<string, string[]>();
  const add = (name: string): void => {
    if (children.has(name)) return;
    children.set(name, []);
    parents.set(name, []);
  };
  const seen = new Set<string>();
  for (const [cause, effect] of arrows) {
    add(cause);
    add(effect);
    const key = `${cause}\0${effect}`;
    if (seen.has(key)) continue;
    seen.add(key);
    children.get(cause)!.push(effect);
    parents.get(effect)!.push(cause);
  }
  for (const name of alone) add(name);
  return { nodes: [...children.keys()], children, parents };
}

/** The same graph without some arrows. */
export function withoutArrows(dag: Dag, dropped: (cause: string, effect: string) => boolean): Dag {
  const keep = (from: string, to: string): boolean => !dropped(from, to);
  const children = new Map(dag.nodes.map((n) => [n, dag.children.get(n)!.filter((c) => keep(n, c))]));
  const parents = new Map(dag.nodes.map((n) => [n, dag.parents.get(n)!.filter((p) => keep(p, n))]));
  return { nodes: dag.nodes, children, parents };
}

function reach(start: Iterable<string>, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set(start);
  const waiting = [...reached];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const neighbour of next.get(node) ?? []) {
      if (reached.has(neighbour)) continue;
      reached.add(neighbour);
      waiting.push(neighbour);
    }
  }
  return reached;
}

/** The nodes themselves and everything that causes them, directly or not. */
export function ancestors(dag: Dag, nodes: Iterable<string>): Set<string> {
  return reach(nodes, dag.parents);
}

/** The nodes themselves and everything they cause, directly or not. */
export function descendants(dag: Dag, nodes: Iterable<string>): Set<string> {
  return reach(nodes, dag.children);
}

/**
 * A cycle as the nodes along it, each once, or undefined. Depth first with a stack of its own, so that a long chain costs no
 * call stack.
 */
export function findCycle(dag: Dag): string[] | undefined {
  const done = new Set<string>();
  for (const start of dag.nodes) {
    const path: string[] = [];
    const onPath = new Set<string>();
    const stack: { node: string; next: number }[] = [];
    const enter = (node: string): void => {
      stack.push({ node, next: 0 });
      path.push(node);
      onPath.add(node);
    };
    if (!done.has(start)) enter(start);
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      const child = dag.children.get(top.node)![top.next++];
      if (child === undefined) {
        stack.pop();
        path.pop();
        onPath.delete(top.node);
        done.add(top.node);
      } else if (onPath.has(child)) {
        return path.slice(path.indexOf(child));
      } else if (!done.has(child)) {
        enter(child);
      }
    }
  }
  return undefined;
}

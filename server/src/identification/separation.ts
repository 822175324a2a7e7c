import { ancestors, type Dag } from './dag.js';

/** A step of a path: the variable reached, and whether the arrow over which it was reached points to it. */
export interface PathStep {
  readonly node: string;
  /** Undefined for the first variable. */
  readonly arrow?: 'forward' | 'backward';
}

export type Path = readonly PathStep[];

interface Visit {
  readonly node: string;
  readonly into: boolean;
  readonly from?: Visit;
}

/**
 * A shortest path that carries association from `from` to `to` while `given` is held fixed, or undefined where the given
 * variables separate them (d-separation). Each variable is visited at most once per direction, so it takes time linear in
 * the number of arrows. A collider on the path is open because it, or something it causes, is among the given.
 *
 * Shachter 1998, "Bayes-Ball"; Koller and Friedman 2009, algorithm 3.1.
 */
export function openPath(dag: Dag, from: string, to: string, given: ReadonlySet<string>): Path | undefined {
  const opensCollider = ancestors(dag, given);
  const seen = new Set<string>();
  const queue: Visit[] = [];
  const visit = (node: string, into: boolean, previous?: Visit): void => {
    const key = `${into ? '>' : '<'}${node}`;
    if (node === from && previous) return;
    if (seen.has(key)) return;
    seen.add(key);
    queue.push({ node, into, from: previous });
  };
  visit(from, false);
  for (let i = 0; i < queue.length; i++) {
    const here = queue[i]!;
    const { node, into } = here;
    if (node === to) return pathTo(here);
    const fixed = given.has(node);
    if (!fixed) for (const child of dag.children.get(node) ?? []) visit(child, true, here);
    const upwards = into ? opensCollider.has(node) : !fixed;
    if (upwards) for (const parent of dag.parents.get(node) ?? []) visit(parent, false, here);
  }
  return undefined;
}

function pathTo(end: Visit): Path {
  const steps: PathStep[] = [];
  for (let visit: Visit | undefined = end; visit; visit = visit.from) {
    const arrow = visit.from === undefined ? undefined : visit.into ? 'forward' : 'backward';
    steps.push({ node: visit.node, arrow });
  }
  return steps.reverse();
}

/** Whether the given variables separate two others. */
export function separated(dag: Dag, a: string, b: string, given: ReadonlySet<string>): boolean {
  return openPath(dag, a, b, given) === undefined;
}

/** A path as a person writes it: `coupon <- taste -> purchased`. */
export function showPath(path: Path, mark: (node: string) => string = (node) => node): string {
  return path
    .map(({ node, arrow }) => {
      if (arrow === undefined) return mark(node);
      return `${arrow === 'forward' ? '->' : '<-'} ${mark(node)}`;
    })
    .join(' ');
}

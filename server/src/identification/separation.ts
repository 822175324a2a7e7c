import type { Dag } from './dag.js';
import { ancestorsOf, type Mask, maskOfNames, members, type Numbered, numbered } from './numbered.js';

/** A step of a path: the variable reached, and whether the arrow over which it was reached points to it. */
export interface PathStep {
  readonly node: string;
  /** Undefined for the first variable. */
  readonly arrow?: 'forward' | 'backward';
}

export type Path = readonly PathStep[];

/**
 * Visits of a search: visit 2v comes to variable v over an arrow that points away from it (or starts there), visit 2v + 1 over
 * one that points to it. Each holds the visit before it: -1 at a start, -2 where there was no such visit.
 */
interface Visits {
  readonly before: Int32Array;
  /** The first visit of a variable that was looked for; -1 where none was reached. */
  readonly end: number;
}

/**
 * The search behind d-separation, breadth first. Each variable is visited at most once per direction, so it is linear in the
 * number of arrows. A collider is passed because it, or something it causes, is given.
 *
 * Shachter 1998, "Bayes-Ball"; Koller and Friedman 2009, algorithm 3.1.
 */
function search(graph: Numbered, from: Mask, given: Mask, to?: Mask): Visits {
  const opensCollider = ancestorsOf(graph, given);
  const before = new Int32Array(2 * graph.size).fill(-2);
  const queue = members(from).map((node) => 2 * node);
  for (const start of queue) before[start] = -1;
  const visit = (next: number, here: number): void => {
    // What goes on from another start is a shorter path of its own.
    if (before[next] !== -2 || from[next >> 1]) return;
    before[next] = here;
    queue.push(next);
  };
  for (let i = 0; i < queue.length; i++) {
    const here = queue[i];
    const node = here >> 1;
    if (to?.[node]) return { before, end: here };
    if (!given[node]) for (const child of graph.children[node]) visit(2 * child + 1, here);
    const upwards = here & 1 ? opensCollider[node] : !given[node];
    if (upwards) for (const parent of graph.parents[node]) visit(2 * parent, here);
  }
  return { before, end: -1 };
}

function pathTo(graph: Numbered, before: Int32Array, end: number): Path {
  const steps: PathStep[] = [];
  for (let visit = end; visit >= 0; visit = before[visit]) {
    const arrow = before[visit] < 0 ? undefined : visit & 1 ? 'forward' : 'backward';
    steps.push({ node: graph.names[visit >> 1], arrow });
  }
  return steps.reverse();
}

/**
 * A shortest path that carries association from one set of variables to another while the given are held fixed, or undefined
 * where the given separate the sets (d-separation). The three sets have no variable in common.
 */
export function openTrail(graph: Numbered, from: Mask, to: Mask, given: Mask): Path | undefined {
  const { before, end } = search(graph, from, given, to);
  return end < 0 ? undefined : pathTo(graph, before, end);
}

/** The variables that the given do not separate from a set, the set itself among them. */
export function connectedTo(graph: Numbered, from: Mask, given: Mask): Mask {
  const { before } = search(graph, from, given);
  const connected = new Uint8Array(graph.size);
  for (let node = 0; node < graph.size; node++) {
    if (!given[node] && (before[2 * node] !== -2 || before[2 * node + 1] !== -2)) connected[node] = 1;
  }
  return connected;
}

/** A shortest path along arrows from one set to another that avoids some variables, or undefined. */
export function directedPath(graph: Numbered, from: Mask, to: Mask, barred: Mask): Path | undefined {
  const before = new Int32Array(2 * graph.size).fill(-2);
  const queue = members(from).map((node) => 2 * node);
  for (const start of queue) before[start] = -1;
  for (let i = 0; i < queue.length; i++) {
    for (const child of graph.children[queue[i] >> 1]) {
      const next = 2 * child + 1;
      if (before[next] !== -2 || from[child] || barred[child]) continue;
      before[next] = queue[i];
      if (to[child]) return pathTo(graph, before, next);
      queue.push(next);
    }
  }
  return undefined;
}

const asSet = (names: string | Iterable<string>): Iterable<string> =>
  typeof names === 'string' ? [names] : names;

/** {@link openTrail} by names. */
export function openPath(
  dag: Dag,
  from: string | Iterable<string>,
  to: string | Iterable<string>,
  given: Iterable<string>,
): Path | undefined {
  const graph = numbered(dag);
  return openTrail(
    graph,
    maskOfNames(graph, asSet(from)),
    maskOfNames(graph, asSet(to)),
    maskOfNames(graph, given),
  );
}

/** Whether the given variables separate two others, or two sets of others. */
export function separated(
  dag: Dag,
  a: string | Iterable<string>,
  b: string | Iterable<string>,
  given: Iterable<string>,
): boolean {
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

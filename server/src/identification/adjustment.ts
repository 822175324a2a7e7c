import { ancestors, type Dag, descendants, withoutArrows } from './dag.js';
import { openPath, type Path } from './separation.js';

/** Whether an effect can be had by adjustment, and with what; if not, along which path it is confounded. */
export type Adjustment =
  | {
      readonly identified: true;
      /** A minimal set, in the order of the graph: without any one of them a path is open. */
      readonly set: readonly string[];
    }
  | { readonly identified: false; readonly path: Path };

/** Why a listed set is not an adjustment set. */
export type SetFault =
  | { readonly fault: 'forbidden'; readonly variable: string }
  | { readonly fault: 'open'; readonly path: Path };

/** Variables on directed paths from treatment to outcome, the treatment not among them. */
function causalNodes(dag: Dag, treatment: string, outcome: string): Set<string> {
  const above = ancestors(dag, [outcome]);
  const below = descendants(dag, [treatment]);
  return new Set(dag.nodes.filter((n) => n !== treatment && above.has(n) && below.has(n)));
}

/** Whether a directed path leads from treatment to outcome. */
export function causes(dag: Dag, treatment: string, outcome: string): boolean {
  return descendants(dag, [treatment]).has(outcome);
}

/**
 * What no adjustment set may hold: variables on a causal path and everything they cause. Other descendants of the treatment
 * lie on no causal path, yet may open a path as colliders, which the separation test tells.
 */
function forbidden(dag: Dag, treatment: string, outcome: string): Set<string> {
  return descendants(dag, causalNodes(dag, treatment, outcome));
}

/** The graph without the first arrows of the causal paths: what is open in it is not causal (proper backdoor graph). */
function backdoorGraph(dag: Dag, treatment: string, outcome: string): Dag {
  const causal = causalNodes(dag, treatment, outcome);
  return withoutArrows(dag, (cause, effect) => cause === treatment && causal.has(effect));
}

/**
 * The adjustment set a graph implies for an effect, from the observed variables. The canonical set (all observed causes of
 * treatment or outcome that are not forbidden) is valid if any observed set is; from it every variable that is not needed
 * is dropped, those farthest from the outcome first, since what predicts the outcome makes the estimate precise and what
 * predicts the treatment alone makes it vague. Quadratic in the size of the graph.
 *
 * van der Zander, Liskiewicz and Textor 2019, "Separators and adjustment sets in causal graphs", theorems 4.4 and 5.8.
 */
export function adjustmentSet(
  dag: Dag,
  treatment: string,
  outcome: string,
  observed: ReadonlySet<string>,
): Adjustment {
  const backdoor = backdoorGraph(dag, treatment, outcome);
  const without = forbidden(dag, treatment, outcome).add(treatment).add(outcome);
  const relevant = ancestors(dag, [treatment, outcome]);
  const canonical = dag.nodes.filter((n) => relevant.has(n) && observed.has(n) && !without.has(n));
  const set = new Set(canonical);
  const path = openPath(backdoor, treatment, outcome, set);
  if (path) return { identified: false, path };
  for (const node of farthestFirst(backdoor, outcome, canonical)) {
    set.delete(node);
    if (openPath(backdoor, treatment, outcome, set)) set.add(node);
  }
  return { identified: true, set: canonical.filter((n) => set.has(n)) };
}

/** What is wrong with a listed set, or undefined where it is a valid adjustment set. */
export function faultOfSet(
  dag: Dag,
  treatment: string,
  outcome: string,
  set: ReadonlySet<string>,
): SetFault | undefined {
  const without = forbidden(dag, treatment, outcome);
  const variable = [...set].find((name) => without.has(name));
  if (variable !== undefined) return { fault: 'forbidden', variable };
  const path = openPath(backdoorGraph(dag, treatment, outcome), treatment, outcome, set);
  return path && { fault: 'open', path };
}

/** Some nodes by the number of arrows that lead from them to the outcome at the least, most first. */
function farthestFirst(dag: Dag, outcome: string, nodes: readonly string[]): string[] {
  const distance = new Map([[outcome, 0]]);
  const queue = [outcome];
  for (const node of queue) {
    for (const parent of dag.parents.get(node) ?? []) {
      if (distance.has(parent)) continue;
      distance.set(parent, distance.get(node)! + 1);
      queue.push(parent);
    }
  }
  const of = (node: string): number => distance.get(node) ?? Number.POSITIVE_INFINITY;
  return [...nodes].sort((a, b) => of(b) - of(a) || 0);
}

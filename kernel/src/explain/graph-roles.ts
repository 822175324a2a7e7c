import type { GraphStep } from '../plan.js';
import type { GraphResult, Role } from '../result.js';

type Graph = GraphStep['parameters'];

/** Whose cause and effect a graph is read for. */
export interface Question {
  readonly treatment: string;
  readonly outcome: string;
  readonly modifiers: readonly string[];
}

/**
 * What every variable of a graph is to one question, and which edges lie on a path that confounds it. Read off ancestors and
 * descendants: a confounder causes the treatment and, on a way around it, the outcome; a mediator lies between them; an
 * instrument causes the outcome through the treatment alone; a collider is caused from both sides and causes neither. Nodes nobody
 * measured stay `unobserved`. Without a question all others are `other`.
 */
export function graphRoles(
  graph: Graph,
  question: Question | undefined,
): Pick<GraphResult, 'nodes' | 'edges'> {
  const edges = graph.edges.map(([from, to]) => ({ from, to, confounding: false }));
  const names = new Set(graph.nodes.map(({ name }) => name));
  if (!question || !names.has(question.treatment) || !names.has(question.outcome)) {
    const nodes = graph.nodes.map(({ name, observed }) => ({ name, observed, role: plain(observed) }));
    return { nodes, edges };
  }
  const reading = new Reading(graph, question);
  return {
    nodes: graph.nodes.map(({ name, observed }) => ({ name, observed, role: reading.role(name, observed) })),
    edges: edges.map(({ from, to }) => ({ from, to, confounding: reading.confounds(from, to) })),
  };
}

function plain(observed: boolean): Role {
  return observed ? 'other' : 'unobserved';
}

class Reading {
  private readonly causesOfTreatment: ReadonlySet<string>;
  private readonly causesOfOutcome: ReadonlySet<string>;
  /** Causes of the outcome on a way that avoids the treatment. */
  private readonly causesAround: ReadonlySet<string>;
  private readonly effects: ReadonlySet<string>;
  /** What common causes of treatment and outcome lead to, themselves among it, the treatment's effects not. */
  private readonly common: ReadonlySet<string>;

  constructor(
    private readonly graph: Graph,
    private readonly question: Question,
  ) {
    const { treatment, outcome } = question;
    const parents = neighbours(graph.edges.map(([from, to]) => [to, from]));
    const children = neighbours(graph.edges);
    this.causesOfTreatment = reach(treatment, parents);
    this.causesOfOutcome = reach(outcome, parents);
    this.causesAround = reach(outcome, parents, treatment);
    this.effects = reach(treatment, children);
    const roots = [...this.causesOfTreatment].filter((name) => this.causesAround.has(name));
    this.common = new Set(roots.flatMap((name) => [name, ...reach(name, children, treatment)]));
  }

  role(name: string, observed: boolean): Role {
    const { treatment, outcome, modifiers } = this.question;
    if (name === treatment) return 'treatment';
    if (name === outcome) return 'outcome';
    if (!observed) return 'unobserved';
    if (this.effects.has(name) && this.causesOfOutcome.has(name)) return 'mediator';
    if (this.causesOfTreatment.has(name))
      return this.causesAround.has(name) ? 'confounder' : this.instrument(name);
    // A cause of the outcome alone that shares a cause with the treatment also lies on a path to be closed.
    if (this.causesAround.has(name) && this.common.has(name)) return 'confounder';
    if (modifiers.includes(name)) return 'effect modifier';
    return this.isCollider(name) ? 'collider' : 'other';
  }

  private instrument(name: string): Role {
    return this.causesOfOutcome.has(name) && !this.common.has(name) ? 'instrument' : 'confounder';
  }

  private isCollider(name: string): boolean {
    if (this.causesOfOutcome.has(name) || this.causesOfTreatment.has(name)) return false;
    const { treatment, outcome } = this.question;
    const parents = this.graph.edges.filter(([, to]) => to === name).map(([from]) => from);
    const fromTreatment = (p: string) =>
      p === treatment || this.effects.has(p) || this.causesOfTreatment.has(p);
    const fromOutcome = (p: string) => p === outcome || this.causesAround.has(p);
    return parents.some((p) => fromTreatment(p) && parents.some((q) => q !== p && fromOutcome(q)));
  }

  confounds(from: string, to: string): boolean {
    const { treatment, outcome } = this.question;
    if (!this.common.has(from) || from === outcome || from === treatment) return false;
    if (to === treatment || this.causesOfTreatment.has(to)) return true;
    return (to === outcome || this.causesAround.has(to)) && !this.effects.has(from);
  }
}

function neighbours(edges: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [from, to] of edges) found.set(from, [...(found.get(from) ?? []), to]);
  return found;
}

/** All nodes reached from `start` along `next` without stepping on `blocked`; `start` itself not among them. */
function reach(start: string, next: ReadonlyMap<string, readonly string[]>, blocked?: string): Set<string> {
  const found = new Set<string>();
  const open = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const neighbour of next.get(node) ?? []) {
      if (found.has(neighbour) || neighbour === blocked || neighbour === start) continue;
      found.add(neighbour);
      open.push(neighbour);
    }
  }
  return found;
}

import { nodesOf, unobservedMark } from '../language/declarations.js';
import type { Edge, Graph, Node } from '../language/generated/ast.js';
import { quoteName } from '../language/names.js';
import { GraphWriter } from './graph-writer.js';
import { merged, type Replacement } from './replacements.js';

/** What stays of an edge. */
interface Remainder {
  readonly edge: Edge;
  readonly causes: readonly Node[];
  readonly effects: readonly Node[];
  /** Arrows that stay and get a line of their own: what stays is then no longer from every cause to every effect. */
  readonly apart?: { readonly causes: readonly string[]; readonly effects: readonly string[] };
}

/** A predicate on arrows. */
export type Arrows = (cause: string, effect: string) => boolean;

/**
 * A graph without some of its arrows: one arrow wherever it is drawn, or all that a variable has. What nobody observed stays marked
 * where its mark goes and it stays.
 */
export function withoutArrows(graph: Graph, gone: Arrows): Replacement[] {
  const writer = new GraphWriter(graph);
  const remainders = graph.edges.map((edge) => remainderOf(edge, gone));
  const kept = new Set(remainders.flatMap(({ causes, effects }) => [...causes, ...effects]));
  const marks = new Marks(graph, kept);
  return merged([
    ...marks.moved.map((node) => writer.marked(node)),
    ...remainders.flatMap((remainder) => rewritten(remainder, writer, marks)),
  ]);
}

function remainderOf(edge: Edge, gone: Arrows): Remainder {
  const stays = (cause: Node, effect: Node): boolean => !gone(cause.name, effect.name);
  const causes = edge.causes.filter((cause) => edge.effects.some((effect) => stays(cause, effect)));
  const effects = edge.effects.filter((effect) => causes.some((cause) => stays(cause, effect)));
  const missing = causes.flatMap((cause) =>
    effects.flatMap((effect) => (stays(cause, effect) ? [] : { cause: cause.name, effect: effect.name })),
  )[0];
  if (!missing) return { edge, causes, effects };
  const otherCauses = causes.filter(({ name }) => name !== missing.cause);
  const otherEffects = effects.filter(({ name }) => name !== missing.effect);
  const { cause, effect } = missing;
  return otherEffects.length <= otherCauses.length
    ? { edge, causes: otherCauses, effects, apart: { causes: [cause], effects: namesOf(otherEffects) } }
    : { edge, causes, effects: otherEffects, apart: { causes: namesOf(otherCauses), effects: [effect] } };
}

const namesOf = (nodes: readonly Node[]): string[] => [...new Set(nodes.map(({ name }) => name))];

function rewritten(
  { edge, causes, effects, apart }: Remainder,
  writer: GraphWriter,
  marks: Marks,
): Replacement[] {
  if (causes.length === 0 || effects.length === 0) return [writer.deleted(edge)];
  const words = apart && [apart.causes, apart.effects].map((names) => names.map(marks.written).join(', '));
  return [
    ...writer.shortened(edge.causes, causes),
    ...writer.shortened(edge.effects, effects),
    ...(words ? [writer.behind(edge, words.join(' -> '))] : []),
  ];
}

/** Sees to it that a variable that nobody observed goes on being marked. */
class Marks {
  /** Mentions that take over the mark of others. */
  readonly moved: readonly Node[];
  /** Variables that are marked where they are written anew, once. */
  private readonly toWrite: Set<string>;

  constructor(graph: Graph, kept: ReadonlySet<Node>) {
    const stay = nodesOf(graph).filter((node) => kept.has(node));
    const stillMarked = new Set(stay.flatMap((node) => (node.unobserved ? [node.name] : [])));
    const isLost = ({ name }: Node): boolean => !stillMarked.has(name) && !!unobservedMark(graph, name);
    const firsts = new Map(
      stay
        .filter(isLost)
        .map((node) => [node.name, node] as const)
        .reverse(),
    );
    this.moved = [...firsts.values()];
    const lost = nodesOf(graph).filter((node) => isLost(node) && !firsts.has(node.name));
    this.toWrite = new Set(namesOf(lost));
  }

  readonly written = (name: string): string => quoteName(name) + (this.toWrite.delete(name) ? '?' : '');
}

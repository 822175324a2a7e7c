import type { AstNode } from 'langium';
import type { Step } from '../../../kernel/src/plan.js';
import { contextOf } from './context.js';
import {
  type AdaptClause,
  type AdaptKind,
  type Amount,
  type Arm,
  type Data,
  type Declaration,
  type Effect,
  type Graph,
  isAdaptClause,
  isData,
  isDecidingClause,
  isFromClause,
  isInClause,
  isPredictClause,
  isTimeClause,
  type Model,
  type Node,
  type Policy,
  type Rank,
  type Text,
  type TimeClause,
} from './generated/ast.js';
import { remembered } from './remembered.js';

/** All declarations a node can name, those of cells above first. */
export function declarationsInScope(node: AstNode): readonly Declaration[] {
  return contextOf(node).declarations;
}

/** The clauses of one kind in a block, in reading order. */
export function clausesOf<Clause extends AstNode>(
  block: { readonly clauses?: readonly AstNode[] },
  is: (node: unknown) => node is Clause,
): Clause[] {
  return (block.clauses ?? []).filter(is);
}

/** The first clause of a kind; a second one is an error told elsewhere. */
export function clauseOf<Clause extends AstNode>(
  block: { readonly clauses?: readonly AstNode[] },
  is: (node: unknown) => node is Clause,
): Clause | undefined {
  return block.clauses?.find(is);
}

/** The clause that says that, and how, a text is adapted in this way. */
export function adaptClauseOf(text: Text, adapting: AdaptKind): AdaptClause | undefined {
  return clausesOf(text, isAdaptClause).find((clause) => clause.adapting === adapting);
}

/** The clause that says when a row happened. */
export function rowTimeOf(data: Data): TimeClause | undefined {
  return clausesOf(data, isTimeClause).find((clause) => !timesColumns(clause));
}

/** Whether a clause says the time of columns, and not of the row. */
export function timesColumns(clause: TimeClause): boolean {
  return (clause.columns ?? []).length > 0;
}

/** The effect that a policy decides by. */
export function effectOf(policy: Policy): Effect | undefined {
  return clauseOf(policy, isDecidingClause)?.effect?.ref;
}

/** What a policy decides: who is treated, what price is asked, or how much is ordered. */
export type PolicyKind = Extract<Step['kind'], 'policy' | 'price' | 'stock'>;

/** The kind of a policy, by the first clause that says one; who is treated where none does. */
export function policyKind(policy: Policy): PolicyKind {
  switch (clauseOf(policy, isDecidingClause)?.$type) {
    case 'PriceByClause':
      return 'price';
    case 'StockByClause':
      return 'stock';
    default:
      return 'policy';
  }
}

/** The data an effect, a model, a policy or a ranking is about, where it is named and exists. */
export function dataOf(subject: Effect | Model | Policy | Rank): Data | undefined {
  if (subject.$type === 'Policy') {
    const effect = effectOf(subject);
    return effect && dataOf(effect);
  }
  const clause =
    subject.$type === 'Model' ? clauseOf(subject, isPredictClause) : clauseOf(subject, isFromClause);
  const data = clause?.data?.ref;
  return isData(data) ? data : undefined;
}

/** The graph an effect derives its adjustment set from. */
export function graphOf(effect: Effect): Graph | undefined {
  return clauseOf(effect, isInClause)?.graph?.ref;
}

/** The texts that the rows of a data set have and a node can name. */
export function textsOn(data: Data, node: AstNode): readonly Text[] {
  return contextOf(node).textsOf.get(data) ?? [];
}

/** The texts whose column is one of a data set. */
export function textsFrom(data: Data, node: AstNode): readonly Text[] {
  return contextOf(node).textsFrom.get(data) ?? [];
}

/** The clause that says when the values of a column came about. */
export function timeSaidOf(data: Data, column: string): TimeClause | undefined {
  return clausesOf(data, isTimeClause).find(({ columns }) => columns?.some(({ name }) => name === column));
}

/** The column that says when the events of a history happened: that of the text's column, else that of the row. */
export function timeOfEvents(text: Text): string | undefined {
  const events = text.data?.ref;
  return events && (timeSaidOf(events, text.column) ?? rowTimeOf(events))?.column?.name;
}

/** Every mention of a variable in a graph, in reading order. */
export const nodesOf: (graph: Graph) => readonly Node[] = remembered((graph) =>
  (graph.edges ?? []).flatMap((edge) => [...(edge.causes ?? []), ...(edge.effects ?? [])]),
);

/** Marked mentions by name, the first of each. */
const marksOf = remembered((graph: Graph) => {
  const marked = nodesOf(graph).filter((node) => node.unobserved);
  return new Map(marked.map((node) => [node.name, node] as const).reverse());
});

/** The mention that marks a variable of a graph as observed by nobody. */
export function unobservedMark(graph: Graph, name: string): Node | undefined {
  return marksOf(graph).get(name);
}

/** A dose, or an amount of money, as a number. */
export function amountOf({ negative, value }: Amount): number {
  return negative ? -value : value;
}

/** The name of an arm as the data spell it; a number stays as it is written. */
export function armName(arm: Arm): string {
  return typeof arm.value === 'number' ? (arm.$cstNode?.text ?? String(arm.value)) : arm.value;
}

import type { AstNode, Reference, ReferenceInfo } from 'langium';
import type { Action, Declaration, Node, Spec, Variable } from './generated/ast.js';
import { remembered } from './remembered.js';

/** What a spec is a list of. */
export type Item = Declaration | Action;

/** Everything in an item, found in one pass. */
export interface Contents {
  /** All nodes, each before its parts. */
  readonly nodes: readonly AstNode[];
  readonly references: readonly ReferenceInfo[];
  /** The variables it names. */
  readonly variables: ReadonlySet<string>;
}

/**
 * What is in one declaration or action, which stays the same as long as the text does not change there. Langium walks the tree anew, through
 * streams, in each of linking, indexing and validation; one plain pass, kept with the item, takes a fraction of it at every keystroke.
 */
export const contentsOfItem = remembered((item: Item): Contents => {
  const nodes: AstNode[] = [];
  const references: ReferenceInfo[] = [];
  visit(item, nodes, references);
  const uses = nodes.filter(({ $type }) => $type === 'Variable' || $type === 'Node') as (Variable | Node)[];
  return { nodes, references, variables: new Set(uses.map(({ name }) => name)) };
});

/** Declarations, then actions. */
export const itemsOf = ({ declarations, actions }: Spec): Item[] => [...declarations, ...actions];

/** All references of a spec, those of declarations first. */
export const referencesOf: (spec: AstNode) => readonly ReferenceInfo[] = remembered((spec) =>
  itemsOf(spec as Spec).flatMap((item) => contentsOfItem(item).references),
);

/** Recurses as deep as expressions nest, which the lexer bounds. */
function visit(node: AstNode, nodes: AstNode[], references: ReferenceInfo[]): void {
  nodes.push(node);
  const parts = node as unknown as Record<string, unknown>;
  for (const property in parts) {
    const value = parts[property];
    if (typeof value !== 'object' || value === null || property.startsWith('$')) continue;
    if (Array.isArray(value)) {
      for (const part of value) if (isNode(part)) visit(part, nodes, references);
    } else if (isNode(value)) {
      visit(value, nodes, references);
    } else if ('$refText' in value) {
      references.push({ container: node, property, reference: value as Reference });
    }
  }
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && '$type' in value;
}

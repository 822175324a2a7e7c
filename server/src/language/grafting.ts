import type { AstNode, CstNode, LangiumParser, Mutable, ParseResult, RootCstNode } from 'langium';
import type { Spec } from './generated/ast.js';
import type { GuardedLexer } from './lexer.js';
import { moveCst, replantCst, rewriteCst, type Shift } from './move-cst.js';

export type Parsed = ParseResult<Spec>;

/** What it takes to parse. */
export interface Parsing {
  readonly LangiumParser: LangiumParser;
  readonly Lexer: GuardedLexer;
}

export function cstOf(node: AstNode): CstNode {
  if (!node.$cstNode) throw new Error(`A ${node.$type} was not parsed from a text.`);
  return node.$cstNode;
}

/** Makes a node the one that a list of others hangs in. */
export function adopt(container: AstNode, items: readonly Mutable<AstNode>[]): void {
  for (const [index, item] of items.entries()) {
    item.$container = container;
    item.$containerIndex = index;
  }
}

/** Syntax nodes of an old text, from one to before another, with what takes their place. */
export interface Graft {
  readonly from: number;
  readonly to: number;
  readonly nodes: readonly CstNode[];
  /** Where what stands behind them goes. */
  readonly by: Shift;
}

/** Leaves what stays in front where it is: the old root takes what was read, with the text that it was read from. */
export function graft(root: RootCstNode, spec: Spec, { from, to, nodes, by }: Graft): void {
  const { fullText } = cstOf(spec).root;
  for (const node of root.content.slice(to)) moveCst(node, by);
  for (const node of nodes) replantCst(node, root);
  root.content.splice(from, to - from, ...nodes);
  rewriteCst(root, fullText);
  Object.assign(root, { astNode: spec });
  (spec as Mutable<Spec>).$cstNode = root;
}

import type { AstNode } from 'langium';
import type { Range } from 'vscode-languageserver';
import { isLogical, isOperation } from './generated/ast.js';

const nowhere: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/**
 * Where a node stands. Langium gives every operation of a chain the range of the whole chain; here each has its own, from its
 * first operand to its last.
 */
export function rangeOf(node: AstNode | undefined): Range {
  if (isOperation(node) || isLogical(node)) {
    return { start: rangeOf(node.left).start, end: rangeOf(node.right).end };
  }
  return node?.$cstNode?.range ?? nowhere;
}

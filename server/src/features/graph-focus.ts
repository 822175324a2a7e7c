import { type AstNode, AstUtils, CstUtils, type LangiumDocument } from 'langium';
import { graphOf } from '../language/declarations.js';
import { type Effect, type Graph, isEffect, isGraph, isShowAction } from '../language/generated/ast.js';
import { mentionAt } from './occurrences.js';

/** What a cursor is on, as far as it has to do with graphs. */
export interface GraphFocus {
  readonly graph?: Graph;
  readonly effect?: Effect;
  readonly variable?: string;
}

export function focusAt(document: LangiumDocument, offset: number): GraphFocus {
  const node = nodeAt(document, offset);
  const effect = node && AstUtils.getContainerOfType(node, isEffect);
  const named = mentionAt(document, offset)?.subject;
  return {
    graph:
      graphAround(node) ?? (effect && graphOf(effect)) ?? (isGraph(named?.home) ? named.home : undefined),
    effect,
    variable: named?.name,
  };
}

/** The innermost node at a place or just before it; between words, the block around the place. */
function nodeAt({ parseResult: { value } }: LangiumDocument, offset: number): AstNode | undefined {
  const root = value.$cstNode;
  if (!root) return undefined;
  for (const at of [offset, offset - 1]) {
    const leaf = at >= 0 ? CstUtils.findLeafNodeAtOffset(root, at) : undefined;
    if (leaf && !leaf.hidden) return leaf.astNode;
  }
  return AstUtils.streamContents(value).find(
    ({ $cstNode }) => $cstNode !== undefined && $cstNode.offset <= offset && offset <= $cstNode.end,
  );
}

function graphAround(node: AstNode | undefined): Graph | undefined {
  if (isShowAction(node)) return node.subject?.ref;
  return node && AstUtils.getContainerOfType(node, isGraph);
}

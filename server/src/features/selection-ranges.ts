import { type CstNode, CstUtils, type LangiumDocument } from 'langium';
import type { Position, Range, SelectionRange } from 'vscode-languageserver';

/** What a selection grows to, step by step: a word, what it is part of, its clause, its declaration, the spec. */
export function selectionRanges(document: LangiumDocument, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => selectionRange(document, position));
}

function selectionRange(document: LangiumDocument, position: Position): SelectionRange {
  const { textDocument, parseResult } = document;
  const whole: SelectionRange = {
    range: { start: { line: 0, character: 0 }, end: textDocument.positionAt(textDocument.getText().length) },
  };
  const root = parseResult.value.$cstNode;
  const offset = textDocument.offsetAt(position);
  // A cursor right behind a word means that word.
  const leaf =
    root && [offset, offset - 1].map((at) => wordAt(root, at)).find((found) => found !== undefined);
  const around: CstNode[] = [];
  // The root ends at its last word, where the spec itself goes on.
  for (let node: CstNode | undefined = leaf; node?.container; node = node.container) around.unshift(node);
  return around.reduce(
    (parent, { range }) => (isWithin(range, parent.range) ? { range, parent } : parent),
    whole,
  );
}

function wordAt(root: CstNode, offset: number): CstNode | undefined {
  return offset < 0 ? undefined : CstUtils.findLeafNodeAtOffset(root, offset);
}

/** Whether a range lies in another and is less than it. */
function isWithin(inner: Range, outer: Range): boolean {
  const from = compare(outer.start, inner.start);
  const to = compare(inner.end, outer.end);
  return from <= 0 && to <= 0 && (from < 0 || to < 0);
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

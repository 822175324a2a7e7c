import { type CstNode, isCompositeCstNode, type RootCstNode } from 'langium';
import type { Range } from 'vscode-languageserver';

/** How far a stretch of text moves: whole lines, never sideways. */
export interface Shift {
  readonly offset: number;
  readonly lines: number;
}

/** Where Langium's nodes keep their place: leaves by themselves, others by their leaves, remembered once asked for. */
interface Placed {
  root: RootCstNode;
  _offset: number;
  _range: Range;
  _rangeCache?: Range;
}

/** Makes a syntax node and all in it part of another text, at another place. Recurses as deep as expressions nest. */
export function moveCst(node: CstNode, root: RootCstNode, by: Shift): void {
  const placed = node as unknown as Placed;
  placed.root = root;
  if (isCompositeCstNode(node)) {
    if (by.lines !== 0) placed._rangeCache = undefined;
    for (const part of node.content) moveCst(part, root, by);
  } else {
    placed._offset += by.offset;
    if (by.lines !== 0) placed._range = movedRange(placed._range, by.lines);
  }
}

function movedRange({ start, end }: Range, lines: number): Range {
  return {
    start: { line: start.line + lines, character: start.character },
    end: { line: end.line + lines, character: end.character },
  };
}

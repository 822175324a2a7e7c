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
  /** Of a root alone. */
  _text: string;
}

const placed = (node: CstNode): Placed => node as unknown as Placed;

/** Moves a syntax node and all in it to another place of its text. Recurses as deep as expressions nest. */
export function moveCst(node: CstNode, by: Shift): void {
  if (isCompositeCstNode(node)) {
    if (by.lines !== 0) placed(node)._rangeCache = undefined;
    for (const part of node.content) moveCst(part, by);
  } else {
    placed(node)._offset += by.offset;
    if (by.lines !== 0) placed(node)._range = movedRange(placed(node)._range, by.lines);
  }
}

/** Makes a syntax node and all in it part of another text. */
export function replantCst(node: CstNode, root: RootCstNode): void {
  placed(node).root = root;
  if (isCompositeCstNode(node)) for (const part of node.content) replantCst(part, root);
}

/** Says that a root's nodes are those of another text. */
export function rewriteCst(root: RootCstNode, text: string): void {
  placed(root)._text = text;
  placed(root)._rangeCache = undefined;
}

function movedRange({ start, end }: Range, lines: number): Range {
  return {
    start: { line: start.line + lines, character: start.character },
    end: { line: end.line + lines, character: end.character },
  };
}

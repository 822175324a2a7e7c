import { type CstNode, isCompositeCstNode, type RootCstNode } from 'langium';
import type { Range } from 'vscode-languageserver';
import { remembered } from './remembered.js';

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

/** All that a syntax node is made of, itself included, laid flat: it is moved at every keystroke in front of it. */
const partsOf = remembered((node: CstNode) => {
  const leaves: Placed[] = [];
  const others: Placed[] = [];
  const gather = (part: CstNode) => {
    (isCompositeCstNode(part) ? others : leaves).push(placed(part));
    if (isCompositeCstNode(part)) for (const one of part.content) gather(one);
  };
  gather(node);
  return { leaves, others };
});

/** Moves a syntax node and all in it to another place of its text. */
export function moveCst(node: CstNode, by: Shift): void {
  const { leaves, others } = partsOf(node);
  for (const leaf of leaves) leaf._offset += by.offset;
  if (by.lines === 0) return;
  for (const leaf of leaves) leaf._range = movedRange(leaf._range, by.lines);
  for (const other of others) other._rangeCache = undefined;
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

import { type CstNode, isCompositeCstNode } from 'langium';
import { changedStretch, type Stretch } from './changed-stretch.js';
import type { Action, Declaration, Spec } from './generated/ast.js';
import { adopt, cstOf, graft, type Parsed, type Parsing } from './grafting.js';
import { lexerErrorCode, type Window } from './lexer.js';
import type { Shift } from './move-cst.js';
import { reparseInside } from './reparse-inside.js';

/**
 * Parses a text by what it was before: the same result as from scratch, in the time that what has changed takes.
 *
 * A spec is a flat list, and the parser looks little beyond what it reads. So declarations before and after a change stay
 * as they are, moved to their new places, if the declaration behind the change, read again as a margin, begins
 * where it should. What was in error before is read again too, since an error may reach into its neighbours.
 *
 * @param before no longer to be used: its declarations now belong to the result
 */
export function reparse(before: Parsed, text: string, parsing: Parsing): Parsed {
  const oldText = before.value.$cstNode?.root.fullText ?? '';
  const change = changedStretch(oldText, text);
  const inside = reparseInside(before, text, change, parsing);
  if (inside) return inside;
  const damage = withErrors(before, change, oldText.length);
  const { declarations = [] } = before.value;
  const first = declarations.findLast(
    (one) => cstOf(one).offset < damage.start && isSeam(one) && readFor(one) < damage.start,
  );
  const next = declarations.find((one) => isSeam(one) && cstOf(one).offset > damage.end);
  const grown = text.length - oldText.length;
  const start = first ? cstOf(first).offset : 0;
  const line = first ? cstOf(first).range.start.line : 0;
  const read = (end: number) => parseWindow(text, { start, end, line, character: 0 }, parsing);

  const middle = next && read(cstOf(next).end + grown);
  const margin = middle && arrivesAt(middle, cstOf(next).offset + grown);
  if (margin) {
    const lines = cstOf(margin).range.start.line - cstOf(next).range.start.line;
    return joined(before, first, middle, { margin, next, by: { offset: grown, lines } });
  }
  if (!first) return parsing.LangiumParser.parse<Spec>(text);
  const rest = read(text.length);
  const refused = rest.lexerErrors.some((error) => lexerErrorCode(error) === 'CS1007');
  return refused ? parsing.LangiumParser.parse<Spec>(text) : joined(before, first, rest);
}

function parseWindow(text: string, window: Window, { LangiumParser: parser, Lexer: lexer }: Parsing): Parsed {
  return lexer.within([window], () => parser.parse<Spec>(text));
}

/**
 * Where a text can be cut without moving anything sideways: a declaration at the start of a line. Actions are no seams: the
 * lexer counts how deep a text nests from one clause to the next, and only a declaration is sure to have one.
 */
function isSeam(declaration: Declaration): boolean {
  return cstOf(declaration).range.start.character === 0;
}

/**
 * How far a text is read until all before a declaration, and that this is one, is certain: through its first word behind a closing brace,
 * after which nothing can belong to what the brace closes. Behind anything else, as `check`, the word might be a name: to its end.
 */
function readFor(declaration: Declaration): number {
  const cst = cstOf(declaration);
  const { content } = cst.root;
  let before = content.indexOf(cst) - 1;
  while (content[before]?.hidden) before--;
  return content[before]?.text.endsWith('}') ? firstLeaf(cst).end : cst.end;
}

function firstLeaf(node: CstNode): CstNode {
  return isCompositeCstNode(node) ? firstLeaf(node.content[0]) : node;
}

/** Where the errors of a text are; one at its end has no place of its own. */
function errorsOf({ lexerErrors, parserErrors }: Parsed, length: number): Stretch[] {
  return [
    ...lexerErrors.map((error) => ({ start: error.offset, end: error.offset + error.length })),
    ...parserErrors.map(({ token }) =>
      Number.isNaN(token.startOffset)
        ? { start: length, end: length }
        : { start: token.startOffset, end: token.startOffset + token.image.length },
    ),
  ];
}

function withErrors(before: Parsed, change: Stretch, length: number): Stretch {
  const all = [change, ...errorsOf(before, length)];
  return {
    start: Math.min(...all.map((one) => one.start)),
    end: Math.max(...all.map((one) => one.end)),
  };
}

/** The declaration that begins at a place, if the parser got there and read on without fault. */
function arrivesAt(middle: Parsed, offset: number): Declaration | undefined {
  if (errorsOf(middle, Number.POSITIVE_INFINITY).some((error) => error.start > offset)) return undefined;
  return middle.value.declarations.find((one) => cstOf(one).offset === offset && isSeam(one));
}

/** What comes after the middle: the old declaration in place of the margin, and all that follows it. */
interface After {
  readonly margin: Declaration;
  readonly next: Declaration;
  readonly by: Shift;
}

/** Puts what stays around what was read again. */
function joined(before: Parsed, first: Declaration | undefined, middle: Parsed, after?: After): Parsed {
  const spec = middle.value;
  const from = first ? cstOf(first).offset : 0;
  const to = after ? cstOf(after.next).offset : Number.POSITIVE_INFINITY;
  const around = <Item extends Declaration | Action>(old: readonly Item[], read: readonly Item[]) => [
    ...old.filter((item) => cstOf(item).offset < from),
    ...read.filter((item) => item !== after?.margin),
    ...old.filter((item) => cstOf(item).offset >= to),
  ];
  spec.declarations = around(before.value.declarations, spec.declarations);
  spec.actions = around(before.value.actions, spec.actions);
  adopt(spec, spec.declarations);
  adopt(spec, spec.actions);

  const { root } = cstOf(before.value);
  const read = cstOf(spec).root.content;
  graft(root, spec, {
    from: first ? root.content.indexOf(cstOf(first)) : 0,
    to: after ? root.content.indexOf(cstOf(after.next)) : root.content.length,
    nodes: read.slice(0, after && read.indexOf(cstOf(after.margin))),
    by: after?.by ?? { offset: 0, lines: 0 },
  });
  return middle;
}

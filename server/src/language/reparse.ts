import type { AstNode, CstNode, LangiumParser, Mutable, ParseResult } from 'langium';
import type { Action, Declaration, Spec } from './generated/ast.js';
import { type GuardedLexer, lexerErrorCode, type Window } from './lexer.js';
import { moveCst, type Shift } from './move-cst.js';

type Parsed = ParseResult<Spec>;

/** A stretch of the old text. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What it takes to parse. */
export interface Parsing {
  readonly LangiumParser: LangiumParser;
  readonly Lexer: GuardedLexer;
}

/**
 * Parses a text by what it was before: the same result as from scratch, in the time that what has changed takes.
 *
 * A spec is a flat list, and the parser looks one token beyond what it reads. So declarations before and after a change stay
 * as they are, moved to their new places, if the declaration on either side of the change, read again as a margin, begins
 * where it should. What was in error before is read again too, since an error may reach into its neighbours.
 *
 * @param before no longer to be used: its declarations now belong to the result
 */
export function reparse(before: Parsed, text: string, parsing: Parsing): Parsed {
  const oldText = before.value.$cstNode?.root.fullText ?? '';
  const change = changed(oldText, text);
  const damage = withErrors(before, change, oldText.length);
  const { declarations = [] } = before.value;
  const first = declarations.findLast((one) => isSeam(one) && cstOf(one).end < damage.start);
  const next = declarations.find((one) => isSeam(one) && cstOf(one).offset > damage.end);
  const grown = text.length - oldText.length;
  const start = first ? cstOf(first).offset : 0;
  const line = first ? cstOf(first).range.start.line : 0;
  const read = (end: number) => parseWindow(text, { start, end, line }, parsing);

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
  return lexer.within(window, () => parser.parse<Spec>(text));
}

function cstOf(node: AstNode): CstNode {
  if (!node.$cstNode) throw new Error(`A ${node.$type} was not parsed from a text.`);
  return node.$cstNode;
}

/**
 * Where a text can be cut without moving anything sideways: a declaration at the start of a line. Actions are no seams: the
 * lexer counts how deep a text nests from one clause to the next, and only a declaration is sure to have one.
 */
function isSeam(declaration: Declaration): boolean {
  return cstOf(declaration).range.start.character === 0;
}

/** The shortest stretch of the old text that the new one has otherwise. */
function changed(old: string, text: string): Stretch {
  const shorter = Math.min(old.length, text.length);
  let start = 0;
  while (start < shorter && old.charCodeAt(start) === text.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    old.charCodeAt(old.length - 1 - same) === text.charCodeAt(text.length - 1 - same)
  ) {
    same++;
  }
  return { start, end: old.length - same };
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
  const { root } = cstOf(spec);
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

  const old = cstOf(before.value).root.content;
  const head = first ? old.slice(0, old.indexOf(cstOf(first))) : [];
  const tail = after ? old.slice(old.indexOf(cstOf(after.next))) : [];
  for (const node of head) moveCst(node, root, { offset: 0, lines: 0 });
  if (after) for (const node of tail) moveCst(node, root, after.by);
  const cut = after ? root.content.indexOf(cstOf(after.margin)) : root.content.length;
  root.content.splice(cut, root.content.length - cut, ...tail);
  root.content.unshift(...head);
  return middle;
}

function adopt(spec: Spec, items: readonly Mutable<Declaration | Action>[]): void {
  for (const [index, item] of items.entries()) {
    item.$container = spec;
    item.$containerIndex = index;
  }
}

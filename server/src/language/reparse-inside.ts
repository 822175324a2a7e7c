import { type CompositeCstNode, type CstNode, isCompositeCstNode } from 'langium';
import type { Stretch } from './changed-stretch.js';
import { type DataClause, type Declaration, type Edge, isData, isGraph } from './generated/ast.js';
import { adopt, cstOf, graft, type Parsed, type Parsing } from './grafting.js';
import { moveCst, type Shift } from './move-cst.js';

type Part = Edge | DataClause;

/** The parts of a declaration that may have hundreds. */
function partsOf(declaration: Declaration): readonly Part[] {
  if (isGraph(declaration)) return declaration.edges;
  return isData(declaration) ? declaration.clauses : [];
}

/** What of a declaration is read again: from one of its parts to a margin, the part behind the change or the closing brace. */
interface Hole {
  readonly declaration: Declaration;
  readonly parts: readonly Part[];
  /** Index of the part in front of the change. */
  readonly first: number;
  /** Index of the part that is the margin; the number of parts where it is the brace. */
  readonly next: number;
  /** The syntax that the parts are in. */
  readonly block: CompositeCstNode;
  readonly opening: CstNode;
  readonly margin: CstNode;
  readonly closing: CstNode;
}

/**
 * Parses a text by what it was before where all that changed lies between two parts of one declaration: a graph of hundreds of arrows
 * is then read as if it had those few. Undefined where that cannot be, or where there are errors.
 *
 * @param before no longer to be used if there is a result: its nodes now belong to that
 */
export function reparseInside(
  before: Parsed,
  text: string,
  change: Stretch,
  { LangiumParser: parser, Lexer: lexer }: Parsing,
): Parsed | undefined {
  const hole = isFaultless(before) ? holeAround(before, change) : undefined;
  if (!hole) return undefined;
  const { declaration, parts, first, opening, margin, closing } = hole;
  const grown = text.length - cstOf(before.value).root.fullText.length;
  const from = (node: CstNode, end: number) => ({ start: node.offset, end, ...placeOf(node) });
  const windows = [
    from(cstOf(declaration), opening.end),
    from(cstOf(parts[first]), margin.end + grown),
    ...(margin === closing ? [] : [{ ...from(closing, closing.end + grown), start: closing.offset + grown }]),
  ];
  const read = lexer.within(windows, () => parser.parse<Parsed['value']>(text));
  const filled = isFaultless(read) ? read.value.declarations[0] : undefined;
  const reached = filled && marginIn(filled, hole, grown);
  if (!filled || !reached || read.value.actions.length > 0) return undefined;
  const lines = reached.range.start.line - margin.range.start.line;
  join(before, read, filled, reached, hole, { offset: grown, lines });
  return read;
}

function isFaultless({ lexerErrors, parserErrors }: Parsed): boolean {
  return lexerErrors.length + parserErrors.length === 0;
}

function placeOf(node: CstNode): { line: number; character: number } {
  return node.range.start;
}

function holeAround(before: Parsed, change: Stretch): Hole | undefined {
  const declaration = before.value.declarations.find(
    (one) => cstOf(one).offset < change.start && change.end < cstOf(one).end,
  );
  const parts = declaration ? partsOf(declaration) : [];
  const first = parts.findLastIndex((part) => cstOf(part).end < change.start);
  const block = first < 0 ? undefined : cstOf(parts[first]).container;
  const opening = block?.content.find((node) => !isCompositeCstNode(node) && node.text === '{');
  const closing = block?.content.at(-1);
  if (!declaration || !block || !opening || !closing) return undefined;
  const behind = parts.findIndex((part) => cstOf(part).offset > change.end);
  const next = behind < 0 ? parts.length : behind;
  const margin = next < parts.length ? cstOf(parts[next]) : closing;
  // What stays moves by whole lines.
  const between = block.root.fullText.slice(change.end, margin.offset);
  if (!between.includes('\n')) return undefined;
  return { declaration, parts, first, next, block, opening, margin, closing };
}

/** The margin as it was read again, if the parser began with the first part and got to where the margin should be. */
function marginIn(filled: Declaration, { parts, first, next, margin }: Hole, grown: number) {
  const again = partsOf(filled);
  if (again.length === 0 || cstOf(again[0]).offset !== cstOf(parts[first]).offset) return undefined;
  const last = again[again.length - 1];
  const reached = next < parts.length ? cstOf(last) : cstOf(last).container?.content.at(-1);
  return reached?.offset === margin.offset + grown ? reached : undefined;
}

/** Puts what was read into what stays of the declaration, and the declaration into the spec. */
function join(
  before: Parsed,
  read: Parsed,
  filled: Declaration,
  reached: CstNode,
  { declaration, parts, first, next, block, opening, margin }: Hole,
  by: Shift,
): void {
  const again = partsOf(filled);
  const { content } = cstOf(again[0]).container ?? block;
  const old = (from: number, to?: number) => block.content.slice(from, to);
  const behind = old(block.content.indexOf(margin));
  for (const node of behind) moveCst(node, by);
  content.splice(content.indexOf(reached), content.length, ...behind);
  const inFront = old(block.content.indexOf(opening) + 1, block.content.indexOf(cstOf(parts[first])));
  content.splice(content.indexOf(cstOf(again[0])), 0, ...inFront);

  const kept = [...parts.slice(0, first), ...again.slice(0, next < parts.length ? -1 : undefined)];
  const all = [...kept, ...parts.slice(next)];
  Object.assign(filled, isGraph(filled) ? { edges: all } : { clauses: all });
  adopt(filled, all);

  const spec = read.value;
  const { declarations, actions } = before.value;
  spec.declarations = declarations.map((one) => (one === declaration ? filled : one));
  spec.actions = actions;
  adopt(spec, spec.declarations);
  adopt(spec, spec.actions);
  const { root } = cstOf(before.value);
  const at = root.content.indexOf(cstOf(declaration));
  graft(root, spec, { from: at, to: at + 1, nodes: [cstOf(filled)], by });
}

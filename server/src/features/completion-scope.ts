import type { LexerResult } from 'langium';
import { functions } from '../../../kernel/src/data/expression.js';

type Token = LexerResult['tokens'][number];

/** The declaration or verb around a position, read from its tokens alone: it is there before the parser can make sense of it. */
export interface EnclosingItem {
  /** Where it starts. Parsing from here gives the same words to go on with as parsing the whole spec, and is faster. */
  readonly start: number;
  /** Its first word; undefined where the position is in no item. */
  readonly kind: string | undefined;
  /** Name of the data, of which columns and texts may be named here. */
  readonly data: string | undefined;
  /** Name of the data behind `of` in a text: its rows have the text, whose column is one of `data`. */
  readonly rows: string | undefined;
  /** Effect or model that a verb is about, or effect that a policy decides by. */
  readonly subject: string | undefined;
  /** Estimator, learner, head or way to adapt whose options may be named here, as `boosted trees`. */
  readonly choice: string | undefined;
  /** Whether the position is behind the brace that opens its block. */
  readonly inBlock: boolean;
  /** Names that stand in the item, without the one at the position. */
  readonly names: readonly string[];
}

const declarations = new Set(['parameter', 'data', 'text', 'graph', 'effect', 'model', 'policy', 'rank']);
const verbs = new Set(['train', 'check', 'show', 'score', 'explain', 'compare', 'report']);

const noItem: EnclosingItem = {
  start: 0,
  kind: undefined,
  data: undefined,
  rows: undefined,
  subject: undefined,
  choice: undefined,
  inBlock: false,
  names: [],
};

/** The item around `offset`, among all tokens of a spec. */
export function enclosingItem(tokens: readonly Token[], offset: number): EnclosingItem {
  const starts = itemStarts(tokens);
  const found = starts.findLastIndex((start) => tokens[start].startOffset < offset);
  if (found < 0) {
    return noItem;
  }
  const item = tokens.slice(starts[found], starts[found + 1]);
  const kind = item[0].image;
  return {
    start: item[0].startOffset,
    kind,
    data: dataNamed(item, kind),
    rows: kind === 'text' ? nameBehind(item, 'of') : undefined,
    subject: kind === 'policy' ? effectNamed(item) : verbs.has(kind) && item[1] ? nameOf(item[1]) : undefined,
    choice: choiceBefore(item, offset),
    inBlock: item.some((token) => token.image === '{' && token.startOffset < offset),
    names: item.filter((token) => isName(token) && !touches(token, offset)).map(nameOf),
  };
}

/** Indices of the tokens with which declarations and verbs start, also where a brace before them was never closed. */
function itemStarts(tokens: readonly Token[]): number[] {
  const starts: number[] = [];
  let depth = 0;
  tokens.forEach((token, i) => {
    if (isDeclared(tokens, i)) depth = 0;
    else if (depth > 0 || !mayStart(tokens, i, starts.at(-1))) {
      if (token.image === '{') depth++;
      if (token.image === '}') depth = Math.max(0, depth - 1);
      return;
    }
    starts.push(i);
  });
  return starts;
}

/** `data visits from`, `effect lift {`, `parameter since =`: nothing else in the language reads like it. */
function isDeclared(tokens: readonly Token[], i: number): boolean {
  if (!declarations.has(tokens[i].image)) return false;
  const [first, name, third] = tokens.slice(i, i + 3);
  if (!name || !third || tokens[i - 1]?.image === '.') return false;
  if (first.image === 'parameter') return isName(name) && third.image === '=';
  return isName(name) && (third.image === 'from' || third.image === '{');
}

/** Whether a word outside braces starts an item, and is not the name that one before it is about. */
function mayStart(tokens: readonly Token[], i: number, last: number | undefined): boolean {
  const word = tokens[i].image;
  if (!declarations.has(word) && !verbs.has(word)) return false;
  const before = tokens[i - 1];
  if (!before) return true;
  if (last === i - 1 || (before.image === 'graph' && tokens[i - 2]?.image === 'show')) return false;
  return (
    before.image === '}' ||
    !/^\p{L}+$/u.test(before.tokenType.name) ||
    /^(ID|STRING|NUMBER)$/.test(before.tokenType.name)
  );
}

/** Words behind which a choice with options stands. */
const openers = new Set(['with', 'head', 'adapt']);

function dataNamed(item: readonly Token[], kind: string): string | undefined {
  if (kind === 'data') return item[1] && nameOf(item[1]);
  return nameBehind(item, 'from');
}

/** Words behind which, and `by`, a policy names its effect. */
const deciding = new Set(['treat', 'price', 'stock']);

/** The name behind `treat by`, `price by` or `stock by`. */
function effectNamed(item: readonly Token[]): string | undefined {
  const at = item.findIndex((token, i) => deciding.has(token.image) && item[i + 1]?.image === 'by');
  const name = at < 0 ? undefined : item[at + 2];
  return name && isName(name) ? nameOf(name) : undefined;
}

function nameBehind(item: readonly Token[], word: string): string | undefined {
  const at = item.findIndex((token) => token.image === word);
  const name = at < 0 ? undefined : item[at + 1];
  return name && isName(name) ? nameOf(name) : undefined;
}

/** The words between the last `with` or `head` before a position and the brace behind it; of `adapt`, the first of them. */
function choiceBefore(item: readonly Token[], offset: number): string | undefined {
  const before = item.filter((token) => token.startOffset < offset);
  const from = before.findLastIndex(({ image }) => openers.has(image));
  const brace = before.findIndex((token, i) => i > from && token.image === '{');
  if (from < 0 || brace < 0 || before.slice(brace).some((token) => token.image === '}')) return undefined;
  return before
    .slice(from + 1, before[from].image === 'adapt' ? from + 2 : brace)
    .map((token) => token.image)
    .join(' ');
}

function touches(token: Token, offset: number): boolean {
  return token.startOffset < offset && offset <= token.startOffset + token.image.length;
}

/** Words can be names; which of them need backticks does not matter here. */
function isName(token: Token): boolean {
  return token.tokenType.name === 'ID' || /^[\p{L}_]+$/u.test(token.image);
}

function nameOf(token: Token): string {
  return token.image.replace(/^`(.*)`$/, '$1');
}

/**
 * A text up to a position, with the words of calls that are still open there blanked out, and their finished arguments:
 * `days(a - ` becomes `    (a - `. The completion parser gives up on a call without its closing parenthesis, while what
 * may stand in an argument may stand between plain parentheses too.
 *
 * @param tokens of the text
 */
export function withoutOpenCalls(text: string, tokens: readonly Token[]): string {
  const open: { word?: Token; parenthesis: Token; comma?: Token }[] = [];
  tokens.forEach((token, i) => {
    const before = tokens[i - 1];
    if (token.image === '(') {
      const called = before?.tokenType.name === 'ID' || isFunction(before?.image ?? '');
      open.push({ parenthesis: token, word: called ? before : undefined });
    }
    if (token.image === ')') open.pop();
    if (token.image === ',' && open.length > 0) open[open.length - 1].comma = token;
    if (token.image === '{' || token.image === '}') open.length = 0;
  });
  let result = text;
  for (const { word, parenthesis, comma } of open) {
    if (!word) continue;
    result = blanked(result, word.startOffset, parenthesis.startOffset);
    if (comma) result = blanked(result, parenthesis.startOffset + 1, comma.startOffset + 1);
  }
  return result;
}

/** Some names of functions are words of the language, too. */
function isFunction(word: string): boolean {
  return word === 'missing' || Object.hasOwn(functions, word);
}

function blanked(text: string, start: number, end: number): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}

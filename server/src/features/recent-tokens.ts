import type { LexerResult } from 'langium';
import { changedStretch, type Stretch } from '../language/changed-stretch.js';
import { type GuardedLexer, lexerErrorCode } from '../language/lexer.js';

type Token = LexerResult['tokens'][number];

/** The tokens of the text that was last asked of: after a keystroke only the lines that it changed are read again. */
export class RecentTokens {
  private text = '';
  private tokens: Token[] = [];

  constructor(private readonly lexer: GuardedLexer) {}

  /** The tokens of a text, to be used before the next one is asked of. */
  of(text: string): readonly Token[] {
    if (this.text === text) return this.tokens;
    const before = this.text;
    // Nothing but a comment in asterisks goes from one line to the next; what was refused has no tokens to go on from.
    const lineByLine = this.tokens.length > 0 && !before.includes('/*') && !text.includes('/*');
    this.tokens = lineByLine ? this.again(before, text) : this.lexer.tokenize(text).tokens;
    this.text = text;
    return this.tokens;
  }

  private again(before: string, text: string): Token[] {
    const { start, end } = changedLines(before, text);
    const grown = text.length - before.length;
    const first = this.tokens.findIndex((token) => token.startOffset >= start);
    const head = first < 0 ? this.tokens : this.tokens.slice(0, first);
    const tail = this.tokens.filter((token) => token.startOffset >= end);
    const line = lineBreaks(text.slice(0, start));
    const lines = lineBreaks(text.slice(start, end + grown)) - lineBreaks(before.slice(start, end));
    const window = { start, end: end + grown, line, character: 0 };
    const read = this.lexer.within([window], () => this.lexer.tokenize(text));
    if (read.errors.some((error) => lexerErrorCode(error) === 'CS1007'))
      return this.lexer.tokenize(text).tokens;
    for (const token of tail) move(token, grown, lines);
    return [...head, ...read.tokens, ...tail];
  }
}

/** The lines of the old text that the new one has otherwise. */
function changedLines(before: string, text: string): Stretch {
  const { start, end } = changedStretch(before, text);
  const next = before.indexOf('\n', end);
  return { start: before.slice(0, start).lastIndexOf('\n') + 1, end: next < 0 ? before.length : next };
}

function lineBreaks(text: string): number {
  return text.match(/\r\n?|\n/g)?.length ?? 0;
}

function move(token: Token, offset: number, lines: number): void {
  token.startOffset += offset;
  token.endOffset = (token.endOffset ?? 0) + offset;
  token.startLine = (token.startLine ?? 1) + lines;
  token.endLine = (token.endLine ?? 1) + lines;
}

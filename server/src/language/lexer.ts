import { DefaultLexer, type LexerResult } from 'langium';
import { say } from '../../../kernel/src/words/say.js';
import { deepestExpression, mostParentheses, type Token, tooDeep } from './nesting.js';

type LexerError = LexerResult['errors'][number];

/** An error of the guards carries its code; a stray character has none of its own. */
interface CodedError extends LexerError {
  readonly code: 'CS1006' | 'CS1007' | 'CS1017';
}

/** The code a lexer's error is told under. */
export function lexerErrorCode(error: LexerError): 'CS1001' | CodedError['code'] {
  return 'code' in error ? (error as CodedError).code : 'CS1001';
}

/** Longest spec that is read, in characters: some 15,000 lines. */
const longestSpec = 500_000;

/** Stray characters told of one by one; a picture opened as a spec has thousands. */
const mostErrors = 50;

/** A spec that was not parsed at all, and why: one error instead of thousands. */
function refused(message: string, at?: Token): LexerResult {
  const error: CodedError = {
    code: 'CS1007',
    message,
    offset: at?.startOffset ?? 0,
    line: at?.startLine ?? 1,
    column: at?.startColumn ?? 1,
    length: at?.image.length ?? 1,
  };
  return { tokens: [], hidden: [], errors: [error], report: { diagnostics: [] } };
}

/** A text that is opened and never closed swallows the rest of its line, a comment the rest of the file. */
function unclosed(token: Token): boolean {
  const { image } = token;
  if (image.startsWith('/*')) return image.length < 4 || !image.endsWith('*/');
  if (!image.startsWith('"')) return false;
  const ending = /(\\*)"$/.exec(image.slice(1));
  return ending === null || ending[1].length % 2 === 1;
}

function unclosedError(token: Token): CodedError {
  const comment = token.image.startsWith('/*');
  return {
    code: 'CS1006',
    message: comment
      ? say`This comment is never closed; end it with \`*/\`.`
      : say`This text is never closed; end it with a quotation mark.`,
    offset: token.startOffset,
    line: token.startLine,
    column: token.startColumn,
    length: comment ? 2 : token.image.length,
  };
}

/** `1e999`: more than a number of 64 bits holds. */
function beyondNumbers({ image, tokenType }: Token): boolean {
  return (
    tokenType.name === 'NUMBER' && (image.length > 300 || /e/i.test(image)) && !Number.isFinite(Number(image))
  );
}

function beyondNumbersError(token: Token): CodedError {
  return {
    code: 'CS1017',
    message: say`This number is too large; the largest is about 1.8e308.`,
    offset: token.startOffset,
    line: token.startLine,
    column: token.startColumn,
    length: token.image.length,
  };
}

/** A part of a text. */
export interface Window {
  readonly start: number;
  readonly end: number;
  /** Line of the start, from 0. */
  readonly line: number;
  /** Place of the start in its line, from 0. */
  readonly character: number;
}

/** Gives tokens and errors of a part the places they have in the whole. */
function place({ tokens, hidden, errors }: LexerResult, { start, line, character }: Window): void {
  for (const token of [...tokens, ...hidden]) {
    if (token.startLine === 1) token.startColumn = (token.startColumn ?? 1) + character;
    if (token.endLine === 1) token.endColumn = (token.endColumn ?? 1) + character;
    token.startOffset += start;
    token.endOffset = (token.endOffset ?? 0) + start;
    token.startLine = (token.startLine ?? 1) + line;
    token.endLine = (token.endLine ?? 1) + line;
  }
  for (const error of errors) {
    if (error.line === 1) error.column = (error.column ?? 1) + character;
    error.offset += start;
    error.line = (error.line ?? 1) + line;
  }
}

/**
 * Guards the parser: what is too long or too deep for it is refused here, in linear time, with one clear message.
 * The lexer is the one door that parsing, completion and formatting all go through.
 */
export class GuardedLexer extends DefaultLexer {
  private windows: readonly Window[] | undefined;

  /** Whatever `run` reads, it reads of these parts of the text only, as if nothing were between them. */
  within<T>(windows: readonly Window[], run: () => T): T {
    this.windows = windows;
    try {
      return run();
    } finally {
      this.windows = undefined;
    }
  }

  override tokenize(text: string): LexerResult {
    if (text.length > longestSpec) {
      const limit = longestSpec.toLocaleString('en');
      return refused(
        say`This spec has ${text.length.toLocaleString('en')} characters, and at most ${limit} are read; split it into several files.`,
      );
    }
    const result = this.windows ? this.tokensWithin(text, this.windows) : super.tokenize(text);
    const deep = tooDeep(result.tokens);
    if (deep) {
      return refused(
        say`This expression is nested too deeply (at most ${mostParentheses} parentheses and ${deepestExpression} operators); name parts of it with \`derive\`.`,
        deep,
      );
    }
    const open = [...result.tokens, ...result.hidden].filter(unclosed).slice(0, mostErrors);
    const large = result.tokens.filter(beyondNumbers).slice(0, mostErrors);
    const errors = [
      ...result.errors.slice(0, mostErrors),
      ...open.map(unclosedError),
      ...large.map(beyondNumbersError),
    ];
    return { ...result, errors };
  }

  private tokensWithin(text: string, windows: readonly Window[]): LexerResult {
    const results = windows.map((window) => {
      const result = super.tokenize(text.slice(window.start, window.end));
      place(result, window);
      return result;
    });
    return {
      tokens: results.flatMap(({ tokens }) => tokens),
      hidden: results.flatMap(({ hidden }) => hidden),
      errors: results.flatMap(({ errors }) => errors),
    };
  }
}

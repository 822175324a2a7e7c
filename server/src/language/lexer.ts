import { DefaultLexer, type LexerResult } from 'langium';
import { deepestExpression, mostParentheses, type Token, tooDeep } from './nesting.js';

type LexerError = LexerResult['errors'][number];

/** Longest spec that is read, in characters: some 30,000 lines. */
export const longestSpec = 1_000_000;

/** Stray characters told of one by one; a picture opened as a spec has thousands. */
const mostErrors = 50;

/** A spec that was not parsed at all, and why: one error instead of thousands. */
function refused(message: string, at?: Token): LexerResult {
  const error: LexerError = {
    message,
    offset: at?.startOffset ?? 0,
    line: at?.startLine ?? 1,
    column: at?.startColumn ?? 1,
    length: at?.image.length ?? 1,
  };
  return { tokens: [], hidden: [], errors: [error], report: { diagnostics: [] } };
}

/** A comment that is opened and never closed swallows the rest of the file: say so where it begins. */
function unclosedComments(hidden: readonly Token[]): LexerError[] {
  const last = hidden[hidden.length - 1];
  if (!last?.image.startsWith('/*') || (last.image.length > 3 && last.image.endsWith('*/'))) return [];
  const { startOffset: offset, startLine: line, startColumn: column } = last;
  return [{ message: 'This comment is never closed; end it with `*/`.', offset, line, column, length: 2 }];
}

/**
 * Guards the parser: what is too long or too deep for it is refused here, in linear time, with one clear message.
 * The lexer is the one door that parsing, completion and formatting all go through.
 */
export class GuardedLexer extends DefaultLexer {
  override tokenize(text: string): LexerResult {
    if (text.length > longestSpec) {
      const size = (text.length / 1e6).toFixed(1);
      return refused(
        `This spec has ${size} million characters, and at most ${longestSpec / 1e6} million are read; split it into several files.`,
      );
    }
    const result = super.tokenize(text);
    const deep = tooDeep(result.tokens);
    if (deep) {
      return refused(
        `This expression is nested too deeply (at most ${mostParentheses} parentheses and ${deepestExpression} operators); name parts of it with \`derive\`.`,
        deep,
      );
    }
    const errors = [...result.errors.slice(0, mostErrors), ...unclosedComments(result.hidden)];
    return { ...result, errors };
  }
}

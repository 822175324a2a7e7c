import type { LexerResult } from 'langium';

export type Token = LexerResult['tokens'][number];

/** Parentheses, calls and cases inside each other. The parser recurses through several rules for each. */
export const mostParentheses = 60;

/** Operators on top of each other in one expression; the writer of SQL stops at 200. */
export const deepestExpression = 150;

const opening = new Set(['(', 'case']);
const closing = new Set([')', 'end']);
const separators = new Set([',', 'when', 'then', 'else']);
const operators = new Set('or and not in == != < <= > >= + - * / %'.split(' '));
/** Words and signs that are in no expression: whatever was open before one of them has ended. Every declaration has one of them. */
const boundaries = new Set(['{', '}', '->', '=', 'keep', 'derive', 'where', 'from', 'with', 'check', 'by']);

/** An open parenthesis: operators met since the last separator, and the depth of what was closed inside. */
interface Level {
  operators: number;
  inside: number;
  settled: number;
}

const level = (): Level => ({ operators: 0, inside: 0, settled: 0 });
const depthOf = (l: Level): number => Math.max(l.settled, l.operators + l.inside);

/**
 * The token at which an expression gets deeper than parser and compiler can bear, or undefined. Counts an upper bound of
 * the depth of the tree that would be built, in one pass and without recursion.
 */
export function tooDeep(tokens: readonly Token[]): Token | undefined {
  let levels: Level[] = [level()];
  let operatorsOpen = 0;
  for (const token of tokens) {
    const name = token.tokenType.name;
    const current = levels[levels.length - 1];
    if (opening.has(name)) {
      levels.push(level());
      if (levels.length > mostParentheses + 1) return token;
    } else if (closing.has(name) && levels.length > 1) {
      levels.pop();
      operatorsOpen -= current.operators;
      const parent = levels[levels.length - 1];
      parent.inside = Math.max(parent.inside, depthOf(current) + 1);
    } else if (operators.has(name)) {
      current.operators++;
      operatorsOpen++;
      if (operatorsOpen + levels.length + current.inside > deepestExpression) return token;
    } else if (separators.has(name)) {
      current.settled = depthOf(current);
      operatorsOpen -= current.operators;
      current.operators = 0;
      current.inside = 0;
    } else if (boundaries.has(name)) {
      levels = [level()];
      operatorsOpen = 0;
    }
  }
  return undefined;
}

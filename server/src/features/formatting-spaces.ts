import { AstUtils, GrammarAST, type LeafCstNode } from 'langium';
import { isAmount, isUnary } from '../language/generated/ast.js';

/** Name of the grammar rule a token was read by. */
function ruleOf(leaf: LeafCstNode): string | undefined {
  return AstUtils.getContainerOfType(leaf.grammarSource, GrammarAST.isParserRule)?.name;
}

const neverAfterSpace = new Set([',', ')', '?', '.']);
const neverBeforeSpace = new Set(['(', '.']);

/**
 * Blanks between two tokens of one line: `a, b`, `f(x)`, `visits.history`, `80/20`, `-x`, and one blank everywhere else.
 */
export function spacesBetween(left: LeafCstNode, right: LeafCstNode): 0 | 1 {
  if (left.hidden || right.hidden) return 1;
  if (left.text === '{' && right.text === '}') return 0;
  if (neverAfterSpace.has(right.text) || neverBeforeSpace.has(left.text)) return 0;
  if (right.text === '(' && ruleOf(right) === 'Call') return 0;
  if (left.text === '-' && (isUnary(left.astNode) || isAmount(left.astNode))) return 0;
  if (
    (left.text === '/' && ruleOf(left) === 'SplitClause') ||
    (right.text === '/' && ruleOf(right) === 'SplitClause')
  ) {
    return 0;
  }
  return 1;
}

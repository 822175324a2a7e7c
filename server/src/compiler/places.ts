import type { AstNode } from 'langium';
import type { SpecPlace } from '../../../kernel/src/plan.js';
import { contextOf } from '../language/context.js';
import { rangeOf } from '../language/ranges.js';

/** Where a node stands, counted from 1, and in which cell. */
export function placeOf(node: AstNode): SpecPlace {
  const { start } = rangeOf(node);
  const { cell } = contextOf(node);
  return { line: start.line + 1, character: start.character + 1, ...(cell !== undefined && { cell }) };
}

import type { AstNode } from 'langium';
import type { ColumnType } from '../../../kernel/src/data/table.js';
import type { Data, Node, Variable } from './generated/ast.js';

/** What a name stands for where it is used. */
export interface VariableInfo {
  readonly name: string;
  readonly kind: 'column' | 'derived' | 'text' | 'unobserved';
  /** Unknown for a derived column whose expression has no type, and where the file could not be read. */
  readonly type?: ColumnType;
  /** A column clause, derive clause, text declaration or graph node; absent for a column nothing declares. */
  readonly declaredAt?: AstNode;
  readonly data?: Data;
}

/** Variables that may be used at a node, by name, in the order in which completion should offer them. */
export function variablesInScope(_node: AstNode): ReadonlyMap<string, VariableInfo> {
  return new Map();
}

/** What a use of a variable stands for; undefined for a name that is not known, or not known because no file could be read. */
export function resolveVariable(use: Variable | Node): VariableInfo | undefined {
  return variablesInScope(use).get(use.name);
}

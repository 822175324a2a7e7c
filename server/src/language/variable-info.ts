import type { AstNode } from 'langium';
import type { ColumnType } from '../../../kernel/src/data/table.js';
import type { Data } from './generated/ast.js';

/** What a name stands for where it is used. */
export interface VariableInfo {
  readonly name: string;
  readonly kind: 'column' | 'derived' | 'text' | 'unobserved' | 'parameter';
  /** Unknown for a derived column whose expression has no type, and where the file could not be read. */
  readonly type?: ColumnType;
  /** A column clause's variable, derive clause, text or parameter declaration or graph node; absent for a column nothing declares. */
  readonly declaredAt?: AstNode;
  readonly data?: Data;
}

export type Variables = ReadonlyMap<string, VariableInfo>;

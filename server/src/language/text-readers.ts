import { adjustedNames } from './adjustment.js';
import { clauseOf } from './declarations.js';
import { type Effect, isOfClause, isPredictClause, isUsingClause, type Model } from './generated/ast.js';

/** What an effect or a model that reads texts asks about; undefined where it is not written yet. */
export interface Roles {
  /** None where a model asks. */
  readonly treatment: string | undefined;
  readonly outcome: string | undefined;
}

export function rolesOf(reader: Effect | Model): Roles {
  if (reader.$type === 'Model') {
    return { treatment: undefined, outcome: clauseOf(reader, isPredictClause)?.outcome?.name };
  }
  const of = clauseOf(reader, isOfClause);
  return { treatment: of?.treatment?.name, outcome: of?.outcome?.name };
}

/** Names of columns and texts that an effect is adjusted for, or a model predicts from. */
export function readVariables(reader: Effect | Model): readonly string[] {
  if (reader.$type === 'Effect') return adjustedNames(reader) ?? [];
  return clauseOf(reader, isUsingClause)?.variables.map(({ name }) => name) ?? [];
}

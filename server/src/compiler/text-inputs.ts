import type { Choice, HeadKind, Reduction, TextInput } from '../../../kernel/src/plan.js';
import { adaptClauseOf, clauseOf } from '../language/declarations.js';
import { isHeadClause, isReduceClause, type Options, type Text } from '../language/generated/ast.js';
import { countName, historyOf } from '../language/history.js';
import { literalBehind, plainValue } from '../language/parameters.js';
import type { Roles } from '../language/text-readers.js';

/** A text as an effect or a model with these roles reads it. */
export function textInput(text: Text, roles: Roles): TextInput {
  const reduction = reductionOf(text, roles);
  const head = clauseOf(text, isHeadClause);
  const adapt = adaptClauseOf(text, 'supervised');
  return {
    name: text.name,
    column: text.column,
    step: `encode:${text.name}`,
    ...(historyOf(text) && { count: countName(text) }),
    ...(adapt && { adapt: choice('supervised', adapt.options) }),
    ...(reduction && { reduction }),
    ...(head && { head: choice(head.head as HeadKind, head.options) }),
  };
}

/** Directions for those of the named variables that are asked about; principal components where none is named. */
function reductionOf(text: Text, roles: Roles): Reduction | undefined {
  const clause = clauseOf(text, isReduceClause);
  if (!clause) return undefined;
  const { count } = clause;
  const named = clause.variables.map(({ name }) => name);
  if (named.length === 0) return { kind: 'components', count };
  const of = (['treatment', 'outcome'] as const).filter((role) => named.includes(roles[role] ?? ''));
  return of.length > 0 ? { kind: 'directions', count, of } : undefined;
}

/** A word of the language and the options behind it. */
export function choice<Kind extends string>(kind: Kind, options: Options | undefined): Choice<Kind> {
  const set = (options?.options ?? []).map(({ name, value }) => [name, plainValue(literalBehind(value))]);
  return { kind, options: Object.fromEntries(set) };
}

import { listed } from '../../../kernel/src/words/phrases.js';
import { clauseOf } from '../language/declarations.js';
import type { Text } from '../language/generated/ast.js';
import {
  type Effect,
  isReduceClause,
  isText,
  type Model,
  type ReduceClause,
} from '../language/generated/ast.js';
import { readVariables, rolesOf } from '../language/text-readers.js';
import { variablesInScope } from '../language/variables.js';
import type { Rule } from './rule.js';

/** Most directions that a text can be reduced to. */
const mostDirections = 64;

/** CS1211 */
export const reductionCount: Rule<ReduceClause> = (clause, report) => {
  const { count } = clause;
  if (count === undefined || (Number.isInteger(count) && count >= 1 && count <= mostDirections)) return;
  const message = `A text is reduced to a whole number of directions from 1 to ${mostDirections}, not ${count}.`;
  report({ node: clause, property: 'count', message });
};

/** CS1211 */
export const reductionOfOthers: Rule<Effect | Model> = (reader, report) => {
  const { treatment, outcome } = rolesOf(reader);
  const roles = [treatment, outcome].filter((name) => name !== undefined);
  if (outcome === undefined) return;
  for (const text of textsRead(reader)) {
    const named = clauseOf(text, isReduceClause)?.variables.map(({ name }) => name) ?? [];
    if (named.length === 0 || roles.some((name) => named.includes(name))) continue;
    const message = `${reader.name} reads "${text.name}", which is reduced for ${listed(named)}, and none of them is its ${treatment === undefined ? 'outcome' : 'treatment or outcome'}; add ${roles.join(' or ')} to \`reduce\`.`;
    report<Effect | Model>({ node: reader, property: 'name', message });
  }
};

/** CS1212 */
export const componentsKeep: Rule<ReduceClause> = (clause, report) => {
  if (clause.count === undefined || clause.variables.length > 0) return;
  const message = `${clause.count} principal components of "${clause.$container.name}" know of no treatment and no outcome, so they keep most of the confounding in it: 47 of 100 parts on real reviews. Say what they are for, as \`reduce ${clause.count} for TREATMENT, OUTCOME\`.`;
  report({ node: clause, message });
};

function textsRead(reader: Effect | Model): Text[] {
  const variables = variablesInScope(reader);
  return readVariables(reader).flatMap((name) => {
    const declared = variables.get(name)?.declaredAt;
    return isText(declared) ? [declared] : [];
  });
}

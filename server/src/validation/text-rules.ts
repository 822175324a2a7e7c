import { AstUtils } from 'langium';
import { listed } from '../../../kernel/src/words/phrases.js';
import { say } from '../../../kernel/src/words/say.js';
import { columnsBehind } from '../language/columns-needed.js';
import { adaptClauseOf, clauseOf } from '../language/declarations.js';
import {
  type AdaptClause,
  type Effect,
  isReduceClause,
  isText,
  type Model,
  type ReduceClause,
  type Text,
} from '../language/generated/ast.js';
import { historyOf } from '../language/history.js';
import { readVariables, rolesOf } from '../language/text-readers.js';
import { variablesInScope } from '../language/variables.js';
import { roleWord } from './kind-words.js';
import type { Rule } from './rule.js';

/** Most directions that a text can be reduced to. */
const mostDirections = 64;

/** CS1211 */
export const reductionCount: Rule<ReduceClause> = (clause, report) => {
  const { count } = clause;
  if (count === undefined || (Number.isInteger(count) && count >= 1 && count <= mostDirections)) return;
  const message = say`A text is reduced to a whole number of directions from 1 to ${mostDirections}, not ${count}.`;
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
    const message = say`${reader.name} reads "${text.name}", which is reduced for ${listed(named)}, and none of them is its ${treatment === undefined ? say`outcome` : say`treatment or outcome`}; add ${roles.join(say` or `)} to \`reduce\`.`;
    report<Effect | Model>({ node: reader, property: 'name', message });
  }
};

/** CS1212 */
export const componentsKeep: Rule<ReduceClause> = (clause, report) => {
  if (clause.count === undefined || clause.variables.length > 0) return;
  const message = say`${clause.count} principal components of "${clause.$container.name}" know of no treatment and no outcome, so they keep most of the confounding in it: 47 of 100 parts on real reviews. Say what they are for, as \`reduce ${clause.count} for TREATMENT, OUTCOME\`.`;
  report({ node: clause, message });
};

/** CS1216 */
export const pairsOfSupervised: Rule<AdaptClause> = (clause, report) => {
  if (clause.adapting !== 'supervised' || !clause.pairs) return;
  const message = say`Pairs are for \`adapt contrastive\`: delete \`pairs by\`, since what is supervised learns from treatment and outcome.`;
  report({ node: clause, property: 'pairs', message });
};

/** CS1216 */
export const historyAdapted: Rule<AdaptClause> = (clause, report) => {
  const text = AstUtils.getContainerOfType(clause, isText);
  if (!text || !historyOf(text)) return;
  const message = say`A history is a mixture of texts, and an encoder is adapted to texts: delete \`adapt\`, or adapt it for a text of its own.`;
  report({ node: clause, message });
};

/** CS1216 */
export const pairsTell: Rule<Effect | Model> = (reader, report) => {
  const { treatment, outcome } = rolesOf(reader);
  const variables = variablesInScope(reader);
  for (const text of textsRead(reader)) {
    const pairs = adaptClauseOf(text, 'contrastive')?.pairs?.name;
    if (pairs === undefined) continue;
    const behind = columnsBehind([pairs], variables);
    const told = [treatment, outcome].find(
      (name) =>
        name !== undefined && columnsBehind([name], variables).some((column) => behind.includes(column)),
    );
    if (told === undefined) continue;
    const role = roleWord(told === treatment ? 'treatment' : 'outcome');
    const how = pairs === told ? say`which is its ${role}` : say`which tells its ${role} ${told}`;
    const message = say`${reader.name} reads "${text.name}", whose texts are paired by ${pairs}, ${how}; pair them by something that was there before.`;
    report<Effect | Model>({ node: reader, property: 'name', message });
  }
};

function textsRead(reader: Effect | Model): Text[] {
  const variables = variablesInScope(reader);
  return readVariables(reader).flatMap((name) => {
    const declared = variables.get(name)?.declaredAt;
    return isText(declared) ? [declared] : [];
  });
}

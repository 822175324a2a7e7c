import { formatOf } from '../../../kernel/src/data/paths.js';
import { listed } from '../../../kernel/src/words/phrases.js';
import { inflected, say } from '../../../kernel/src/words/say.js';
import { columnsToScore } from '../language/columns-needed.js';
import { contextOf } from '../language/context.js';
import { clauseOf } from '../language/declarations.js';
import {
  type CompareAction,
  type ExplainAction,
  isLearnerClause,
  isPredictClause,
  isUsingClause,
  type Model,
  type PredictClause,
  type ScoreAction,
} from '../language/generated/ast.js';
import { resolveVariable } from '../language/variables.js';
import type { Rule } from './rule.js';

/** Most rows one `explain` shows. */
const mostExplained = 1000;

/** CS1307 */
export const notPredictable: Rule<PredictClause> = ({ outcome }, report) => {
  const type = outcome && resolveVariable(outcome)?.type;
  if (!type || type === 'numeric' || type === 'boolean') return;
  const message = say`The outcome "${outcome.name}" is ${type}; declare it numeric, or derive a number or a condition from it.`;
  report({ node: outcome, message });
};

/** CS1401 */
export const knowsItsAnswer: Rule<Model> = (model, report) => {
  const outcome = clauseOf(model, isPredictClause)?.outcome?.name;
  for (const variable of clauseOf(model, isUsingClause)?.variables ?? []) {
    if (!outcome || variable.name !== outcome) continue;
    report({
      node: variable,
      message: say`"${outcome}" is what ${model.name} predicts; take it out of \`using\`.`,
    });
  }
};

/** CS1402 */
export const importedModel: Rule<Model> = (model, report) => {
  const clause = clauseOf(model, isLearnerClause);
  if (clause?.learner !== 'imported') return;
  if (!clause.options?.options.some((option) => option.name === 'file')) {
    const message = say`${model.name} does not say which file its model is in; write \`imported { file "model.txt" }\`.`;
    report({ node: clause, property: 'learner', message });
  }
  for (const variable of clauseOf(model, isUsingClause)?.variables ?? []) {
    if (resolveVariable(variable)?.kind !== 'text') continue;
    const message = say`An imported model reads columns, and "${variable.name}" is a text; take it out of \`using\`.`;
    report({ node: variable, message });
  }
};

/** CS1501 */
export const unlikeCompared: Rule<CompareAction> = (action, report) => {
  const one = action.subject?.ref;
  const other = action.other?.ref;
  if (!one || !other || one.$type === other.$type) return;
  const message = say`${one.name} is ${article(one.$type)} and ${other.name} ${article(other.$type)}; compare two of a kind.`;
  report({ node: action, message });
};

const article = (type: string): string => (type === 'Effect' ? say`an effect` : say`a model`);

/** CS1502 */
export const explainLimit: Rule<ExplainAction> = (action, report) => {
  const { limit } = action;
  if (limit === undefined || (Number.isInteger(limit) && limit >= 1 && limit <= mostExplained)) return;
  report({
    node: action,
    property: 'limit',
    message: say`limit has to be a whole number from 1 to ${mostExplained}, not ${limit}.`,
  });
};

/** CS1503 */
export const scoredColumnMissing: Rule<ScoreAction> = (action, report) => {
  const subject = action.subject?.ref;
  const schema = contextOf(action).schemas.get(action.on);
  if (!subject || !schema || schema.columns.length === 0) return;
  const names = new Set(schema.columns.map((column) => column.name));
  const missing = columnsToScore(subject).filter((name) => !names.has(name));
  if (missing.length === 0) return;
  const message = say`${subject.name} needs ${listed(missing)}, which "${action.on}" does not have; add ${inflected(missing.length, 'it', 'them')} to the file.`;
  report({ node: action, property: 'on', message });
};

/** What the kernel found wrong with the file to score, under its own codes (CS11..). */
export const scoredFileProblems: Rule<ScoreAction> = (action, report) => {
  if (!formatOf(action.on ?? '')) return;
  for (const { code, severity, message } of contextOf(action).schemas.get(action.on)?.problems ?? []) {
    report({
      node: action,
      property: 'on',
      message,
      as: { code, severity: severity === 'info' ? 'hint' : severity },
    });
  }
};

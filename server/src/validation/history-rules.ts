import type { ColumnType } from '../../../kernel/src/data/table.js';
import { say } from '../../../kernel/src/words/say.js';
import { timeOfEvents } from '../language/declarations.js';
import type { Data, HalfLifeClause, HistoryClause } from '../language/generated/ast.js';
import { historyOf } from '../language/history.js';
import { columnsKnown, resolveVariable, variablesInScope } from '../language/variables.js';
import { type Rule, suggestion } from './rule.js';

/** CS1213 */
export const partMissing: Rule<HistoryClause> = (clause, report) => {
  const text = clause.$container;
  const events = text.data?.ref;
  const rows = clause.data?.$refText ?? 'ROWS';
  if (!clause.key) {
    const message = say`The history "${text.name}" does not say whose events they are; write \`of ${rows} by COLUMN\`, a column that ${rows} and ${text.data?.$refText} share.`;
    report({ node: clause, message });
  }
  if (!clause.time) {
    const message = say`The history "${text.name}" has no end: what happens at the treatment or after it may be its work, and adjusting for that hides part of the effect; add \`before TIME\`, the column of ${rows} with the treatment's time.`;
    report({ node: clause, message });
  }
  if (events && timeOfEvents(text) === undefined) {
    const message = say`Data ${events.name} does not say when its events happened, so that "${text.name}" cannot be cut before anything; add \`time COLUMN\` to ${events.name}.`;
    report({ node: text, property: 'data', message });
  }
};

/** CS1214 */
export const keyOfEvents: Rule<HistoryClause> = (clause, report) => {
  const { key } = clause;
  const events = clause.$container.data?.ref;
  if (!key?.name || !events || !columnsKnown(events)) return;
  const theirs = variablesInScope(events).get(key.name);
  if (!theirs) {
    const { hint, fix } = suggestion(key.name, variablesInScope(events).keys(), say`it has`);
    const message = say`Data ${events.name} has no "${key.name}" to tell whose its events are; derive one of that name, or name another column${hint}`;
    report({ node: key, message, fix });
    return;
  }
  const ours = resolveVariable(key)?.type;
  if (!ours || !theirs.type || kindOf(ours) === kindOf(theirs.type)) return;
  const message = say`"${key.name}" is ${ours} in ${nameOf(clause.data?.ref)} and ${theirs.type} in ${events.name}, so that no event would be anybody's; declare one type in both with \`column\`.`;
  report({ node: key, message });
};

/** Numbers are matched with numbers, and words with words, whatever kind of words. */
function kindOf(type: ColumnType): string {
  return type === 'categorical' || type === 'ordinal' || type === 'text' ? 'words' : type;
}

/** CS1214 */
export const timesAlike: Rule<HistoryClause> = (clause, report) => {
  const { time } = clause;
  const text = clause.$container;
  const ours = time && resolveVariable(time)?.type;
  if (!time || !ours) return;
  if (ours !== 'date' && ours !== 'numeric') {
    const message = say`"${time.name}" is ${ours} and no time that a history could be cut at; name a column of dates or numbers.`;
    report({ node: time, message });
    return;
  }
  const events = text.data?.ref;
  const name = timeOfEvents(text);
  const theirs = events && name !== undefined ? variablesInScope(events).get(name)?.type : undefined;
  if (!theirs || theirs === ours || (theirs !== 'date' && theirs !== 'numeric')) return;
  const message = say`"${time.name}" of ${nameOf(clause.data?.ref)} is ${ours} and "${name}" of ${events?.name} is ${theirs}: nobody can say which came first; name two dates or two numbers.`;
  report({ node: time, message });
};

function nameOf(data: Data | undefined): string {
  return data?.name ?? say`the rows`;
}

/** CS1215 */
export const halfLife: Rule<HalfLifeClause> = (clause, report) => {
  const text = clause.$container;
  const history = historyOf(text);
  if (!history) {
    const message = say`"${text.name}" is no history, so that nothing in it has an age; add \`of ROWS by KEY before TIME\`, or delete \`half life\`.`;
    report({ node: clause, message });
    return;
  }
  if (clause.halfLife === undefined) return;
  if (!(clause.halfLife > 0)) {
    const message = say`The half-life of "${text.name}" is ${clause.halfLife}; it has to be above 0.`;
    report({ node: clause, property: 'halfLife', message });
  }
  const type = history.time && resolveVariable(history.time)?.type;
  if (type === 'date' && !clause.unit) {
    const message = say`"${history.time?.name}" is a date, and ${clause.halfLife} says no unit; write \`half life ${clause.halfLife} days\`, or minutes, hours or weeks.`;
    report({ node: clause, message });
  }
  if (type === 'numeric' && clause.unit) {
    const message = say`"${history.time?.name}" is a number whose unit only you know; write \`half life ${clause.halfLife}\` in that unit, without "${clause.unit}".`;
    report({ node: clause, property: 'unit', message });
  }
};

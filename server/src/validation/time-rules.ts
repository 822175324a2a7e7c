import { type AstNode, AstUtils } from 'langium';
import type { OrderAnswer } from '../../../kernel/src/preview/question.js';
import { counted, percent } from '../../../kernel/src/words/phrases.js';
import { say } from '../../../kernel/src/words/say.js';
import { adjustedNames } from '../language/adjustment.js';
import { clauseOf, dataOf, rowTimeOf, timeSaidOf } from '../language/declarations.js';
import {
  type Data,
  type Effect,
  type HistoryClause,
  isByClause,
  isDeriveClause,
  isHistoryClause,
  isOfClause,
  isText,
  isVariable,
  type TimeClause,
} from '../language/generated/ast.js';
import { historyOf } from '../language/history.js';
import { answerTo } from '../language/previews.js';
import { variablesInScope } from '../language/variables.js';
import { sayTime, takeOut } from './fixes.js';
import { mentionOf, rowsOf } from './previewed.js';
import type { Edit, Finding, Rule } from './rule.js';

/** When the values of a variable came about. */
interface Timing {
  /** Of dates or numbers. */
  readonly column: string;
  /**
   * The clause `time ... of ...` that says so, or of a history `of ... before ...`; absent where it is the time of the row, or a date is
   * its own time.
   */
  readonly said?: TimeClause | HistoryClause;
}

function timingSaid(data: Data, column: string): Timing | undefined {
  const said = timeSaidOf(data, column);
  return said?.column?.name ? { column: said.column.name, said } : undefined;
}

/** A history holds what happened before a time of the row and nothing else. */
function timingOfHistory(clause: HistoryClause): Timing[] {
  return clause.time?.name ? [{ column: clause.time.name, said: clause }] : [];
}

/** The time of the treatment: what the data say of it, else the time of the row. */
function timingOfTreatment(data: Data, treatment: string): Timing | undefined {
  const column = rowTimeOf(data)?.column?.name;
  return timingSaid(data, treatment) ?? (column === undefined ? undefined : { column });
}

/** Times of what a covariate or a text is made of. */
function timingsOf(data: Data, effect: Effect, name: string, seen = new Set<string>()): Timing[] {
  if (seen.has(name)) return [];
  seen.add(name);
  const info = variablesInScope(effect).get(name);
  const source = info?.declaredAt;
  const history = isText(source) ? historyOf(source) : undefined;
  if (history) return timingOfHistory(history);
  const said = timingSaid(data, info?.kind === 'text' && isText(source) ? source.column : name);
  if (said) return [said];
  if (info?.type === 'date') return [{ column: name }];
  if (info?.kind !== 'derived' || !isDeriveClause(source) || !source.value) return [];
  const parts = AstUtils.streamAst(source.value).filter(isVariable).toArray();
  return parts.flatMap((part) => timingsOf(data, effect, part.name, seen));
}

interface Late {
  readonly name: string;
  readonly timing: Timing;
  readonly treatment: string;
  readonly at: Timing;
  readonly answer: OrderAnswer;
}

/** What an effect is adjusted for, or split by, that is younger than its treatment in some rows. */
function lateIn(effect: Effect): Late[] {
  const data = dataOf(effect);
  const treatment = clauseOf(effect, isOfClause)?.treatment?.name;
  const at = data && treatment ? timingOfTreatment(data, treatment) : undefined;
  if (!data || !treatment || !at) return [];
  const modifiers = (clauseOf(effect, isByClause)?.variables ?? []).map(({ name }) => name);
  const names = new Set([...(adjustedNames(effect) ?? []), ...modifiers]);
  return [...names].flatMap((name) =>
    timingsOf(data, effect, name).flatMap((timing): Late[] => {
      if (!timing.said && !at.said) return [];
      const answer = orderOf(effect, data, timing.column, at.column);
      return answer && answer.wrong > 0 ? [{ name, timing, treatment, at, answer }] : [];
    }),
  );
}

/** In how many rows one time lies after the other; undefined where that is not known, or the two are no times of one kind. */
function orderOf(effect: Effect, data: Data, earlier: string, later: string): OrderAnswer | undefined {
  const variables = variablesInScope(effect);
  const type = variables.get(earlier)?.type;
  if (earlier === later || type !== variables.get(later)?.type || (type !== 'date' && type !== 'numeric'))
    return undefined;
  const load = rowsOf(data, effect);
  return load && answerTo(effect, { ask: 'order', load, earlier, later });
}

/** CS1604 */
export const laterThanTreatment: Rule<Effect> = (effect, report) => {
  for (const late of lateIn(effect)) {
    if (!late.timing.said || !late.at.said) continue;
    const { name, timing, treatment, at } = late;
    const advice = isHistoryClause(timing.said)
      ? say`write \`before ${at.column}\``
      : say`use it as it stood at ${at.column}`;
    const message = say`${subjectOf(effect, name)} is younger than the treatment ${treatment} ${where(late)}, and may hold what the treatment did; ${advice}, or take it out.`;
    report({
      node: mentionOf(effect, name),
      message,
      related: clausesSaid(late),
      fix: takeOut(effect, name),
    });
  }
};

/** CS1605 */
export const perhapsLater: Rule<Effect> = (effect, report) => {
  for (const late of lateIn(effect)) {
    if (late.timing.said && late.at.said) continue;
    const { name, timing, treatment, at } = late;
    const doubt = at.said
      ? say`if ${timing.column} came about by the treatment, take it out`
      : say`if the treatment has a time of its own, say it with \`time COLUMN of ${treatment}\``;
    const message = say`${subjectOf(effect, name)} may be younger than the treatment ${treatment} ${where(late)}; ${doubt}.`;
    const out = takeOut(effect, name);
    report({
      node: mentionOf(effect, name),
      message,
      related: clausesSaid(late),
      fix: [...(at.said ? [] : timesToSay(effect, late)), ...(out ? [out] : [])],
    });
  }
};

/** Times offered for the treatment at most: a menu is read, not searched. */
const mostTimes = 3;

/** Says the time of a treatment by each of the dates that could be it. */
function timesToSay(effect: Effect, { timing, treatment, at }: Late): Edit[] {
  const data = dataOf(effect);
  if (!data) return [];
  const dates = [...variablesInScope(data).values()].filter(
    ({ name, kind, type }) =>
      kind === 'column' && type === 'date' && name !== timing.column && name !== at.column,
  );
  return dates.slice(0, mostTimes).flatMap(({ name }) => sayTime(data, name, treatment) ?? []);
}

/** CS1606 */
export const outcomeBeforeTreatment: Rule<Effect> = (effect, report) => {
  const data = dataOf(effect);
  const of = clauseOf(effect, isOfClause);
  if (!data || !of?.treatment?.name || !of.outcome?.name) return;
  const at = timingSaid(data, of.treatment.name);
  const timing = timingSaid(data, of.outcome.name);
  const answer = at && timing && orderOf(effect, data, at.column, timing.column);
  if (!answer || answer.wrong === 0) return;
  const late = { timing: at, at: timing, answer };
  const message = say`The outcome ${of.outcome.name} is older than the treatment ${of.treatment.name} ${where(late)}, which cannot have caused it; leave these rows out with \`keep\`.`;
  report({ node: of.outcome, message, related: clausesSaid(late) });
};

function subjectOf(effect: Effect, name: string): string {
  return variablesInScope(effect).get(name)?.kind === 'text' ? say`Text "${name}"` : say`"${name}"`;
}

function where({ timing, at, answer }: Pick<Late, 'timing' | 'at' | 'answer'>): string {
  const { rows, wrong, row } = answer;
  return say`in ${percent(wrong / rows)} of ${counted(rows, 'row')} (${timing.column} after ${at.column}, first in row ${row})`;
}

function clausesSaid({ timing, at }: Pick<Late, 'timing' | 'at'>): NonNullable<Finding<AstNode>['related']> {
  return [timing, at].flatMap(({ column, said }) =>
    said ? [{ node: said, message: say`Its time ${column}.` }] : [],
  );
}

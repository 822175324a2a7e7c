import { formatOf } from '../../../kernel/src/data/paths.js';
import { say, told, toTell } from '../../../kernel/src/words/say.js';
import { clauseOf, dataOf } from '../language/declarations.js';
import {
  type AboveClause,
  type CandidatesClause,
  type ContentClause,
  type IntoClause,
  isAboveClause,
  isExposureClause,
  isFromClause,
  isOfferClause,
  isOutcomeClause,
  isPropensityClause,
  isRank,
  isTopClause,
  isUsingClause,
  type Rank,
  type TopClause,
  type Variable,
} from '../language/generated/ast.js';
import { historyOf } from '../language/history.js';
import { resolveVariable } from '../language/variables.js';
import type { Rule } from './rule.js';

/** CS1008 */
export const rankClauseMissing: Rule<Rank> = (rank, report) => {
  const missing = [
    ...(clauseOf(rank, isOfferClause) ? [] : ['show ITEM to USER']),
    ...(clauseOf(rank, isFromClause) ? [] : ['from DATA']),
    ...(clauseOf(rank, isExposureClause) ? [] : ['exposure COLUMN']),
    ...(clauseOf(rank, isOutcomeClause) ? [] : ['outcome COLUMN']),
  ];
  for (const clause of missing) {
    report({ node: rank, property: 'name', message: say`Ranking ${rank.name} needs \`${clause}\`; add it.` });
  }
};

/** CS1012 */
export const candidateTwice: Rule<CandidatesClause> = (clause, report) => {
  clause.candidates.forEach((candidate, index) => {
    if (clause.candidates.indexOf(candidate) === index) return;
    const message = say`${candidate} is listed twice; delete one of them.`;
    report({ node: clause, property: 'candidates', index, message });
  });
};

/** CS1201 */
export const listsFileKind: Rule<IntoClause> = (clause, report) => {
  if (clause.into === undefined || formatOf(clause.into)) return;
  const message = say`Lists are written as .csv, .tsv, .parquet or .json, and "${clause.into}" is none of them; give it one of these endings.`;
  report({ node: clause, property: 'into', message });
};

/** What a column of a ranking has to hold. */
type Holds = 'id' | 'event' | 'chance';

const heldWords: Readonly<Record<Holds, string>> = {
  id: toTell`an id`,
  event: toTell`0 or 1`,
  chance: toTell`a number`,
};

/** A column that a ranking reads, and what for, by its English. */
interface Read {
  readonly variable: Variable;
  readonly role: string;
  readonly holds: Holds;
}

/** Everything a ranking reads from columns but what is in `using`. */
function rolesOf(rank: Rank): Read[] {
  const offer = clauseOf(rank, isOfferClause);
  const roles: [Variable | undefined, string, Holds][] = [
    [offer?.item, toTell`what is shown`, 'id'],
    [offer?.user, toTell`to whom it is shown`, 'id'],
    [clauseOf(rank, isExposureClause)?.exposure, toTell`the exposure`, 'event'],
    [clauseOf(rank, isOutcomeClause)?.outcome, toTell`the outcome`, 'event'],
    [clauseOf(rank, isPropensityClause)?.propensity, toTell`the propensity`, 'chance'],
  ];
  return roles.flatMap(([variable, role, holds]) => (variable?.name ? [{ variable, role, holds }] : []));
}

/** CS1409 */
export const columnsApart: Rule<Rank> = (rank, report) => {
  const first = new Map<string, string>();
  const used = clauseOf(rank, isUsingClause)?.variables ?? [];
  for (const { variable, role } of rolesOf(rank)) {
    const earlier = first.get(variable.name);
    if (earlier !== undefined) {
      const message = say`"${variable.name}" is ${told(earlier)} and ${told(role)} of ${rank.name}; name a column of its own for each.`;
      report({ node: variable, message });
    } else first.set(variable.name, role);
  }
  for (const variable of used) {
    const role = variable.name ? first.get(variable.name) : undefined;
    if (role === undefined) continue;
    const message = say`"${variable.name}" is ${told(role)} of ${rank.name}; take it out of \`using\`.`;
    report({ node: variable, message });
  }
};

/** CS1409 */
export const columnsOfKind: Rule<Rank> = (rank, report) => {
  for (const { variable, role, holds } of rolesOf(rank)) {
    const type = resolveVariable(variable)?.type;
    if (!type) continue;
    const fits = holds === 'id' ? type !== 'date' : type === 'numeric' || type === 'boolean';
    if (fits) continue;
    const message = say`"${variable.name}" is ${told(role)} of ${rank.name}, which has to be ${told(heldWords[holds])}, and it is ${type}; name another column, or derive one.`;
    report({ node: variable, message });
  }
};

/** CS1410 */
export const limitInRange: Rule<TopClause | AboveClause> = (clause, report) => {
  if (clause.$type === 'TopClause') {
    const { top } = clause;
    if (top === undefined || (Number.isInteger(top) && top >= 1)) return;
    const message =
      top === 0
        ? say`top 0 shows nothing to anyone; give a whole number from 1.`
        : say`top has to be a whole number of items from 1, not ${top}.`;
    report({ node: clause, property: 'top', message });
    return;
  }
  const { above } = clause;
  if (above === undefined || (above >= 0 && above < 1)) return;
  const message = say`above has to be from 0 to below 1, not ${above}: what an item adds to a probability, as 0.01 for one in a hundred.`;
  report({ node: clause, property: 'above', message });
};

/** CS1410 */
export const limitMissing: Rule<Rank> = (rank, report) => {
  if (clauseOf(rank, isTopClause) || clauseOf(rank, isAboveClause)) return;
  const message = say`Ranking ${rank.name} does not say how many items to show; add \`top 10\`, or \`above 0.01\` for all that add more than that.`;
  report({ node: rank, property: 'name', message });
};

/** CS1411 */
export const contentOfItems: Rule<ContentClause> = (clause, report) => {
  const rank = clause.$container;
  const text = clause.text?.ref;
  const data = isRank(rank) ? dataOf(rank) : undefined;
  if (!text || !data) return;
  const tell = (message: string): void => report({ node: clause, property: 'text', message });
  if (historyOf(text)) {
    tell(
      say`"${text.name}" is a history of users, and says nothing of items; name a text of a column of ${data.name}.`,
    );
  } else if (text.data?.ref !== data) {
    tell(
      say`"${text.name}" is a text of ${text.data?.$refText}, and the ranking reads ${data.name}; name a text of that.`,
    );
  }
};

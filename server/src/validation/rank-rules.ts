import { formatOf } from '../../../kernel/src/data/paths.js';
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
    report({ node: rank, property: 'name', message: `Ranking ${rank.name} needs \`${clause}\`; add it.` });
  }
};

/** CS1012 */
export const candidateTwice: Rule<CandidatesClause> = (clause, report) => {
  clause.candidates.forEach((candidate, index) => {
    if (clause.candidates.indexOf(candidate) === index) return;
    const message = `${candidate} is listed twice; delete one of them.`;
    report({ node: clause, property: 'candidates', index, message });
  });
};

/** CS1201 */
export const listsFileKind: Rule<IntoClause> = (clause, report) => {
  if (clause.into === undefined || formatOf(clause.into)) return;
  const message = `Lists are written as .csv, .tsv, .parquet or .json, and "${clause.into}" is none of them; give it one of these endings.`;
  report({ node: clause, property: 'into', message });
};

/** A column that a ranking reads, and what for. */
interface Read {
  readonly variable: Variable;
  readonly role: string;
}

/** Everything a ranking reads from columns but what is in `using`. */
function rolesOf(rank: Rank): Read[] {
  const offer = clauseOf(rank, isOfferClause);
  const roles: [Variable | undefined, string][] = [
    [offer?.item, 'what is shown'],
    [offer?.user, 'to whom it is shown'],
    [clauseOf(rank, isExposureClause)?.exposure, 'the exposure'],
    [clauseOf(rank, isOutcomeClause)?.outcome, 'the outcome'],
    [clauseOf(rank, isPropensityClause)?.propensity, 'the propensity'],
  ];
  return roles.flatMap(([variable, role]) => (variable?.name ? [{ variable, role }] : []));
}

/** CS1409 */
export const columnsApart: Rule<Rank> = (rank, report) => {
  const first = new Map<string, string>();
  const used = clauseOf(rank, isUsingClause)?.variables ?? [];
  for (const { variable, role } of rolesOf(rank)) {
    const earlier = first.get(variable.name);
    if (earlier !== undefined) {
      const message = `"${variable.name}" is ${earlier} and ${role} of ${rank.name}; name a column of its own for each.`;
      report({ node: variable, message });
    } else first.set(variable.name, role);
  }
  for (const variable of used) {
    const role = variable.name ? first.get(variable.name) : undefined;
    if (role === undefined) continue;
    const message = `"${variable.name}" is ${role} of ${rank.name}; take it out of \`using\`.`;
    report({ node: variable, message });
  }
};

/** CS1409 */
export const columnsOfKind: Rule<Rank> = (rank, report) => {
  for (const { variable, role } of rolesOf(rank)) {
    const type = resolveVariable(variable)?.type;
    if (!type) continue;
    const id = role === 'what is shown' || role === 'to whom it is shown';
    const fits = id ? type !== 'date' : type === 'numeric' || type === 'boolean';
    if (fits) continue;
    const wanted = id ? 'an id' : role === 'the propensity' ? 'a number' : '0 or 1';
    const message = `"${variable.name}" is ${role} of ${rank.name}, which has to be ${wanted}, and it is ${type}; name another column, or derive one.`;
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
        ? 'top 0 shows nothing to anyone; give a whole number from 1.'
        : `top has to be a whole number of items from 1, not ${top}.`;
    report({ node: clause, property: 'top', message });
    return;
  }
  const { above } = clause;
  if (above === undefined || (above >= 0 && above < 1)) return;
  const message = `above has to be from 0 to below 1, not ${above}: what an item adds to a probability, as 0.01 for one in a hundred.`;
  report({ node: clause, property: 'above', message });
};

/** CS1410 */
export const limitMissing: Rule<Rank> = (rank, report) => {
  if (clauseOf(rank, isTopClause) || clauseOf(rank, isAboveClause)) return;
  const message = `Ranking ${rank.name} does not say how many items to show; add \`top 10\`, or \`above 0.01\` for all that add more than that.`;
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
      `"${text.name}" is a history of users, and says nothing of items; name a text of a column of ${data.name}.`,
    );
  } else if (text.data?.ref !== data) {
    tell(
      `"${text.name}" is a text of ${text.data?.$refText}, and the ranking reads ${data.name}; name a text of that.`,
    );
  }
};

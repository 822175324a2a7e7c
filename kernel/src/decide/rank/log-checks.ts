import type { Problem } from '../../problem.js';
import { counted, listed, percent } from '../../words/phrases.js';
import type { ExposureLog, LogColumns } from './exposure-log.js';

/** Outcomes of each kind that each of shown and not shown needs: below that nothing can be learned of it. */
const fewest = 20;
/** Items named in a warning. */
const named = 5;

/** Rows that can be learned from: whether these were shown was left to chance. */
export function openRows({ propensity, shown }: Pick<ExposureLog, 'propensity' | 'shown'>): Int32Array {
  const rows = Int32Array.from(shown.keys());
  return propensity ? rows.filter((row) => !Number.isNaN(propensity[row])) : rows;
}

/** What keeps a log from saying what showing does. */
export function fewOutcomes(log: ExposureLog, columns: LogColumns, problems: Problem[]): void {
  const { shown, outcome } = log;
  const open = openRows(log);
  const report = (code: string, message: string, column: string): void => {
    problems.push({ code, severity: 'error', message, place: { column } });
  };
  const counts = [0, 1].map((arm) => {
    const rows = open.filter((row) => shown[row] === arm);
    const bought = rows.reduce((sum, row) => sum + outcome[row], 0);
    return { arm, rows: rows.length, fewer: Math.min(bought, rows.length - bought) };
  });
  const absent = counts.find(({ rows }) => rows === 0);
  if (absent) {
    const all = absent.arm === 0 ? 'was shown' : 'was not shown';
    const lacking = absent.arm === 0 ? 'were not' : 'were';
    report(
      'CS6081',
      `Every row's item ${all}, by ${columns.exposure}: what showing changes is learned from pairs that could have been shown and ${lacking}; add rows of these.`,
      columns.exposure,
    );
    return;
  }
  for (const { arm, rows, fewer } of counts) {
    if (fewer >= fewest) continue;
    const which = arm === 1 ? 'shown' : 'not shown';
    report(
      'CS6083',
      `Of ${counted(rows, 'row')} ${which}, only ${fewer} have one of the values of ${columns.outcome}; at least ${fewest} are needed to learn from.`,
      columns.outcome,
    );
  }
}

/** Doubts about a log that can be learned from all the same. */
export function logWarnings(log: ExposureLog, columns: LogColumns, withTexts: boolean): string[] {
  const { items, users, shown, outcome } = log;
  const shows = new Int32Array(items.count);
  const bought = new Int32Array(users.count);
  for (const [row, item] of items.of.entries()) {
    shows[item] += shown[row];
    bought[users.of[row]] += outcome[row];
  }
  const never = items.names.filter((_, item) => shows[item] === 0);
  const strangers = bought.reduce((sum, count) => sum + (count === 0 ? 1 : 0), 0);
  const barred = shown.length - openRows(log).length;
  return [
    ...(never.length > 0
      ? [
          `${counted(never.length, 'item')} ${never.length === 1 ? 'was' : 'were'} never shown (${listed([...never.slice(0, named), ...(never.length > named ? [`${never.length - named} more`] : [])])}): ${withTexts ? 'what showing them does is told from items with texts like theirs, and cannot be judged' : 'they are left out of lists; name a text of the items with `content` to have them ranked by it'}.`,
        ]
      : []),
    ...(strangers > 0
      ? [
          `${counted(strangers, 'user')} (${percent(strangers / users.count)}) have no ${columns.outcome} in the data: items for them are ranked by what all users do, and by columns of \`using\`.`,
        ]
      : []),
    ...(barred > 0
      ? [
          `${counted(barred, 'row')} could not have been shown, or had to be, by ${columns.propensity}: nothing is learned from them, and nothing is judged by them.`,
        ]
      : []),
  ];
}

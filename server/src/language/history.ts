import { type Data, type HistoryClause, isHistoryClause, type Text } from './generated/ast.js';

/** The clause that makes a text the history of events of each row; undefined of a plain text. */
export function historyOf(text: Text): HistoryClause | undefined {
  return text.clauses?.find(isHistoryClause);
}

/** The data whose rows have a text: those of its column, or those that a history is of. */
export function rowsOfText(text: Text): Data | undefined {
  return (historyOf(text) ?? text).data?.ref;
}

/** What the length of a history is called among the columns. */
export function countName(text: Text): string {
  return `${text.name} (number of events)`;
}

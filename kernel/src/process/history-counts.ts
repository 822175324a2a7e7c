import type { Column, Table } from '../data/table.js';
import type { TextInput } from '../plan.js';
import { inputError } from '../problem.js';
import type { TextDesign } from '../text/text-design.js';

/**
 * A table with how many events each history has, as the columns that the plan names: how much somebody did confounds by itself, and a
 * mean of events does not show it.
 *
 * @param designs in the order of `texts`
 * @throws InputError CS1151 where the data have such a column of their own
 */
export function withCounts(table: Table, texts: readonly TextInput[], designs: readonly TextDesign[]): Table {
  const columns = new Map<string, Column>(table.columns);
  texts.forEach(({ name: text, count: name }, t) => {
    const values = designs[t].counts;
    if (name === undefined || !values) return;
    if (table.columns.has(name)) {
      const message = `The data have a column "${name}", which is what the length of the history "${text}" is called; rename one of them.`;
      throw inputError('CS1151', message, { column: name });
    }
    columns.set(name, { kind: 'numeric', name, type: 'numeric', values });
  });
  return { ...table, columns };
}

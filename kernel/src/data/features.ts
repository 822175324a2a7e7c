import { type InputError, inputError } from '../problem.js';
import { say } from '../words/say.js';
import type { Feature, Features, Table } from './table.js';

/**
 * Columns of a table as inputs of trees and linear models: numeric, boolean and date columns as numbers, categories as
 * level indices; NaN is missing in both.
 *
 * @param columns names, in the order the features shall have
 * @throws InputError CS1132 for a column the table lacks, CS1133 for free text, which enters through a `text` declaration
 *
 * @example
 * featuresOf(table, ['tenure', 'country']).list.map((f) => f.kind) // ['numeric', 'categorical']
 */
export function featuresOf(table: Table, columns: readonly string[]): Features {
  return { rows: table.rows, list: columns.map((name) => featureOf(table, name)) };
}

/** Some rows of features, in the order of `rows`. */
export function selectRows(features: Features, rows: Int32Array): Features {
  const list = features.list.map((feature): Feature => {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = feature.values[rows[i]];
    return { ...feature, values };
  });
  return { rows: rows.length, list };
}

/** Features side by side with more features of the same rows. */
export function joinFeatures(features: Features, more: readonly Feature[]): Features {
  return { rows: features.rows, list: [...features.list, ...more] };
}

function featureOf(table: Table, name: string): Feature {
  const column = table.columns.get(name);
  if (!column) throw missingColumn(name);
  switch (column.kind) {
    case 'numeric':
      return { name, source: name, kind: 'numeric', values: column.values };
    case 'category':
      return {
        name,
        source: name,
        kind: 'categorical',
        values: Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : code)),
        levels: column.levels,
      };
    case 'text':
      throw inputError(
        'CS1133',
        say`Column "${name}" is free text and cannot be used as it is; declare it with \`text\` and use that name.`,
        { column: name },
      );
  }
}

function missingColumn(name: string): InputError {
  return inputError('CS1132', say`The data has no column "${name}".`, { column: name });
}

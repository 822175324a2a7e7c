import { isoDate } from './dates.js';
import type { Column } from './table.js';

/** One column of a file to be written; null is missing. */
export interface OutputColumn {
  readonly name: string;
  readonly type: 'number' | 'text' | 'boolean' | 'date';
  /** Value of a row: a number, a text, a truth value, or a date as ISO text. */
  readonly at: (row: number) => string | number | boolean | null;
}

/** A column of a loaded table, to be written out again as a person would write it. */
export function outputColumn(column: Column): OutputColumn {
  if (column.kind !== 'numeric') {
    const words = column.kind === 'text' ? column.distinct : column.levels;
    return { name: column.name, type: 'text', at: (row) => words[column.codes[row]!] ?? null };
  }
  const { name, values } = column;
  const present = (row: number, show: (value: number) => string | number | boolean) =>
    Number.isNaN(values[row]!) ? null : show(values[row]!);
  switch (column.type) {
    case 'numeric':
      return numberColumn(name, values);
    case 'boolean':
      return { name, type: 'boolean', at: (row) => present(row, (value) => value !== 0) };
    case 'date':
      return { name, type: 'date', at: (row) => present(row, isoDate) };
  }
}

export function numberColumn(name: string, values: Float64Array): OutputColumn {
  return { name, type: 'number', at: (row) => (Number.isNaN(values[row]!) ? null : values[row]!) };
}

export function textColumn(name: string, values: readonly (string | null)[]): OutputColumn {
  return { name, type: 'text', at: (row) => values[row] ?? null };
}

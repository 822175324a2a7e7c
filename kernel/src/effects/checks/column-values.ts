import { featuresOf, selectRows } from '../../data/features.js';
import type { Feature, Table } from '../../data/table.js';

/** Levels of a category that are looked at one by one, the most frequent first. */
const mostLevels = 12;

/** A number to be averaged: a column, or being at one level of it. NaN where it is missing. */
export interface Indicator {
  readonly name: string;
  readonly values: Float64Array;
}

/** A column over some rows, as an input of learners and as numbers: itself, or its levels but for the most frequent. */
export interface ColumnValues {
  readonly feature: Feature;
  readonly indicators: readonly Indicator[];
}

/** @throws InputError CS1132 for a column the table lacks, CS1133 for free text */
export function columnValues(table: Table, column: string, rows: Int32Array): ColumnValues {
  const [feature] = selectRows(featuresOf(table, [column]), rows).list;
  return { feature, indicators: indicatorsOf(feature) };
}

function indicatorsOf({ name, kind, values, levels = [] }: Feature): Indicator[] {
  if (kind === 'numeric') return [{ name, values }];
  const counts = new Map<number, number>();
  for (const code of values) if (!Number.isNaN(code)) counts.set(code, (counts.get(code) ?? 0) + 1);
  // All levels add up to 1: the most frequent says nothing that the others do not.
  const codes = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a - b);
  return codes.slice(1, mostLevels + 1).map((code) => ({
    name: `${name} = ${levels[code]}`,
    values: values.map((value) => (Number.isNaN(value) ? Number.NaN : value === code ? 1 : 0)),
  }));
}

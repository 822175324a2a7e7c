import type { Column, Table } from '../../data/table.js';
import type { EffectStep } from '../../plan.js';
import type { Problem } from '../../problem.js';
import { counted } from '../../words/phrases.js';
import { demandsOf } from '../estimators/demands.js';

/** Instruments or mediators that the estimator cannot do without. What is wrong with them goes to `problems`. */
export function demandedColumns(
  table: Table,
  parameters: EffectStep['parameters'],
  problems: Problem[],
): readonly string[] {
  const { estimator, treatment, outcome } = parameters;
  const { columns: role } = demandsOf(estimator.kind);
  if (!role) return [];
  const report = (code: string, message: string, column?: string): void =>
    void problems.push({ code, severity: 'error', message, place: { column } });
  const names = parameters[role];
  if (names.length === 0) {
    const clause = role === 'instruments' ? 'instrument' : 'through';
    report('CS6022', `The estimator ${estimator.kind} needs ${role}: name them with \`${clause}\`.`);
  }
  for (const name of names) {
    const column = table.columns.get(name);
    if (!column) report('CS6023', `"${name}", one of the ${role}, is not a column of the data.`, name);
    else if (column.kind === 'text')
      report(
        'CS6023',
        `"${name}", one of the ${role}, holds free text; derive numbers or categories from it.`,
        name,
      );
    if (name === treatment || name === outcome || parameters.adjustment.includes(name))
      report(
        'CS6023',
        `"${name}" cannot be one of the ${role} and the treatment, the outcome or adjusted for, too.`,
        name,
      );
  }
  return names.filter((name) => table.columns.has(name));
}

/** Keeps rows that have a value in every one of some columns, and says in words how many did not. */
export function completeRows(
  table: Table,
  names: readonly string[],
  rows: Int32Array,
): { rows: Int32Array; warnings: string[] } {
  const columns = names.flatMap((name) => table.columns.get(name) ?? []);
  let kept = rows;
  const warnings = columns.flatMap((column) => {
    const before = kept.length;
    kept = kept.filter((row) => !isMissing(column, row));
    const left = before - kept.length;
    const verb = left === 1 ? 'was' : 'were';
    return left > 0 ? [`${counted(left, 'row')} ${verb} left out: without a value of ${column.name}.`] : [];
  });
  return { rows: kept, warnings };
}

/** Whether a row of the table has no value of a column. */
export function isMissing(column: Column, row: number): boolean {
  return column.kind === 'numeric' ? Number.isNaN(column.values[row]) : column.codes[row] < 0;
}

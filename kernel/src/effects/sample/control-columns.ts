import type { Table } from '../../data/table.js';
import type { EffectStep } from '../../plan.js';
import type { Problem } from '../../problem.js';
import { counted } from '../../words/phrases.js';
import { demandsOf } from '../estimators/demands.js';
import { isMissing } from './demanded-columns.js';

type Parameters = EffectStep['parameters'];

/** A column named as a negative control. */
interface Control {
  readonly column: string;
  readonly role: 'outcome' | 'treatment';
}

/** The negative controls that will be looked at: none where nobody asked, or where arms are not compared. */
function controlsOf({ checks, estimator, negativeOutcomes, negativeTreatments }: Parameters): Control[] {
  if (!checks.includes('negative controls') || demandsOf(estimator.kind).pastConfounding) return [];
  return [
    ...negativeOutcomes.map((column) => ({ column, role: 'outcome' as const })),
    ...negativeTreatments.map((column) => ({ column, role: 'treatment' as const })),
  ];
}

/**
 * Columns named as negative controls that can be looked at: outcomes are numbers, treatments numbers or categories. What is wrong with the
 * others goes to `problems` (CS6060).
 */
export function controlColumns(table: Table, parameters: Parameters, problems: Problem[]): readonly string[] {
  return controlsOf(parameters).flatMap(({ column, role }) => {
    const kind = table.columns.get(column)?.kind;
    if (kind === 'numeric' || (kind === 'category' && role === 'treatment')) return [column];
    const what =
      kind === undefined
        ? 'is not a column of the data.'
        : `is not a column of numbers${role === 'outcome' ? '' : ' or categories'}; derive one from it.`;
    problems.push(problemOf({ column, role }, what));
    return [];
  });
}

/** Negative controls that too few rows of an arm have a value of to be fitted in folds (CS6060). */
export function rareControls(
  table: Table,
  {
    rows,
    arm,
    arms,
  }: { readonly rows: Int32Array; readonly arm: Int32Array; readonly arms: readonly string[] },
  parameters: Parameters,
): Problem[] {
  const needed = 2 * parameters.folds;
  return controlsOf(parameters).flatMap((control) => {
    const column = table.columns.get(control.column);
    if (!column) return [];
    const known = new Int32Array(arms.length);
    rows.forEach((row, place) => {
      if (!isMissing(column, row)) known[arm[place]]++;
    });
    const few = known.findIndex((count) => count < needed);
    if (few < 0) return [];
    const has = `has ${counted(known[few], 'value')} in arm "${arms[few]}"; it needs at least ${needed}.`;
    return [problemOf(control, has)];
  });
}

const problemOf = ({ column, role }: Control, what: string): Problem => ({
  code: 'CS6060',
  severity: 'error',
  message: `The negative ${role} "${column}" ${what}`,
  place: { column },
});

import type { Column, Table } from '../../data/table.js';
import type { EffectStep } from '../../plan.js';
import { InputError, type Problem } from '../../problem.js';
import { counted, quoted } from '../../words/phrases.js';
import { treatmentArms } from './treatment-arms.js';

/** The rows an effect is estimated from, side by side: entry `i` of every array is row `rows[i]` of the table. */
export interface Sample {
  readonly rows: Int32Array;
  /** Baseline first. */
  readonly arms: readonly string[];
  /** Index into `arms`. */
  readonly arm: Int32Array;
  readonly outcome: Float64Array;
  /** Whether every outcome is 0 or 1. */
  readonly binary: boolean;
  /** Rows per arm. */
  readonly counts: readonly number[];
  readonly warnings: readonly string[];
}

/**
 * Picks the rows: held-out rows, rows of other arms and rows without treatment or outcome are left out, with a warning
 * that counts them. Throws InputError with everything that makes treatment, outcome or covariates unusable
 * (CS6001 to CS6009), all at once.
 */
export function drawSample(table: Table, parameters: EffectStep['parameters']): Sample {
  const { treatment, outcome, adjustment, modifiers, arms: asked } = parameters;
  const problems: Problem[] = [];
  const arms = treatmentArms(table, treatment, asked, problems);
  const values = outcomeValues(table, outcome, problems);
  const numeric = new Set([treatment, outcome, ...adjustment, ...modifiers]);
  for (const name of numeric) checkFinite(table, name, problems);
  if (!arms || !values || problems.length > 0) throw new InputError(problems);

  const { rows, warnings } = usableRows(table, arms.arm, values, parameters);
  const arm = Int32Array.from(rows, (row) => arms.arm[row]);
  const counts = arms.names.map((_, a) => arm.reduce((count, own) => count + (own === a ? 1 : 0), 0));
  checkArms(arms.names, counts, parameters, problems);
  if (problems.length > 0) throw new InputError(problems);
  const y = Float64Array.from(rows, (row) => values[row]);
  return {
    rows,
    arms: arms.names,
    arm,
    outcome: y,
    binary: y.every((v) => v === 0 || v === 1),
    counts,
    warnings,
  };
}

function outcomeValues(table: Table, outcome: string, problems: Problem[]): Float64Array | undefined {
  const column = table.columns.get(outcome);
  const wrong = outcomeProblem(outcome, column);
  if (wrong) problems.push({ ...wrong, severity: 'error', place: { column: outcome } });
  return !wrong && column?.kind === 'numeric' ? column.values : undefined;
}

function outcomeProblem(
  outcome: string,
  column: Column | undefined,
): { code: string; message: string } | undefined {
  if (!column) return { code: 'CS6001', message: `The outcome "${outcome}" is not a column of the data.` };
  if (column.kind !== 'numeric') {
    const example = column.kind === 'category' ? column.levels[0] : column.distinct[0];
    return {
      code: 'CS6002',
      message: `The outcome "${outcome}" holds text${example === undefined ? '' : ` (such as "${example.slice(0, 40)}")`}; derive a number or a yes-or-no column from it.`,
    };
  }
  if (column.type === 'date') {
    return {
      code: 'CS6002',
      message: `The outcome "${outcome}" holds dates; derive a number, such as days until then.`,
    };
  }
  if (column.values.every((value) => Number.isNaN(value))) {
    return { code: 'CS6005', message: `The outcome "${outcome}" has no value in any row.` };
  }
  return undefined;
}

function checkFinite(table: Table, name: string, problems: Problem[]): void {
  const column = table.columns.get(name);
  if (column?.kind !== 'numeric') return;
  const infinite = column.values.findIndex((value) => value === Infinity || value === -Infinity);
  if (infinite < 0) return;
  const row = table.sourceRow[infinite];
  problems.push({
    code: 'CS6006',
    severity: 'error',
    message: `Column "${name}" has an infinite value, first in row ${row}; keep finite rows, or derive a column that has none.`,
    place: { column: name, row },
  });
}

/** Rows held out by a `split` are used, too: cross-fitting never judges a row by what was learned from it. */
function usableRows(
  table: Table,
  arm: Int32Array,
  outcome: Float64Array,
  parameters: EffectStep['parameters'],
): { rows: Int32Array; warnings: string[] } {
  const left = { otherArm: 0, treatment: 0, outcome: 0 };
  const rows: number[] = [];
  for (let row = 0; row < table.rows; row++) {
    if (arm[row] === -2) left.otherArm++;
    else if (arm[row] < 0) left.treatment++;
    else if (Number.isNaN(outcome[row])) left.outcome++;
    else rows.push(row);
  }
  const reasons: [number, string][] = [
    [left.otherArm, `in arms other than ${quoted(parameters.arms ?? [])}`],
    [left.treatment, `without a value of ${parameters.treatment}`],
    [left.outcome, `without a value of ${parameters.outcome}`],
  ];
  const warnings = reasons
    .filter(([count]) => count > 0)
    .map(([count, why]) => `${counted(count, 'row')} ${count === 1 ? 'was' : 'were'} left out: ${why}.`);
  return { rows: Int32Array.from(rows), warnings };
}

/** Two rows per arm and fold are the fewest that leave every training part with rows to compare. */
function checkArms(
  names: readonly string[],
  counts: readonly number[],
  parameters: EffectStep['parameters'],
  problems: Problem[],
): void {
  const { treatment, estimator, adjustment, texts, folds } = parameters;
  const place = { column: treatment };
  if (names.length < 2) {
    const only = names.length === 1 ? `is "${names[0]}" in every row` : 'has no value in any row';
    problems.push({
      code: 'CS6007',
      severity: 'error',
      message: `The treatment "${treatment}" ${only}; an effect needs at least two arms to compare.`,
      place,
    });
    return;
  }
  const fits = estimator.kind !== 'difference in means' || adjustment.length + texts.length > 0;
  const needed = fits ? 2 * folds : 2;
  names.forEach((name, a) => {
    if (counts[a] >= needed) return;
    const has = counts[a] === 0 ? 'no rows' : counted(counts[a], 'row');
    problems.push({
      code: 'CS6008',
      severity: 'error',
      message: `Arm "${name}" of ${treatment} has ${has} with an outcome; it needs at least ${needed}${fits ? ` (2 for each of the ${folds} folds)` : ''}.`,
      place,
    });
  });
}

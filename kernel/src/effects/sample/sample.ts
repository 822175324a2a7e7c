import type { Column, Table } from '../../data/table.js';
import type { Units } from '../../models/units.js';
import type { EffectStep } from '../../plan.js';
import { InputError, type Problem } from '../../problem.js';
import { counted, quoted } from '../../words/phrases.js';
import { clusterProblems, clustersOf, clusterWarnings } from './clusters.js';
import { controlColumns, rareControls } from './control-columns.js';
import { completeRows, demandedColumns } from './demanded-columns.js';
import { treatmentDose } from './dose.js';
import { atHorizon, horizonOfDose, timesOf } from './horizon.js';
import { scaledWeights, weightsColumn, weightyRows } from './sample-weights.js';
import { treatmentArms } from './treatment-arms.js';

/** The rows an effect is estimated from, side by side: entry `i` of every array is row `rows[i]` of the table. */
export interface Sample {
  readonly rows: Int32Array;
  /** Baseline first. */
  readonly arms: readonly string[];
  /** Index into `arms`. */
  readonly arm: Int32Array;
  /** Amount of the treatment, where it is one; `arms` then name what is compared, and `arm` is the nearest of them. */
  readonly dose?: Float64Array;
  readonly outcome: Float64Array;
  /** Whether every outcome is 0 or 1. */
  readonly binary: boolean;
  /** Rows per arm. */
  readonly counts: readonly number[];
  /** Clusters whose rows depend on each other; absent where rows are independent. */
  readonly clusters?: Units;
  /** Sample weights, of mean 1; absent where all rows weigh the same. */
  readonly weights?: Float64Array;
  /** Rows of the data that a row stands for on average: more than 1 where others were censored before a horizon. */
  readonly stands?: number;
  readonly notes?: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Picks the rows: held-out rows, rows of other arms and rows without treatment or outcome are left out, with a warning
 * that counts them, as are rows of weight 0. Throws InputError with everything that makes treatment, outcome, covariates,
 * clusters, weights, times or negative controls unusable (CS6001 to CS6009, CS6031 to CS6033, CS6036 to CS6039, CS6060), all at once.
 */
export function drawSample(table: Table, parameters: EffectStep['parameters']): Sample {
  const { treatment, outcome, adjustment, modifiers, arms: asked, cluster, weights, horizon } = parameters;
  const problems: Problem[] = [];
  const dose = treatmentDose(table, parameters, problems);
  const arms =
    dose?.arms ?? (problems.length > 0 ? undefined : treatmentArms(table, treatment, asked, problems));
  const values = outcomeValues(table, outcome, problems);
  const weighing = weightsColumn(table, weights, problems);
  const times = timesOf(table, horizon, problems);
  const clustering = clusterColumn(table, cluster, problems);
  const demanded = demandedColumns(table, parameters, problems);
  const controls = dose ? [] : controlColumns(table, parameters, problems);
  const others = [
    ...demanded,
    ...controls,
    ...[weights, horizon?.column].filter((name) => name !== undefined),
  ];
  const numeric = new Set([treatment, outcome, ...adjustment, ...modifiers, ...others]);
  for (const name of numeric) checkFinite(table, name, problems);
  if (horizon && dose) problems.push(horizonOfDose(parameters));
  if (!arms || !values || problems.length > 0) throw new InputError(problems);

  const usable = usableRows(table, arms.arm, values, weighing, parameters, problems);
  const complete = completeRows(table, demanded, usable.rows);
  const plain = { rows: complete.rows, outcome: values, weights: weighing };
  const watched = { ...plain, arms: arms.names, arm: arms.arm, happened: values };
  const seen =
    horizon && times && atHorizon(table, { ...parameters, horizon }, { ...watched, times }, problems);
  const known = seen ?? plain;
  const { rows } = known;
  const arm = Int32Array.from(rows, (row) => arms.arm[row]);
  const counts = arms.names.map((_, a) => arm.reduce((count, own) => count + (own === a ? 1 : 0), 0));
  const needed = fits(parameters) ? parameters.folds : 2;
  if (dose) checkDose(rows.length, parameters, problems);
  else checkArms(arms.names, counts, parameters, problems);
  const clusters = clustering && clustersOf(clustering, rows);
  const amounts = dose && Float64Array.from(rows, (row) => dose.values[row]);
  const own = {
    arms: arms.names,
    arm,
    ...(amounts && { dose: amounts }),
    counts,
    clusters,
    weights: known.weights && scaledWeights(known.weights, rows),
    ...(seen && { stands: seen.stands }),
  };
  if (problems.length === 0 && !dose) problems.push(...clusterProblems(own, parameters, needed));
  if (!dose) problems.push(...rareControls(table, { ...own, rows }, parameters));
  if (problems.length > 0) throw new InputError(problems);
  const y = Float64Array.from(rows, (row) => known.outcome[row]);
  const sample = { ...own, rows, outcome: y, binary: y.every((v) => v === 0 || v === 1) };
  const warnings = [
    ...usable.warnings,
    ...complete.warnings,
    ...(seen?.warnings ?? []),
    ...clusterWarnings(sample, clustering),
    ...outcomeWarnings(y, outcome),
  ];
  return { ...sample, ...(seen && { notes: seen.notes }), warnings };
}

/** Whether anything is fitted in folds. */
function fits({ estimator, adjustment, texts }: EffectStep['parameters']): boolean {
  return estimator.kind !== 'difference in means' || adjustment.length + texts.length > 0;
}

function clusterColumn(table: Table, name: string | undefined, problems: Problem[]): Column | undefined {
  const column = name === undefined ? undefined : table.columns.get(name);
  if (name !== undefined && !column) {
    const message = `The clusters "${name}" are not a column of the data.`;
    problems.push({ code: 'CS6031', severity: 'error', message, place: { column: name } });
  }
  return column;
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

/** Of an outcome that does not differ every estimate is 0, or a rounding error that looks sure of itself. */
function outcomeWarnings(values: Float64Array, outcome: string): string[] {
  const [first] = values;
  if (values.some((value) => value !== first)) return [];
  return [
    `The outcome "${outcome}" is ${first} in every row that is used: nothing can have an effect on it; take an outcome that differs.`,
  ];
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
  weights: Float64Array | undefined,
  parameters: EffectStep['parameters'],
  problems: Problem[],
): { rows: Int32Array; warnings: string[] } {
  const left = { otherArm: 0, treatment: 0, outcome: 0 };
  const rows: number[] = [];
  for (let row = 0; row < table.rows; row++) {
    if (arm[row] === -2) left.otherArm++;
    else if (arm[row] < 0) left.treatment++;
    else if (Number.isNaN(outcome[row])) left.outcome++;
    else rows.push(row);
  }
  const known = Int32Array.from(rows);
  const used = weights ? weightyRows(table, String(parameters.weights), weights, known, problems) : known;
  const reasons: [number, string][] = [
    [left.otherArm, `in arms other than ${quoted(parameters.arms ?? [])}`],
    [left.treatment, `without a value of ${parameters.treatment}`],
    [left.outcome, `without a value of ${parameters.outcome}`],
    [known.length - used.length, `of weight 0 in ${parameters.weights}`],
  ];
  const warnings = reasons
    .filter(([count]) => count > 0)
    .map(([count, why]) => `${counted(count, 'row')} ${count === 1 ? 'was' : 'were'} left out: ${why}.`);
  return { rows: used, warnings };
}

/** Ten rows per fold are the fewest that a dose can be told by. */
function checkDose(n: number, { treatment, folds }: EffectStep['parameters'], problems: Problem[]): void {
  if (n >= 10 * folds) return;
  problems.push({
    code: 'CS6008',
    severity: 'error',
    message: `${counted(n, 'row')} have a value of ${treatment} and an outcome; an effect of an amount needs at least ${10 * folds} (10 for each of the ${folds} folds).`,
    place: { column: treatment },
  });
}

/** Two rows per arm and fold are the fewest that leave every training part with rows to compare. */
function checkArms(
  names: readonly string[],
  counts: readonly number[],
  parameters: EffectStep['parameters'],
  problems: Problem[],
): void {
  const { treatment, folds } = parameters;
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
  const folded = fits(parameters);
  const needed = folded ? 2 * folds : 2;
  names.forEach((name, a) => {
    if (counts[a] >= needed) return;
    const has = counts[a] === 0 ? 'no rows' : counted(counts[a], 'row');
    problems.push({
      code: 'CS6008',
      severity: 'error',
      message: `Arm "${name}" of ${treatment} has ${has} with an outcome; it needs at least ${needed}${folded ? ` (2 for each of the ${folds} folds)` : ''}.`,
      place,
    });
  });
}

import { keyOf } from '../artifacts/store.js';
import { fromFolder, readSchema, requireFormat } from '../data/schema.js';
import { selectTable } from '../data/select-table.js';
import type { Column, Table } from '../data/table.js';
import { type DriftReport, effectReport, rowsReport } from '../drift/drift-report.js';
import { overlapDrift } from '../drift/overlap-drift.js';
import { unitsOf } from '../models/units.js';
import type { Action, LoadStep, Plan } from '../plan.js';
import { InputError, type Problem } from '../problem.js';
import { createRandom } from '../statistics/random.js';
import type { Task } from '../task.js';
import { listed } from '../words/phrases.js';
import type { Run } from './run.js';
import { Training, usedColumns } from './training.js';
import { loadStepOf, type TrainableStep } from './workbench.js';

type DriftAction = Extract<Action, { verb: 'drift' }>;

const usualLevel = 0.95;

/**
 * Holds a new file against the data a step was trained on: its columns, one by one and all together, and where it has treatment and outcome, the
 * effect and its overlap, estimated anew on its rows in the same way.
 */
export async function driftStep(
  run: Run,
  step: TrainableStep,
  action: DriftAction,
  task: Task,
): Promise<void> {
  const { bench, plan, folder, training } = run;
  const load = loadStepOf(plan, step);
  const before = await training.train(step, task.part(0, 0.3));
  const { types } = await training.fitted(step, task.part(0, 0.3));
  const path = fromFolder(folder, action.on);
  const there = await columnsIn(run, path);
  const answers = answersOf(step).filter((name) => !hasColumn(load, there, name));
  const declared = [...types].flatMap(([column, type]) => (there.has(column) ? [{ column, type }] : []));
  const parameters = { ...load.parameters, path: action.on, format: requireFormat(path), declared };
  const hash = keyOf('drift', load.hash, JSON.stringify(declared), parameters.format);
  const fresh: LoadStep = { ...load, parameters, hash };
  const steps = plan.steps.map((each) => (each === load ? fresh : each));
  const other = new Training(bench, { ...plan, steps } as Plan, folder, () => undefined);
  const reading = task.part(0.3, 0.4, `reading ${action.on}`);
  const [old, now] = [await training.rows(step, reading), await other.rows(step, reading)];
  requireCovariates(step, now, path, answers);
  const level = step.kind === 'effect' ? step.parameters.level : usualLevel;
  const { seed } = step.parameters;
  const unit = (step.kind === 'effect' ? step.parameters.cluster : undefined) ?? load.parameters.unit;
  const [one, two] = [old, now].map((table) => oneOfEachUnit(table, unit, seed));
  const names = [...usedColumns(step)].filter((name) => one.columns.has(name) && two.columns.has(name));
  const columnsOf = (table: Table) => names.map((name) => table.columns.get(name)!);
  const read = new Set(names.filter((name) => !answersOf(step).includes(name)));
  const comparing = task.part(0.4, 0.6, `comparing ${action.on}`);
  const compared = { before: columnsOf(one), now: columnsOf(two), read };
  const rows = rowsReport(compared, action.on, level, seed, comparing);
  const provenance = { ...before.result.provenance, place: action.place };
  const emit = (what: string, report: DriftReport, warnings: readonly string[]): void => {
    const name = `${step.name}, ${what} of ${action.on}`;
    run.emit({ kind: 'comparison', name, provenance, warnings, ...report }, false, action.place);
  };
  const dependent = one.rows < old.rows || two.rows < now.rows;
  const notes = [
    ...(dependent ? [`One row of each ${unit} is compared, since rows of one depend on each other.`] : []),
    ...(step.parameters.texts.length > 0
      ? [`Texts are not compared: ${listed(step.parameters.texts.map(({ name }) => name))}.`]
      : []),
    ...(answers.length > 0 && step.kind === 'effect'
      ? [`"${action.on}" has no ${listed(answers)}, so that what the effect is on its rows cannot be told.`]
      : []),
  ];
  emit('rows', rows, notes);
  if (before.result.kind !== 'effect' || answers.length > 0) return;
  const { result } = await other.train(step, task.part(0.6, 0.9));
  if (result.kind !== 'effect' || step.kind !== 'effect') return;
  const { treatment, adjustment } = step.parameters;
  const covariates = adjustment.filter((name) =>
    [old, now].every(({ columns }) => isCovariate(columns.get(name))),
  );
  const question = { treatment, arms: before.result.arms, columns: covariates, level, seed };
  const thinned = overlapDrift(old, now, question, task.part(0.9, 1, 'comparing overlap'));
  emit('effect', effectReport(before.result, result, thinned, action.on), result.warnings);
}

const isCovariate = (column: Column | undefined): boolean => column !== undefined && column.kind !== 'text';

/** Names of the columns in a file. @throws InputError where it cannot be read */
async function columnsIn({ bench }: Run, path: string): Promise<Set<string>> {
  const { columns, problems } = await readSchema(bench.engine, path);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InputError(errors);
  return new Set(columns.map(({ name }) => name));
}

/** What is not known of rows before they are treated and their outcome is in. */
function answersOf({ kind, parameters }: TrainableStep): string[] {
  return kind === 'effect' ? [parameters.treatment, parameters.outcome] : [parameters.outcome];
}

/** In the file, or derived. */
function hasColumn({ parameters }: LoadStep, there: ReadonlySet<string>, name: string): boolean {
  return there.has(name) || parameters.derive.some((each) => each.name === name);
}

/** @throws InputError CS1132 for each column that is adjusted for or split on and not there */
function requireCovariates(
  step: TrainableStep,
  { columns }: Table,
  path: string,
  answers: readonly string[],
): void {
  const texts = step.parameters.texts.flatMap(({ column, count }) => [
    column,
    ...(count === undefined ? [] : [count]),
  ]);
  const missing = [...usedColumns(step)].filter(
    (name) => !columns.has(name) && !answers.includes(name) && !texts.includes(name),
  );
  if (missing.length === 0) return;
  throw new InputError(
    missing.map((column): Problem => {
      const message = `"${path}" has no column "${column}", which ${step.name} was trained on; add it to the file.`;
      return { code: 'CS1132', severity: 'error', message, place: { file: path, column } };
    }),
  );
}

/** Rows of one unit resemble each other, and tests take rows for independent: one of each is drawn. */
function oneOfEachUnit(table: Table, unit: string | undefined, seed: number): Table {
  const column = unit === undefined ? undefined : table.columns.get(unit);
  if (!column) return table;
  const units = unitsOf(column);
  if (units.count === table.rows) return table;
  const random = createRandom(seed, 73);
  const seen = new Int32Array(units.count);
  const drawn = new Int32Array(units.count);
  for (const [row, own] of units.of.entries()) if (random.below(++seen[own]) === 0) drawn[own] = row;
  return selectTable(table, drawn.sort());
}

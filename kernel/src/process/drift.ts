import { keyOf } from '../artifacts/store.js';
import { fromFolder, readSchema, requireFormat } from '../data/schema.js';
import { selectTable } from '../data/select-table.js';
import type { Column, Table } from '../data/table.js';
import type { Drift } from '../drift/drift.js';
import { type DriftReport, effectReport, rowsReport } from '../drift/drift-report.js';
import { overlapDrift } from '../drift/overlap-drift.js';
import { unitsOf } from '../models/units.js';
import type { Action, EffectStep, LoadStep, Step } from '../plan.js';
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
  const { training, plan } = run;
  const { result: before } = await training.train(step, task.part(0, 0.3));
  const fresh = await freshData(run, step, action.on, task.part(0.3, 0.35));
  const reading = task.part(0.35, 0.4, `reading ${action.on}`);
  const old = await training.rows(step, reading);
  const now = await fresh.training.rows(fresh.step, reading);
  requireCovariates(step, now, fromFolder(run.folder, action.on), fresh.unknown);
  const unit = clusterOf(step) ?? loadStepOf(plan, step).parameters.unit;
  const comparing = task.part(0.4, 0.6, `comparing ${action.on}`);
  const { report, dependent } = comparedRows(step, [old, now], unit, action.on, comparing);
  const provenance = { ...before.provenance, place: action.place };
  const emit = (what: string, found: DriftReport, warnings: readonly string[]): void => {
    const name = `${step.name}, ${what} of ${action.on}`;
    run.emit({ kind: 'comparison', name, provenance, warnings, ...found }, false, action.place);
  };
  emit('rows', report, notesOf(step, dependent ? unit : undefined, fresh.unknown, action.on));
  if (step.kind !== 'effect' || before.kind !== 'effect' || fresh.unknown.length > 0) return;
  const { result } = await fresh.training.train(fresh.step, task.part(0.6, 0.9));
  if (result.kind !== 'effect') return;
  const thinned = comparedOverlap(step, before.arms, [old, now], task.part(0.9, 1, 'comparing overlap'));
  emit('effect', effectReport(before, result, thinned, action.on), result.warnings);
}

/** A new file in the place of the data of training. */
interface FreshData {
  readonly training: Training;
  readonly step: TrainableStep;
  /** Treatment and outcome, as far as the file does not have them. */
  readonly unknown: readonly string[];
}

/** Reads the file by the rules of the training data, with the types of its columns. */
async function freshData(run: Run, step: TrainableStep, on: string, task: Task): Promise<FreshData> {
  const { bench, plan, folder, training } = run;
  const load = loadStepOf(plan, step);
  const { types } = await training.fitted(step, task);
  const there = await columnsIn(run, fromFolder(folder, on));
  const declared = [...types].flatMap(([column, type]) => (there.has(column) ? [{ column, type }] : []));
  const parameters = { ...load.parameters, path: on, format: requireFormat(on), declared };
  // What is made of these types is not what would be made of the file by itself.
  const anew = (hash: string): string => keyOf('drift', hash, JSON.stringify(declared), parameters.format);
  const loading: LoadStep = { ...load, parameters, hash: anew(load.hash) };
  const learning = { ...step, hash: anew(step.hash) };
  const steps = plan.steps.map((each): Step => (each === load ? loading : each === step ? learning : each));
  return {
    training: new Training(bench, { ...plan, steps }, folder, () => undefined),
    step: learning,
    unknown: answersOf(step).filter((name) => !hasColumn(load, there, name)),
  };
}

/** @param unit column of rows that depend on each other */
function comparedRows(
  step: TrainableStep,
  tables: readonly Table[],
  unit: string | undefined,
  on: string,
  task: Task,
): { report: DriftReport; dependent: boolean } {
  const { seed } = step.parameters;
  const [old, now] = tables.map((table) => oneOfEachUnit(table, unit, seed));
  const names = [...usedColumns(step)].filter((name) => old.columns.has(name) && now.columns.has(name));
  const columnsOf = (table: Table) => names.map((name) => table.columns.get(name)!);
  const read = new Set(names.filter((name) => !answersOf(step).includes(name)));
  const compared = { before: columnsOf(old), now: columnsOf(now), read };
  return {
    report: rowsReport(compared, on, levelOf(step), seed, task),
    dependent: old.rows < tables[0].rows || now.rows < tables[1].rows,
  };
}

function comparedOverlap(
  { parameters }: EffectStep,
  arms: readonly string[],
  [old, now]: readonly Table[],
  task: Task,
): Drift[] {
  const { treatment, adjustment, level, seed } = parameters;
  const columns = adjustment.filter((name) =>
    [old, now].every((table) => isCovariate(table.columns.get(name))),
  );
  return overlapDrift(old, now, { treatment, arms, columns, level, seed }, task);
}

/** What was not compared, or not as it stands. */
function notesOf(
  { kind, parameters: { texts } }: TrainableStep,
  unit: string | undefined,
  unknown: readonly string[],
  on: string,
): string[] {
  return [
    ...(unit === undefined
      ? []
      : [`One row of each ${unit} is compared, since rows of one depend on each other.`]),
    ...(texts.length > 0 ? [`Texts are not compared: ${listed(texts.map(({ name }) => name))}.`] : []),
    ...(kind === 'effect' && unknown.length > 0
      ? [`"${on}" has no ${listed(unknown)}, so that what the effect is on its rows cannot be told.`]
      : []),
  ];
}

const levelOf = (step: TrainableStep): number =>
  step.kind === 'effect' ? step.parameters.level : usualLevel;

const clusterOf = (step: TrainableStep): string | undefined =>
  step.kind === 'effect' ? step.parameters.cluster : undefined;

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

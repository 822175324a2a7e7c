import { stat } from 'node:fs/promises';
import type { LoadStep } from '../plan.js';
import { InputError, inputError, type Problem } from '../problem.js';
import { Cancelled, type Task } from '../task.js';
import { say } from '../words/say.js';
import type { Expression } from './expression.js';
import { infiniteValues } from './infinite.js';
import { inspectFile } from './inspect.js';
import { type LoadOptions, LoadQuery } from './load-query.js';
import { factsOfAllRows } from './misfits.js';
import type { DataEngine } from './open.js';
import { resolveDataFile } from './paths.js';
import { doubts, fromFolder, type OpenFile, requireFormat, withOpenFile } from './schema.js';
import { wholeBytes } from './source.js';
import { heldOutRows } from './split.js';
import type { Table } from './table.js';

/** A file as it was when it was opened. */
interface Seen {
  /** Relative to the workspace. */
  readonly path: string;
  /** Where it lies, and what tells whether it was written to since. */
  readonly real: string;
  readonly stamp: string;
}

/** A file opened by the rules of a load step. */
export interface Prepared extends Seen {
  readonly dataHash: string;
  readonly file: OpenFile;
  readonly query: LoadQuery;
  readonly warnings: readonly Problem[];
}

/**
 * Loads the data of a `load` step: declared types, derived columns, kept rows, the split. Dates are milliseconds since 1970,
 * booleans 0 and 1, NaN is missing; every distinct text is held once.
 *
 * @param folder of the spec, relative to the workspace
 * @throws InputError with all problems of the file at once
 */
export async function loadTable(
  engine: DataEngine,
  step: LoadStep,
  folder: string,
  task: Task,
  options: LoadOptions = {},
): Promise<Table> {
  return withQuery(engine, step, folder, task, options, async ({ path, dataHash, file, query, warnings }) => {
    const { sourceRow, columns } = await query.read(file, task.part(0.4, 1, say`reading ${path}`));
    if (sourceRow.length === 0) throw nothingKept(path, step);
    const { split, unit, time } = step.parameters;
    const column = (name: string | undefined) => (name === undefined ? undefined : columns.get(name));
    const heldOut =
      split && !options.scoring && !options.columns
        ? heldOutRows(split, sourceRow, column(unit), column(time))
        : undefined;
    const all = [...warnings, ...infiniteValues(columns.values(), sourceRow, path)];
    return { rows: sourceRow.length, columns, sourceRow, heldOut, dataHash, warnings: all };
  });
}

/**
 * Rows of a loaded table for which each of some conditions is true, as indices into it, in order.
 *
 * @param table what {@link loadTable} made of the same step
 * @returns one set of rows per condition
 */
export async function matchingRows(
  engine: DataEngine,
  step: LoadStep,
  folder: string,
  table: Table,
  conditions: readonly Expression[],
  task: Task,
): Promise<Int32Array[]> {
  const all = Int32Array.from(table.sourceRow.keys());
  const matched = await withQuery(engine, step, folder, task, {}, ({ file, query }) =>
    query.matching(file, conditions),
  );
  return matched.map((numbers) => all.filter((row) => numbers.has(table.sourceRow[row]!)));
}

/**
 * Opens a file, looks it over and passes it on, ready to be asked by the rules of a load step.
 * @throws InputError with all problems of the file at once
 */
export async function withQuery<T>(
  engine: DataEngine,
  step: LoadStep,
  folder: string,
  task: Task,
  options: LoadOptions,
  use: (prepared: Prepared) => Promise<T>,
): Promise<T> {
  const path = options.path ?? fromFolder(folder, step.parameters.path);
  const real = await resolveDataFile(engine.workspace, path);
  const format = options.path === undefined ? step.parameters.format : requireFormat(path);
  const stamp = await stampOf(real);
  const { size } = await stat(real);
  const seen = await inspectFile(real, path, format, task.part(0, 0.3));
  throwErrors(seen.problems);
  // Where all types are given, a look at the first rows will do.
  const { derive, keep } = step.parameters;
  const given = options.columns !== undefined && derive.length + keep.length === 0;
  const looked = given ? Number.POSITIVE_INFINITY : size;
  const reading = withOpenFile(engine, real, format, seen.header, looked, task, async (opened) => {
    const all = options.scoring && size > wholeBytes;
    const file = all ? { ...opened, facts: await factsOfAllRows(opened) } : opened;
    const query = new LoadQuery(file.facts, step, path, options);
    const found = [
      ...seen.problems,
      ...doubts(file.facts, path).map((doubt) => graver(doubt, options)),
      ...query.problems,
      ...(await query.checkTypes(file)),
    ];
    throwErrors(found);
    return use({ path, real, stamp, dataHash: seen.hash, file, query, warnings: found });
  });
  const unchanged = () => requireUnchanged({ path, real, stamp });
  return reading.then(
    (result) => unchanged().then(() => result),
    // Of all that goes wrong with a file that is written to meanwhile, that it is tells most.
    async (fault: unknown) => {
      if (!(fault instanceof Cancelled)) await unchanged();
      throw fault;
    },
  );
}

/** @throws InputError CS1114 where a file was written to while it was read */
export async function requireUnchanged({ real, path, stamp }: Seen): Promise<void> {
  if ((await stampOf(real).catch(() => '')) === stamp) return;
  const message = `"${path}" was changed while it was being read, so that its rows may be of two kinds; run again.`;
  throw inputError('CS1114', message, { file: path });
}

async function stampOf(real: string): Promise<string> {
  const { size, mtimeMs, ino } = await stat(real);
  return `${size} ${mtimeMs} ${ino}`;
}

function throwErrors(problems: readonly Problem[]): void {
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) throw new InputError(errors);
}

/** One row can be scored or be an event, but nothing can be learnt from it. */
function graver(doubt: Problem, options: LoadOptions): Problem {
  const learning = !options.scoring && !options.columns;
  return doubt.code === 'CS1127' && learning ? { ...doubt, severity: 'error' } : doubt;
}

export function nothingKept(file: string, step: LoadStep): InputError {
  const message =
    step.parameters.keep.length > 0
      ? say`No row of "${file}" is kept by the \`keep\` clauses of "${step.name}"; widen them.`
      : say`"${file}" has no rows.`;
  return inputError('CS1126', message, { file });
}

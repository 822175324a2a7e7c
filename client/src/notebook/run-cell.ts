import { posix } from 'node:path';
import type { Action, LoadStep, Plan } from '../../../kernel/src/plan.js';
import type { Problem } from '../../../kernel/src/problem.js';
import type { ColumnSummary, Outcome } from '../../../kernel/src/process/protocol.js';
import type { Result } from '../../../kernel/src/result.js';
import { inflected, say } from '../../../kernel/src/words/say.js';
import type { CheckedSpec } from '../../../server/src/compile.js';
import { workOfCell } from './cell-actions.js';
import {
  type CellOutput,
  errorOutput,
  noteOutput,
  outcomeOutputs,
  problemOutputs,
  resultOutput,
} from './cell-output.js';
import { summaryOutput } from './data-summary.js';
import type { Ending } from './execution-queue.js';

export interface RunRequest {
  readonly plan: Plan;
  /** Folder of the spec, relative to the workspace, with `/`; '' for the workspace itself. */
  readonly folder: string;
  readonly actions: readonly Action[];
}

export interface RunListener {
  /** Share of the run that is done, 0 to 1, and what is being done. */
  progress(fraction: number, message: string): void;
  result(result: Result, reused: boolean): void;
}

/** What a cell and a command need of a kernel. */
export interface Kernel {
  /** Starts the kernel where it is not running. Aborting the signal interrupts the run, which then answers `cancelled`. */
  run(request: RunRequest, listener: RunListener, signal: AbortSignal): Promise<Outcome>;
  /** Columns of a data file, by its path relative to the workspace. */
  summarize(path: string): Promise<readonly ColumnSummary[]>;
}

/** A cell that is about to run. */
export interface CellRequest {
  readonly uri: string;
  /** Among the `causal` cells of the notebook, from 0. */
  readonly index: number;
  /** Of the notebook, relative to the workspace. */
  readonly folder: string;
}

export interface CellView {
  /** Shows more outputs below those already there. */
  append(outputs: readonly CellOutput[]): void;
  progress(fraction: number, message: string): void;
}

async function summarize(step: LoadStep, folder: string, kernel: Kernel): Promise<CellOutput> {
  const path = posix.join(folder, step.parameters.path);
  return summaryOutput(step.name, path, await kernel.summarize(path));
}

/** What a cell that only declares things says, so that running it is never silent. */
function declared(plan: Plan, cell: number): CellOutput[] {
  const names = plan.steps.filter((step) => step.place.cell === cell).map((step) => step.name);
  if (names.length === 0) return parametersSaid(plan);
  return [noteOutput(say`Checked: ${names.join(say`, `)} ${inflected(names.length, 'is', 'are')} declared.`)];
}

/** What a cell of nothing but parameters says: all that can be seen there. */
function parametersSaid({ parameters = {} }: Plan): CellOutput[] {
  const said = Object.entries(parameters).map(([name, value]) => `${name} = ${value}`);
  return said.length > 0 ? [noteOutput(say`Parameters: ${said.join(say`, `)}.`)] : [];
}

function endingOf(outcome: Outcome): Ending {
  if (outcome.status === 'done') return 'succeeded';
  return outcome.status === 'cancelled' ? 'cancelled' : 'failed';
}

async function computeCell(
  request: CellRequest,
  plan: Plan,
  kernel: Kernel,
  view: CellView,
  signal: AbortSignal,
): Promise<Ending> {
  const { actions, summaries } = workOfCell(plan, request.index);
  if (actions.length === 0) {
    const tables = await Promise.all(summaries.map((step) => summarize(step, request.folder, kernel)));
    view.append(tables.length > 0 ? tables : declared(plan, request.index));
    return 'succeeded';
  }
  const listener: RunListener = {
    progress: (fraction, message) => view.progress(fraction, message),
    result: (result) => view.append([resultOutput(result)]),
  };
  view.progress(0, say`waiting for the kernel`);
  const outcome = await kernel.run({ plan, folder: request.folder, actions }, listener, signal);
  view.append(outcomeOutputs(outcome));
  return endingOf(outcome);
}

/** The cells above were warned of where they stand; their errors count here too, since this cell needs them. */
function concerns(problem: Problem, cell: number): boolean {
  const place = problem.place?.file;
  return problem.severity === 'error' || !place?.endsWith(')') || place.endsWith(`(cell ${cell + 1})`);
}

function cancelled(view: CellView): Ending {
  view.append(outcomeOutputs({ status: 'cancelled' }));
  return 'cancelled';
}

/**
 * Runs one cell: checks it, then does what it says, showing results as they come. Whatever goes wrong is shown under the
 * cell; nothing is thrown. An aborted cell ends as cancelled and says so.
 */
export async function runCell(
  request: CellRequest,
  check: (uri: string, signal: AbortSignal) => Promise<CheckedSpec>,
  kernel: Kernel,
  view: CellView,
  signal: AbortSignal,
): Promise<Ending> {
  try {
    view.progress(0, say`checking the cell`);
    const { problems, plan } = await check(request.uri, signal);
    if (signal.aborted) return cancelled(view);
    view.append(problemOutputs(problems.filter((problem) => concerns(problem, request.index))));
    if (!plan || problems.some((problem) => problem.severity === 'error')) return 'failed';
    return await computeCell(request, plan, kernel, view, signal);
  } catch (error) {
    if (signal.aborted) return cancelled(view);
    view.append([errorOutput(say`Run failed`, error instanceof Error ? error.message : String(error))]);
    return 'failed';
  }
}

import { dirname, relative } from 'node:path';
import { type DataEngine, openEngine } from '../../../kernel/src/data/open.js';
import type { Plan } from '../../../kernel/src/plan.js';
import { InputError, type Problem } from '../../../kernel/src/problem.js';
import { type CheckedSpec, type CheckOptions, checkCells, checkFiles } from '../../../server/src/compile.js';
import { readText } from '../exchange/read-text.js';
import { parseNotebook } from '../notebook/format.js';

/** Memory the data engine may use to look at columns; what a run may use is the kernel's own. */
const schemaMemoryMb = 512;

/** A spec or notebook that was found without errors: one plan, or one per code cell. */
export interface ReadySpec {
  readonly plans: readonly Plan[];
  readonly warnings: readonly Problem[];
  /** Of the spec, relative to the workspace, with `/`. */
  readonly folder: string;
}

export function engineFor(workspace: string): Promise<DataEngine> {
  return openEngine({ workspace, memoryLimitMb: schemaMemoryMb, threads: 1 });
}

export const isNotebook = (file: string): boolean => file.endsWith('.causalnb');

/** Checks a file, notebook or not. @returns one entry, or one per code cell */
export async function checkSpec(
  file: string,
  workspace: string,
  options: CheckOptions = {},
): Promise<readonly CheckedSpec[]> {
  const engine = await engineFor(workspace);
  if (isNotebook(file)) return checkCells(await codeCells(file), file, workspace, engine, options);
  const checked = await checkFiles([file], workspace, engine, options);
  return [...checked.values()];
}

/** A file that can be run. @param file absolute @throws InputError with every error of the file */
export async function readySpec(
  file: string,
  workspace: string,
  options: CheckOptions = {},
): Promise<ReadySpec> {
  return ready(await checkSpec(file, workspace, options), file, workspace);
}

/**
 * A spec with one more verb behind it, as typed at the terminal; the last plan holds that verb alone.
 *
 * @param verb in the spec's own language
 * @throws InputError with every error of the file, and of the verb
 */
export async function withVerb(
  file: string,
  workspace: string,
  verb: string,
  options: CheckOptions = {},
): Promise<ReadySpec> {
  const cells = isNotebook(file) ? await codeCells(file) : [{ text: await readText(file) }];
  const checked = await checkCells(
    [...cells, { text: verb }],
    file,
    workspace,
    await engineFor(workspace),
    options,
  );
  return ready(checked.slice(-1), file, workspace);
}

function ready(checked: readonly CheckedSpec[], file: string, workspace: string): ReadySpec {
  const problems = distinct(checked.flatMap((one) => one.problems));
  const plans = checked.flatMap(({ plan }) => plan ?? []);
  if (plans.length < checked.length) throw new InputError(problems);
  const folder = relative(workspace, dirname(file)).replaceAll('\\', '/');
  return { plans, warnings: problems, folder };
}

/** A cell repeats the problems of the cells above it. */
export function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

async function codeCells(file: string): Promise<{ text: string }[]> {
  return parseNotebook(await readText(file)).cells.filter(({ kind }) => kind === 'code');
}

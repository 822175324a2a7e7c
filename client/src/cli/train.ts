import { join, resolve } from 'node:path';
import { type Action, nowhere, trainedNames } from '../../../kernel/src/plan.js';
import { writeText } from '../exchange/write-text.js';
import { carryOut, open } from './carry-out.js';
import { type ExitCode, exitCodeOf, UsageError } from './exit-codes.js';
import { type Io, printJson } from './io.js';
import type { Common } from './options.js';
import type { Found } from './run-plans.js';
import { summaryOf } from './summary.js';
import { requireTrained } from './trainable.js';

/** `causal train`: estimates effects, fits models and makes policies, all where none is named. */
export async function train(
  file: string,
  names: readonly string[],
  options: Common & { readonly out?: string },
  io: Io,
): Promise<ExitCode> {
  const spec = await open(file, options, io);
  const plan = spec.plans.at(-1);
  if (!plan) throw new UsageError(`"${file}" has nothing to train.`);
  const wanted = names.length > 0 ? names : trainedNames(plan);
  for (const name of wanted) requireTrained(plan, name, file);
  const actions = wanted.map((name): Action => ({ verb: 'train', name, place: nowhere }));
  const { outcome, found, parameters } = await carryOut({ ...spec, plans: [{ plan, actions }] }, options, io);
  if (options.out !== undefined) await writeResults(resolve(io.cwd, options.out), found);
  if (options.format === 'json') printJson(io, { ...outcome, ...parameters, ...summaryOf(found) });
  return exitCodeOf(outcome);
}

async function writeResults(folder: string, found: readonly Found[]): Promise<void> {
  for (const { result } of found)
    await writeText(join(folder, `${result.name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}

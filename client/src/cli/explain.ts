import { resolve } from 'node:path';
import { carryOut, finish } from './carry-out.js';
import { type ExitCode, UsageError } from './exit-codes.js';
import type { Io } from './io.js';
import type { Common } from './options.js';
import { withVerb } from './specs.js';
import { workspaceOf } from './workspace.js';

/** `causal explain`: what moves the prediction, or the effect, of single rows. */
export async function explain(
  file: string,
  name: string,
  options: Common & { readonly where?: string; readonly limit?: number },
  io: Io,
): Promise<ExitCode> {
  const where = options.where === undefined ? '' : ` where ${options.where}`;
  const limit = options.limit === undefined ? '' : ` limit ${options.limit}`;
  const workspace = workspaceOf([file], options.workspace, io.cwd);
  const spec = await withVerb(
    resolve(io.cwd, file),
    workspace,
    `explain \`${name}\`${where}${limit}`,
    options,
  );
  const plan = spec.plans.at(-1)!;
  if (plan.actions.length !== 1) throw new UsageError('--where takes one expression and nothing behind it.');
  const job = { ...spec, workspace, plans: [{ plan, actions: plan.actions }] };
  return finish(await carryOut(job, options, io), options, io);
}

import { join } from 'node:path';
import { type Action, nowhere } from '../../../kernel/src/plan.js';
import { carryOut, finish, open } from './carry-out.js';
import { type ExitCode, UsageError } from './exit-codes.js';
import { type Io, pathFrom } from './io.js';
import type { Common } from './options.js';
import { requireTrainable } from './trainable.js';

/** `causal drift`: how a new file differs from the data of training, and the effect on it. */
export async function drift(
  file: string,
  name: string,
  options: Common & { readonly on: string },
  io: Io,
): Promise<ExitCode> {
  const spec = await open(file, options, io);
  const plan = spec.plans.at(-1);
  if (!plan) throw new UsageError(`"${file}" has nothing to compare with.`);
  requireTrainable(plan, name, file);
  const on = pathFrom(join(spec.workspace, spec.folder), io.cwd, options.on);
  const actions: Action[] = [{ verb: 'drift', name, on, place: nowhere }];
  return finish(await carryOut({ ...spec, plans: [{ plan, actions }] }, options, io), options, io);
}

import { join } from 'node:path';
import { type Action, nowhere } from '../../../kernel/src/plan.js';
import { carryOut, finish, open } from './carry-out.js';
import { type ExitCode, UsageError } from './exit-codes.js';
import { type Io, pathFrom } from './io.js';
import type { Common } from './options.js';
import { requireScored, requireTrainable } from './trainable.js';

/** `causal score`: predictions, conditional effects or the arms a policy gives, written beside the columns of a file. */
export async function score(
  file: string,
  name: string,
  options: Common & {
    readonly on: string;
    readonly into: string;
    readonly reasons?: number;
    readonly live?: boolean;
  },
  io: Io,
): Promise<ExitCode> {
  const spec = await open(file, options, io);
  const plan = spec.plans.at(-1);
  if (!plan) throw new UsageError(`"${file}" has nothing to score with.`);
  if (options.live) requireTrainable(plan, name, file);
  requireScored(plan, name, file);
  const folder = join(spec.workspace, spec.folder);
  const on = pathFrom(folder, io.cwd, options.on);
  const into = pathFrom(folder, io.cwd, options.into);
  const { reasons, live } = options;
  const actions: Action[] = [
    {
      verb: 'score',
      name,
      on,
      into,
      ...(reasons !== undefined && { reasons }),
      ...(live && { live }),
      place: nowhere,
    },
  ];
  return finish(await carryOut({ ...spec, plans: [{ plan, actions }] }, options, io), options, io);
}

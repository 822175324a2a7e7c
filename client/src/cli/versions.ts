import { type Action, nowhere } from '../../../kernel/src/plan.js';
import { carryOut, finish, open } from './carry-out.js';
import { type ExitCode, UsageError } from './exit-codes.js';
import type { Io } from './io.js';
import type { Common } from './options.js';
import { requireTrainable } from './trainable.js';

/** What can be done with versions of an effect or a model. */
export const versionVerbs = {
  promote: 'Makes what an effect or a model learns today the version that `score --live` uses.',
  continue:
    "Has the live version of boosted trees learn more from today's data, and makes that live where it is no worse.",
  rollback: 'Makes the version that was live before live again.',
  versions: 'Tells the versions that were promoted, side by side with what is learned today.',
} as const;

const verbs = {
  promote: 'promote',
  continue: 'continue',
  rollback: 'roll back',
  versions: 'versions',
} as const;

/** `causal promote`, `causal continue`, `causal rollback` and `causal versions`. */
export async function versions(
  verb: keyof typeof versionVerbs,
  file: string,
  name: string,
  options: Common,
  io: Io,
): Promise<ExitCode> {
  const spec = await open(file, options, io);
  const plan = spec.plans.at(-1);
  if (!plan) throw new UsageError(`"${file}" has nothing that could be promoted.`);
  requireTrainable(plan, name, file);
  const actions: Action[] = [{ verb: verbs[verb], name, place: nowhere }];
  return finish(await carryOut({ ...spec, plans: [{ plan, actions }] }, options, io), options, io);
}

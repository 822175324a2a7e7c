import type { Plan } from '../plan.js';
import { inputError } from '../problem.js';
import { Registry } from './registry.js';
import type { Run } from './run.js';
import { Training } from './training.js';

export const nothingPromoted = (name: string): string =>
  `No version of ${name} has been promoted; \`causal promote\` makes one live.`;

/**
 * A run that scores with the live version of a step: by the plan it was promoted with, whatever the spec says today.
 * @throws InputError CS1144 where there is none
 */
export async function liveRun(run: Run, name: string): Promise<Run> {
  const { bench, plan, folder } = run;
  const registry = new Registry(bench.store);
  const registered = await registry.of(plan, name);
  const version = registered?.versions[registered.live];
  if (!registered || !version) throw inputError('CS1144', nothingPromoted(name), { file: plan.spec });
  const { key, provenance } = version;
  const pinned = { key, provenance, store: await registry.store() };
  const own: Plan = version.plan;
  const training = new Training(bench, own, folder, () => undefined, pinned);
  return { ...run, plan: own, training, live: registered.live + 1 };
}

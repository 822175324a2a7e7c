import type { Action, Plan } from '../plan.js';
import { inputError } from '../problem.js';
import type { Task } from '../task.js';
import { compareVersions, figuresOf, type Registered, Registry, type Version } from './registry.js';
import type { Run } from './run.js';
import { Training } from './training.js';
import type { TrainableStep } from './workbench.js';

type Named = Extract<Action, { verb: 'promote' | 'roll back' | 'versions' }>;

/** Promotes what a step learns from today's data, goes back to the version before, or only tells all there are. */
export async function versionsStep(run: Run, step: TrainableStep, action: Named, task: Task): Promise<void> {
  const { bench, plan, training } = run;
  const registry = new Registry(bench.store);
  const before = await registry.of(plan, step.name);
  const change = { promote: promoted, 'roll back': rolledBack, versions: unchanged }[action.verb];
  const { registered, said } = await change(run, step, registry, before, task.part(0, 0.9));
  const { result, reused } = await training.train(step, task.part(0.9, 1));
  const key = await training.keyOf(step, task);
  const isPromoted = registered.versions.some((version) => version.key === key);
  const { n, provenance } = result;
  const today = isPromoted ? undefined : { n, figures: figuresOf(result), provenance };
  run.emit(
    {
      kind: 'comparison',
      name: `versions of ${step.name}`,
      sentence: said,
      provenance: { ...provenance, place: action.place },
      warnings: [],
      ...compareVersions(registered, today),
    },
    reused,
    action.place,
  );
}

interface Changed {
  readonly registered: Registered;
  readonly said: string;
}

type Change = (
  run: Run,
  step: TrainableStep,
  registry: Registry,
  before: Registered | undefined,
  task: Task,
) => Promise<Changed>;

/** What today's spec learns from today's data becomes live; the same again is no new version. */
const promoted: Change = async ({ plan, training }, step, registry, before, task) => {
  const { result } = await training.train(step, task.part(0, 0.5));
  const key = await training.keyOf(step, task);
  const bytes = await training.fittedBytes(step, task.part(0.5, 1));
  const { provenance, n } = result;
  const { place: _, ...made } = provenance;
  await (await registry.store()).write(key, made, new Map([['fitted', bytes]]));
  const now = new Date().toISOString();
  const version: Version = { key, promoted: now, plan, provenance, n, figures: figuresOf(result) };
  // What was rolled back from is no version to go back to.
  const earlier = before?.versions.slice(0, before.live + 1) ?? [];
  const versions = [...earlier.filter((each) => each.key !== key), version];
  const registered: Registered = { version: 1, name: step.name, versions, live: versions.length - 1 };
  await registry.write(plan, registered);
  return {
    registered,
    said: `Version ${versions.length} of ${step.name} is live: \`causal score --live\` uses it, whatever becomes of the spec and the data.`,
  };
};

/** @throws InputError CS1144 where there is no version before the live one */
const rolledBack: Change = async ({ plan }, step, registry, before) => {
  if (!before || before.live === 0) {
    const message = before
      ? `Version 1 of ${step.name} is live, and none was before it.`
      : nothingPromoted(step.name);
    throw inputError('CS1144', message, { file: plan.spec });
  }
  const registered = { ...before, live: before.live - 1 };
  await registry.write(plan, registered);
  return { registered, said: `Version ${registered.live + 1} of ${step.name} is live again.` };
};

const unchanged: Change = async (_, step, __, before) => {
  const registered = before ?? { version: 1, name: step.name, versions: [], live: 0 };
  const said = before ? `Version ${before.live + 1} of ${step.name} is live.` : nothingPromoted(step.name);
  return { registered, said };
};

const nothingPromoted = (name: string): string =>
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

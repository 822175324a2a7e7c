import type { Action } from '../plan.js';
import { inputError } from '../problem.js';
import type { Task } from '../task.js';
import { continueVersion } from './continue-version.js';
import { nothingPromoted } from './live-version.js';
import {
  type Changed,
  compareVersions,
  figuresOf,
  type Registered,
  Registry,
  type Version,
  withLive,
} from './registry.js';
import type { Run } from './run.js';
import { seenBy } from './seen-rows.js';
import type { TrainableStep } from './workbench.js';

type Named = Extract<Action, { verb: 'promote' | 'continue' | 'roll back' | 'versions' }>;

/** Promotes what a step learns from today's data, has the live version learn more from them, goes back to the version before, or only tells all there are. */
export async function versionsStep(run: Run, step: TrainableStep, action: Named, task: Task): Promise<void> {
  const { bench, plan, training } = run;
  const registry = new Registry(bench.store);
  const before = await registry.of(plan, step.name);
  const change = changes[action.verb];
  const changed = await change(run, step, registry, before, task.part(0, 0.9));
  const { registered, said, notes, warnings = [] } = changed;
  // Whoever continues a version wants no fit from scratch.
  const part = task.part(0.9, 1);
  const today = action.verb === 'continue' ? undefined : await learntToday(run, step, registered, part);
  const provenance = await training.provenance(step, task);
  run.emit(
    {
      kind: 'comparison',
      name: `versions of ${step.name}`,
      sentence: said,
      provenance: { ...provenance, place: action.place },
      warnings,
      ...(notes && { notes }),
      ...compareVersions(registered, today?.version),
    },
    today?.reused ?? false,
    action.place,
  );
}

/** What the step learns from today's data, as a version where it is none yet. */
async function learntToday({ training }: Run, step: TrainableStep, { versions }: Registered, task: Task) {
  const { result, reused } = await training.train(step, task);
  const key = await training.keyOf(step, task);
  const { n, provenance } = result;
  const isPromoted = versions.some((version) => version.key === key);
  return { reused, version: isPromoted ? undefined : { n, figures: figuresOf(result), provenance } };
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
  const seen = await seenBy(training, plan, step, task);
  const version: Version = {
    ...{ key, promoted: new Date().toISOString(), plan, provenance, n, figures: figuresOf(result) },
    ...(seen && { seen }),
  };
  const registered = withLive(before, step.name, version);
  await registry.write(plan, registered);
  return {
    registered,
    said: `Version ${registered.live + 1} of ${step.name} is live: \`causal score --live\` uses it, whatever becomes of the spec and the data.`,
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

/** What is done with versions, by the verb that asks for it. */
const changes: Readonly<Record<Named['verb'], Change>> = {
  promote: promoted,
  continue: continueVersion,
  'roll back': rolledBack,
  versions: unchanged,
};

import { type Action, findStep, type GraphStep, type Plan, type SpecPlace } from '../plan.js';
import { InputError, inputError, type Problem } from '../problem.js';
import { Cancelled, type Task } from '../task.js';
import { compareSteps } from './compare.js';
import { decideStep, effectOf, isDecided } from './decide.js';
import { driftStep } from './drift.js';
import { explainStep } from './explain.js';
import { exportStep } from './export.js';
import { liveRun } from './live-version.js';
import type { Outcome, RunParameters } from './protocol.js';
import { rankStep } from './rank.js';
import type { Emit, Run } from './run.js';
import { scoreStep } from './score.js';
import { showGraph } from './show-graph.js';
import { Training } from './training.js';
import { versionsStep } from './versions-of-models.js';
import type { TrainableStep, Workbench } from './workbench.js';

/**
 * Runs actions one after another. One that is refused does not keep the next from being tried, so that all problems are
 * told at once; one that fails ends the run. Results are emitted as they come.
 */
export async function execute(
  bench: Workbench,
  { plan, folder, actions }: Pick<RunParameters, 'plan' | 'folder' | 'actions'>,
  task: Task,
  emit: Emit,
): Promise<Outcome> {
  const problems: Problem[] = [];
  const training = new Training(bench, plan, folder, (problem) => problems.push(problem));
  const run: Run = { bench, plan, folder, training, emit };
  for (const [i, action] of actions.entries()) {
    const part = task.part(i / actions.length, (i + 1) / actions.length);
    try {
      await act(run, action, part);
    } catch (error) {
      if (error instanceof Cancelled) return { status: 'cancelled' };
      if (!(error instanceof InputError)) return failure(error, action);
      problems.push(...error.problems);
    }
  }
  return problems.length > 0 ? { status: 'refused', problems: distinct(problems) } : { status: 'done' };
}

async function act(run: Run, action: Action, task: Task): Promise<void> {
  switch (action.verb) {
    case 'train':
    case 'report': {
      const step = findStep(run.plan, action.name);
      if (isDecided(step)) return decideStep(run, step, action.place, task);
      if (step?.kind === 'rank') return rankStep(run, step, action.place, task);
      return train(run, trainable(run.plan, action.name), action.place, task);
    }
    case 'check':
      return check(run, action, task);
    case 'show':
      return run.emit(showGraph(run.plan, graph(run.plan, action.name)), false, action.place);
    case 'promote':
    case 'continue':
    case 'roll back':
    case 'versions':
      return versionsStep(run, trainable(run.plan, action.name), action, task);
    case 'score': {
      if (action.live) {
        const own = await liveRun(run, action.name);
        return scoreStep(own, trainable(own.plan, action.name), action, task);
      }
      const step = findStep(run.plan, action.name);
      if (step?.kind === 'policy') return scoreStep(run, effectOf(run, step), action, task, step);
      return scoreStep(run, trainable(run.plan, action.name), action, task);
    }
    case 'drift':
      return driftStep(run, trainable(run.plan, action.name), action, task);
    case 'export':
      return exportStep(run, trainable(run.plan, action.name), action, task);
    case 'explain':
      return explainStep(run, trainable(run.plan, action.name), action, task);
    case 'compare': {
      const steps = [trainable(run.plan, action.name), trainable(run.plan, action.with)] as const;
      return compareSteps(run, steps, action.place, task);
    }
  }
}

async function train(run: Run, step: TrainableStep, place: SpecPlace, task: Task): Promise<void> {
  const { result, reused } = await run.training.train(step, task);
  run.emit(result, reused, place);
}

/** The checks of one effect, or of all. */
async function check(run: Run, action: Extract<Action, { verb: 'check' }>, task: Task): Promise<void> {
  const named = action.name === undefined ? undefined : trainable(run.plan, action.name);
  const effects = named ? [named] : run.plan.steps.filter((step) => step.kind === 'effect');
  for (const [i, step] of effects.entries()) {
    await train(run, step, action.place, task.part(i / effects.length, (i + 1) / effects.length));
  }
}

function trainable(plan: Plan, name: string): TrainableStep {
  const step = findStep(plan, name);
  if (step?.kind === 'effect' || step?.kind === 'model') return step;
  throw inputError('CS1137', `There is no effect and no model called "${name}".`, { file: plan.spec });
}

function graph(plan: Plan, name: string): GraphStep {
  const step = plan.steps.find((each) => each.kind === 'graph' && each.name === name);
  if (step?.kind === 'graph') return step;
  throw inputError('CS1137', `There is no graph called "${name}".`, { file: plan.spec });
}

function failure(error: unknown, action: Action): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  // The place in the program matters to whoever mends it, and to nobody else: it goes to the log.
  process.stderr.write(`${error instanceof Error ? (error.stack ?? message) : message}\n`);
  const step = 'name' in action && action.name !== undefined ? `${action.verb} ${action.name}` : action.verb;
  if (error instanceof RangeError && /array buffer allocation|invalid (typed )?array length/i.test(message)) {
    return { status: 'failed', message: 'Out of memory; use fewer rows or fewer trees.', step };
  }
  return { status: 'failed', message, step };
}

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

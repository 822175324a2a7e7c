import { type Action, nowhere, type Plan, trainedNames } from '../../../kernel/src/plan.js';

/** A plan with what is done of it. */
export interface PlanRun {
  readonly plan: Plan;
  readonly actions: readonly Action[];
}

/**
 * What running a whole spec or notebook does: its verbs in order; without verbs, everything it declares.
 *
 * @param plans one of a spec, one per cell of a notebook
 */
export function runsOf(plans: readonly Plan[]): PlanRun[] {
  const asked = plans
    .map((plan) => ({ plan, actions: plan.actions }))
    .filter(({ actions }) => actions.length > 0);
  return asked.length > 0 ? asked : plans.slice(-1).map((plan) => ({ plan, actions: everything(plan) }));
}

/** The same for a report: what is believed to cause what is part of it, shown by a verb or not. */
export function reportedRunsOf(plans: readonly Plan[]): PlanRun[] {
  const runs = runsOf(plans);
  const drawn = plans.slice(-1).map((plan) => ({ plan, actions: graphsOf(plan) }));
  return plans.some(({ actions }) => actions.length > 0) ? [...drawn, ...runs] : runs;
}

function graphsOf(plan: Plan): Action[] {
  const graphs = plan.steps.filter(({ kind }) => kind === 'graph');
  return graphs.map(({ name }): Action => ({ verb: 'show', name, place: nowhere }));
}

function everything(plan: Plan): Action[] {
  const trained = trainedNames(plan).map((name): Action => ({ verb: 'train', name, place: nowhere }));
  return [...graphsOf(plan), ...trained];
}

import { type Action, type LoadStep, type Plan, type Step, trainedKinds } from '../../../kernel/src/plan.js';

/** What running a cell does. */
export interface CellWork {
  readonly actions: readonly Action[];
  /** Data the cell declares and does nothing else with: shown as a summary of the columns. */
  readonly summaries: readonly LoadStep[];
}

function impliedAction(step: Step): Action[] {
  const { name, place } = step;
  if (trainedKinds.has(step.kind)) return [{ verb: 'train', name, place }];
  return step.kind === 'graph' ? [{ verb: 'show', name, place }] : [];
}

const byPlace = (a: Action, b: Action): number =>
  a.place.line - b.place.line || a.place.character - b.place.character;

/**
 * The verbs of a cell, and what its declarations ask for by being run: an effect, a model, a policy or a ranking that no verb of the cell
 * mentions is trained, a graph is drawn, data alone are summarised. `cell` counts the notebook's `causal` cells from 0.
 */
export function workOfCell(plan: Plan, cell: number): CellWork {
  const here = plan.steps.filter((step) => step.place.cell === cell);
  const mentioned = new Set(plan.actions.map((action) => action.name));
  const implied = here.filter((step) => !mentioned.has(step.name)).flatMap(impliedAction);
  const actions = [...plan.actions, ...implied].sort(byPlace);
  const loads = here.filter((step): step is LoadStep => step.kind === 'load');
  return { actions, summaries: actions.length === 0 ? loads : [] };
}

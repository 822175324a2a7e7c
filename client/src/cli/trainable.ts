import { findStep, type Plan, trainedKinds } from '../../../kernel/src/plan.js';
import { UsageError } from './exit-codes.js';

/** Names of all effects and models of a plan. */
function trainable(plan: Plan): string[] {
  return plan.steps.filter(({ kind }) => kind === 'effect' || kind === 'model').map(({ name }) => name);
}

/** @param file as the person named it @throws UsageError where the plan has nothing of that name to train */
export function requireTrained(plan: Plan, name: string, file: string): void {
  const kind = findStep(plan, name)?.kind;
  if (kind === undefined || !trainedKinds.has(kind)) requireTrainable(plan, name, file);
}

/** @param file as the person named it @throws UsageError where the plan has nothing of that name to score a file by: a ranking ranks its own data */
export function requireScored(plan: Plan, name: string, file: string): void {
  if (findStep(plan, name)?.kind !== 'policy') requireTrainable(plan, name, file);
}

/** @param file as the person named it @throws UsageError where the plan has no effect or model of that name */
export function requireTrainable(plan: Plan, name: string, file: string): void {
  const kind = findStep(plan, name)?.kind;
  if (kind === 'effect' || kind === 'model') return;
  const known = trainable(plan).join(', ');
  throw new UsageError(
    `"${file}" has no effect or model "${name}"; it has ${known === '' ? 'none' : known}.`,
  );
}

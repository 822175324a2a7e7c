import { decodeValue, encodeValue } from '../artifacts/codec.js';
import { matchingRows } from '../data/load.js';
import type { Table } from '../data/table.js';
import { estimatePolicy } from '../decide/estimate-policy.js';
import { type Evidence, gatherEvidence } from '../decide/evidence.js';
import type { PolicyEstimate, PolicyRequest } from '../decide/request.js';
import type { EffectStep, PolicyStep, SpecPlace } from '../plan.js';
import type { Task } from '../task.js';
import type { Run } from './run.js';
import { usedColumns } from './training.js';
import { loadStepOf, warningsOf } from './workbench.js';

/** Makes a policy, or takes up what was made before of the same effect and data. What the effect's scores are is kept by itself: another budget learns nothing anew. */
export async function decideStep(run: Run, step: PolicyStep, place: SpecPlace, task: Task): Promise<void> {
  const { training, plan } = run;
  const effect = effectOf(run, step);
  let reused = true;
  const made = await training.derived(effect, ['policy', step.hash], task, async () => {
    reused = false;
    return makePolicy(run, step, effect, task);
  });
  const provenance = await training.provenance(effect, task);
  const own = { ...provenance, stepHash: step.hash, specHash: plan.specHash, place: step.place };
  run.emit({ ...made, name: step.name, provenance: own }, reused, place);
}

async function makePolicy(
  run: Run,
  step: PolicyStep,
  effect: EffectStep,
  task: Task,
): Promise<PolicyEstimate> {
  const { training } = run;
  const request = await policyRequest(run, step, effect, task.part(0, 0.8));
  const part = task.part(0.8, 1, `deciding ${step.name}`);
  return training.inDataFile(effect, () => estimatePolicy(request, part));
}

/** What a policy is made from: the evidence of its effect, and who may be treated. */
export async function policyRequest(
  run: Run,
  step: PolicyStep,
  effect: EffectStep,
  task: Task,
): Promise<PolicyRequest> {
  const { bench, plan, folder } = run;
  const evidence = await evidenceOf(run, effect, task.part(0, 0.9));
  const table = await bench.table(loadStepOf(plan, effect), folder, task.part(0.9, 0.95));
  const [eligible, today] = await conditionRows(run, step, effect, table, task.part(0.95, 1));
  return {
    ...{ name: step.name, effect: effect.name, parameters: step.parameters, evidence, table },
    ...(eligible && { eligible }),
    ...(today && { today }),
  };
}

/** What policies of an effect are made and judged by. */
async function evidenceOf({ training }: Run, effect: EffectStep, task: Task): Promise<Evidence> {
  const bytes = await training.derivedBytes(effect, ['evidence'], task, async () => {
    const { all, inputs } = await training.prepared(effect, task.part(0, 0.4));
    const { name, parameters } = effect;
    const part = task.part(0.4, 1, `scoring rows by ${name}`);
    const found = training.inDataFile(effect, () => gatherEvidence({ name, ...inputs, parameters }, part));
    const doubts = warningsOf(all.table.warnings, usedColumns(effect));
    return encodeValue({ ...found, warnings: [...doubts, ...found.warnings] });
  });
  return decodeValue(bytes) as Evidence;
}

/** 1 per row of the table that may be treated, and per row that is treated today; undefined where nothing is said of it. */
async function conditionRows(
  { bench, plan, folder }: Run,
  { parameters: { eligible, today } }: PolicyStep,
  effect: EffectStep,
  table: Table,
  task: Task,
): Promise<(Uint8Array | undefined)[]> {
  const conditions = [eligible, today?.kind === 'condition' ? today.condition : undefined];
  const asked = conditions.filter((condition) => condition !== undefined);
  if (asked.length === 0) return [];
  const found = await matchingRows(bench.engine, loadStepOf(plan, effect), folder, table, asked, task);
  return conditions.map((condition) => {
    if (!condition) return undefined;
    const holds = new Uint8Array(table.rows);
    for (const row of found[asked.indexOf(condition)]) holds[row] = 1;
    return holds;
  });
}

/** The effect that a policy treats by. */
export function effectOf({ plan }: Run, step: PolicyStep): EffectStep {
  const found = plan.steps.find(({ id }) => id === step.parameters.effect);
  if (found?.kind !== 'effect') throw new Error(`The plan gives ${step.id} no effect.`);
  return found;
}

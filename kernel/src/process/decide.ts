import { decodeValue, encodeValue } from '../artifacts/codec.js';
import { matchingRows } from '../data/load.js';
import type { Table } from '../data/table.js';
import { estimatePolicy } from '../decide/estimate-policy.js';
import { gatherEvidence } from '../decide/evidence.js';
import { gatherDemand } from '../decide/price/demand.js';
import { estimatePrice } from '../decide/price/estimate-price.js';
import type { PriceEstimate } from '../decide/price/request.js';
import type { PolicyEstimate, PolicyRequest } from '../decide/request.js';
import { type DemandInArms, gatherDemandInArms } from '../decide/stock/demand-in-arms.js';
import { estimateStock } from '../decide/stock/estimate-stock.js';
import { fractileOf } from '../decide/stock/newsvendor.js';
import type { StockEstimate } from '../decide/stock/request.js';
import type { EffectRequest } from '../effects/request.js';
import type { EffectStep, PolicyStep, PriceStep, SpecPlace, Step, StockStep } from '../plan.js';
import type { Task } from '../task.js';
import type { Run } from './run.js';
import { usedColumns } from './training.js';
import { loadStepOf, warningsOf } from './workbench.js';

/** Steps that decide by an effect. */
type DecidedStep = PolicyStep | PriceStep | StockStep;

export const isDecided = (step: Step | undefined): step is DecidedStep =>
  step?.kind === 'policy' || step?.kind === 'price' || step?.kind === 'stock';

/** Makes a policy, or takes up what was made before of the same effect and data. What it needs of the effect is kept by itself: another budget or cost learns nothing anew. */
export async function decideStep(run: Run, step: DecidedStep, place: SpecPlace, task: Task): Promise<void> {
  const { training, plan } = run;
  const effect = effectOf(run, step);
  let reused = true;
  const made = await training.derived(effect, [step.kind, step.hash], task, async () => {
    reused = false;
    return make(run, step, effect, task);
  });
  const provenance = await training.provenance(effect, task);
  const own = { ...provenance, stepHash: step.hash, specHash: plan.specHash, place: step.place };
  run.emit({ ...made, name: step.name, provenance: own }, reused, place);
}

function make(
  run: Run,
  step: DecidedStep,
  effect: EffectStep,
  task: Task,
): Promise<PolicyEstimate | PriceEstimate | StockEstimate> {
  switch (step.kind) {
    case 'policy':
      return makePolicy(run, step, effect, task);
    case 'price':
      return makePrice(run, step, effect, task);
    case 'stock':
      return makeStock(run, step, effect, task);
  }
}

async function makePrice(
  run: Run,
  { name, parameters }: PriceStep,
  effect: EffectStep,
  task: Task,
): Promise<PriceEstimate> {
  const demand = await gathered(run, effect, 'demand', gatherDemand, task.part(0, 0.7));
  const table = await run.bench.table(loadStepOf(run.plan, effect), run.folder, task.part(0.7, 0.75));
  const request = { name, effect: effect.name, demand, table, parameters };
  const part = task.part(0.75, 1, `deciding ${name}`);
  return run.training.inDataFile(effect, () => estimatePrice(request, part));
}

async function makeStock(
  run: Run,
  { name, parameters }: StockStep,
  effect: EffectStep,
  task: Task,
): Promise<StockEstimate> {
  const fractile = fractileOf(parameters);
  const gather = (request: EffectRequest, part: Task): DemandInArms =>
    gatherDemandInArms(request, fractile, part);
  const demand = await gathered(run, effect, `demand at ${fractile}`, gather, task.part(0, 0.7));
  const table = await run.bench.table(loadStepOf(run.plan, effect), run.folder, task.part(0.7, 0.75));
  const request = { name, effect: effect.name, demand, table, parameters };
  const part = task.part(0.75, 1, `deciding ${name}`);
  return run.training.inDataFile(effect, () => estimateStock(request, part));
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
  const evidence = await gathered(run, effect, 'evidence', gatherEvidence, task.part(0, 0.9));
  const table = await bench.table(loadStepOf(plan, effect), folder, task.part(0.9, 0.95));
  const [eligible, today] = await conditionRows(run, step, effect, table, task.part(0.95, 1));
  return {
    ...{ name: step.name, effect: effect.name, parameters: step.parameters, evidence, table },
    ...(eligible && { eligible }),
    ...(today && { today }),
  };
}

/** What is decided by an effect's rows is gathered from them once, and kept under a word of its own. */
async function gathered<Found extends { readonly warnings: readonly string[] }>(
  { training }: Run,
  effect: EffectStep,
  word: string,
  gather: (request: EffectRequest, task: Task) => Found,
  task: Task,
): Promise<Found> {
  const bytes = await training.derivedBytes(effect, [word], task, async () => {
    const { all, inputs } = await training.prepared(effect, task.part(0, 0.4));
    const { name, parameters } = effect;
    const part = task.part(0.4, 1, `scoring rows by ${name}`);
    const found = training.inDataFile(effect, () => gather({ name, ...inputs, parameters }, part));
    const doubts = warningsOf(all.table.warnings, usedColumns(effect));
    return encodeValue({ ...found, warnings: [...doubts, ...found.warnings] });
  });
  return decodeValue(bytes) as Found;
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

/** The effect that a policy decides by. */
export function effectOf({ plan }: Run, step: DecidedStep): EffectStep {
  const found = plan.steps.find(({ id }) => id === step.parameters.effect);
  if (found?.kind !== 'effect') throw new Error(`The plan gives ${step.id} no effect.`);
  return found;
}

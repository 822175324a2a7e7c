import { keyOf } from '../artifacts/store.js';
import { selectTable } from '../data/select-table.js';
import { heldOutRows } from '../data/split.js';
import type { Table } from '../data/table.js';
import { type Continuation, continueModel } from '../models/continue-model.js';
import type { ModelStep, Plan } from '../plan.js';
import { InputError, inputError, type Problem } from '../problem.js';
import type { Metric } from '../result.js';
import type { Task } from '../task.js';
import { counted, figure } from '../words/phrases.js';
import { liveRun, nothingPromoted } from './live-version.js';
import type { FittedStep } from './model-trainer.js';
import {
  type Changed,
  figuresOfMetrics,
  type Registered,
  type Registry,
  type Version,
  withLive,
} from './registry.js';
import type { Run } from './run.js';
import { columnsSeen, obstacles, seenRows } from './seen-rows.js';
import { type Kept, packed, typesAndLevels, usedColumns } from './training.js';
import { countUnseen } from './unseen-levels.js';
import { loadStepOf, type TrainableStep } from './workbench.js';

/**
 * The live version of a model learns more, from today's data; it becomes the next version, and live, where that is no worse on
 * today's held-out rows. Of these it has seen none, since the rows that it learned from stand unchanged in front.
 *
 * @throws InputError CS1144 where no version is live, CS1145 with all reasons why it has to be fitted anew
 */
export async function continueVersion(
  run: Run,
  step: TrainableStep,
  registry: Registry,
  before: Registered | undefined,
  task: Task,
): Promise<Changed> {
  const { plan, training } = run;
  const never = obstacles(plan, step);
  if (step.kind !== 'model' || never.length > 0) throw refusal(run, step, never);
  const live = before?.versions[before.live];
  if (!before || !live) throw inputError('CS1144', nothingPromoted(step.name), { file: plan.spec });
  const number = before.live + 1;
  if (live.provenance.stepHash !== step.hash) {
    const why = `it, its data clauses or its seed are not declared as they were when version ${number} was promoted`;
    throw refusal(run, step, [why]);
  }
  const { dataHash } = await training.provenance(step, task);
  const grown = dataHash !== live.provenance.dataHash && (await grow(run, step, live, number, task));
  if (!grown) {
    const said = `There is nothing to continue: version ${number} of ${step.name}, which is live, has learned from all rows of today that it may learn from.`;
    return { registered: before, said };
  }
  const { found, warnings } = grown;
  const notes = [
    `${counted(found.rounds, 'round')} more: its fit from scratch has ${found.fresh}, and ${counted(found.unseen, 'row')} of ${found.n.toLocaleString('en-US')} to learn from are new.`,
    'The table tells what each version was found to be on the held-out rows of its own day.',
  ];
  const told = { said: comparedWords(step, number, found), notes, warnings };
  if (!isNoWorse(found)) return { registered: before, ...told };
  const registered = withLive(before, step.name, await keep(run, step, registry, live, grown, task));
  await registry.write(plan, registered);
  return { registered, ...told };
}

/** A version that has learned more. */
interface Grown {
  readonly found: Continuation;
  readonly kept: Kept;
  readonly table: Table;
  readonly warnings: readonly string[];
}

/** Nothing where no row is new of those to learn from. @throws InputError CS1145 where the data do not allow it */
async function grow(
  run: Run,
  step: ModelStep,
  live: Version,
  number: number,
  task: Task,
): Promise<Grown | undefined> {
  const { plan, training } = run;
  const kept = await (await liveRun(run, step.name)).training.fitted(step, task.part(0, 0.1));
  const table = await training.rows(step, task.part(0.1, 0.4));
  const changes = changesOf(plan, step, live, kept, table);
  if (changes.length > 0) throw refusal(run, step, changes);
  const { model, inputs } = kept.fitted as FittedStep;
  const { parameters } = step;
  const added = live.continued?.rounds ?? 0;
  const request = { parameters, model, inputs, added, learnt: live.n, table };
  const part = task.part(0.4, 0.95, `continuing ${step.name}`);
  const found = training.inDataFile(step, () => continueModel(request, part));
  if (typeof found === 'string') throw refusal(run, step, [found]);
  if (!found) return undefined;
  return {
    ...{ found, table, warnings: newLevels(step, kept, table, number) },
    kept: { ...kept, fitted: { model: found.model, inputs }, ...typesAndLevels(step, table) },
  };
}

/** Under a key of its own: it is never taken for the fit from scratch on the same data. */
async function keep(
  { plan, training }: Run,
  step: ModelStep,
  registry: Registry,
  live: Version,
  { found, kept, table }: Grown,
  task: Task,
): Promise<Version> {
  const key = keyOf('continued', live.key, await training.keyOf(step, task));
  const provenance = await training.provenance(step, task);
  const { place: _, ...made } = provenance;
  await (await registry.store()).write(key, made, new Map([['fitted', packed(step, kept)]]));
  return {
    ...{ key, promoted: new Date().toISOString(), plan, provenance, n: found.n },
    figures: figuresOfMetrics(found.after),
    seen: seenRows(table, columnsSeen(plan, step), table.rows),
    continued: { from: live.key, rounds: (live.continued?.rounds ?? 0) + found.rounds },
  };
}

/** One problem for each reason. */
function refusal({ plan }: Run, { name, kind }: TrainableStep, reasons: readonly string[]): InputError {
  const remedy = kind === 'effect' ? 'estimates it from all rows' : 'fits it anew';
  return new InputError(
    reasons.map(
      (why): Problem => ({
        ...{ code: 'CS1145', severity: 'error', place: { file: plan.spec } },
        message: `${name} cannot be continued: ${why}; \`causal train\` ${remedy}, and \`causal promote\` makes that live.`,
      }),
    ),
  );
}

/** How today's data differ from those of a version so that it cannot go on with them. */
function changesOf(plan: Plan, step: ModelStep, live: Version, { types }: Kept, table: Table): string[] {
  const retyped = [...usedColumns(step)].flatMap((name) => {
    const [was, is] = [types.get(name), table.columns.get(name)?.type];
    return was === is
      ? []
      : [`its column "${name}" was ${was ?? 'not there'} and is ${is ?? 'not there'} today`];
  });
  if (retyped.length > 0) return retyped;
  const { seen } = live;
  if (!seen) return ['its version was promoted by a program that did not keep which rows it has seen'];
  const inFront =
    table.rows >= seen.rows && seenRows(table, columnsSeen(plan, step), seen.rows).hash === seen.hash;
  if (!inFront)
    return [
      `the ${counted(seen.rows, 'row')} of its live version do not stand unchanged in front of today's, so that it may have seen what it would be measured on`,
    ];
  const moved = heldOutSince(plan, step, table, seen.rows);
  if (moved === 0) return [];
  return [
    `${counted(moved, 'row')} that its live version learned from would be held out today, since earlier ones were added`,
  ];
}

/** Of the first rows, how many are held out today and were not when there were no others. */
function heldOutSince(plan: Plan, step: ModelStep, table: Table, rows: number): number {
  const { split, unit, time } = loadStepOf(plan, step).parameters;
  if (!split) return 0;
  const then = selectTable(
    table,
    Int32Array.from({ length: rows }, (_, row) => row),
  );
  const column = (name: string | undefined) => (name === undefined ? undefined : then.columns.get(name));
  const held = heldOutRows(split, then.sourceRow, column(unit), column(time));
  return held.reduce((sum, was, row) => sum + (was === 0 && table.heldOut?.[row] === 1 ? 1 : 0), 0);
}

function newLevels(step: ModelStep, { levels }: Kept, table: Table, version: number): string[] {
  const features = new Map([...levels].filter(([name]) => step.parameters.features.includes(name)));
  return Object.entries(countUnseen({}, table, features)).map(
    ([column, { rows, row, value }]) =>
      `Column "${column}" has values in ${counted(rows, 'row')} that version ${version} of ${step.name} was not trained on, first "${value.slice(0, 40)}" in row ${row}; its trees count them as missing, and those added to it tell them apart.`,
  );
}

/** What a version is judged by. */
const mainMetric = ({ before, after }: Continuation): readonly [Metric, Metric] => {
  const isMain = ({ name }: Metric): boolean => name === 'log loss' || name === 'RMSE';
  const [was, is] = [before.find(isMain), after.find(isMain)];
  if (!was || !is) throw new Error('A model was measured without its main metric.');
  return [was, is];
};

function isNoWorse(found: Continuation): boolean {
  const [was, is] = mainMetric(found);
  return is.value <= was.value;
}

function comparedWords({ name }: ModelStep, number: number, found: Continuation): string {
  const [was, is] = mainMetric(found);
  const rows = counted(found.tested, 'held-out row');
  const [old, now] = [figure(was.value), figure(is.value)];
  return isNoWorse(found)
    ? `Version ${number + 1} of ${name} is live, continued from version ${number}: its ${was.name} is ${now} on ${rows}, that of version ${number} is ${old}.`
    : `Version ${number} of ${name} stays live: its ${was.name} is ${old} on ${rows}, and would be ${now} if it were continued; see whether \`causal train\` finds a better one.`;
}

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { decodeValue, encodeValue } from '../artifacts/codec.js';
import { draftsFolder, keyOf } from '../artifacts/store.js';
import { draftTable } from '../data/drafted-table.js';
import { numberColumn, type OutputColumn } from '../data/output-column.js';
import { fromFolder } from '../data/schema.js';
import { estimateRanking } from '../decide/rank/estimate-ranking.js';
import type { RankEstimate, RankedLists } from '../decide/rank/request.js';
import type { RankStep, SpecPlace } from '../plan.js';
import type { Task } from '../task.js';
import type { Run } from './run.js';
import { loadStepOf, warningsOf } from './workbench.js';

interface Made {
  readonly found: RankEstimate;
  readonly lists: RankedLists;
}

/** Makes a ranking, or takes up what was made before of the same data and texts; its lists are written where the step says so. */
export async function rankStep(run: Run, step: RankStep, place: SpecPlace, task: Task): Promise<void> {
  const { training, plan, folder } = run;
  let reused = true;
  const bytes = await training.derivedBytes(step, ['ranking'], task, async () => {
    reused = false;
    return encodeValue(await makeRanking(run, step, task.part(0, 0.95)));
  });
  const { found, lists } = decodeValue(bytes) as Made;
  const { into } = step.parameters;
  const path = into === undefined ? undefined : fromFolder(folder, into);
  if (path !== undefined) {
    const job = keyOf('ranking', createHash('sha256').update(bytes).digest('hex'), path);
    await writeLists(run, step, { path, job }, lists, task.part(0.95, 1, `writing ${into}`));
  }
  const provenance = {
    ...(await training.provenance(step, task)),
    specHash: plan.specHash,
    place: step.place,
  };
  const result = { ...found, name: step.name, provenance, ...(path !== undefined && { path }) };
  run.emit(result, reused, place);
}

/** The lists appear in their place whole, or not at all. */
async function writeLists(
  { bench }: Run,
  step: RankStep,
  place: { readonly path: string; readonly job: string },
  lists: RankedLists,
  task: Task,
): Promise<void> {
  const folder = join(bench.store.folder, draftsFolder);
  const table = await draftTable<null>(bench.engine, { folder, ...place }, task);
  try {
    if (table.states.length === 0) await table.append(columnsOf(lists, step), lists.user.length, null, task);
    await table.finish(task);
  } catch (error) {
    await table.discard();
    throw error;
  }
}

async function makeRanking(
  { bench, plan, folder, training }: Run,
  step: RankStep,
  task: Task,
): Promise<Made> {
  const { name, parameters } = step;
  const table = await bench.table(loadStepOf(plan, step), folder, task.part(0, 0.1, 'reading data'));
  const reading = task.part(0.1, 0.3);
  const [text] = await bench.textDesigns(plan, folder, parameters.texts, table, reading);
  const part = task.part(0.3, 1, `ranking ${parameters.item}`);
  const request = { name, table, parameters, ...(text && { text }) };
  const { found, lists } = training.inDataFile(step, () => estimateRanking(request, part));
  const doubts = warningsOf(table.warnings, columnsRead(step));
  const encoding = text ? await bench.encoderWarnings(plan, step, [text], task) : [];
  return { found: { ...found, warnings: [...doubts, ...encoding, ...found.warnings] }, lists };
}

/** Columns of the data that the step reads. */
function columnsRead({ parameters }: RankStep): Set<string> {
  const { item, user, exposure, outcome, propensity, using, texts } = parameters;
  const given = propensity === undefined ? [] : [propensity];
  return new Set([item, user, exposure, outcome, ...given, ...using, ...texts.map(({ column }) => column)]);
}

/** A line per user and item, best first; ids under the names that they have in the data. */
function columnsOf(lists: RankedLists, { parameters: { user, item } }: RankStep): OutputColumn[] {
  const taken = new Set([user, item]);
  const free = (name: string): string => (taken.has(name) ? `${name}_ranked` : name);
  return [
    { name: user, type: 'text', at: (row) => lists.user[row] },
    { name: item, type: 'text', at: (row) => lists.item[row] },
    numberColumn(free('place'), lists.place),
    numberColumn(free('increment'), lists.increment),
    numberColumn(free('when_not_shown'), lists.without),
    numberColumn(free('when_shown'), lists.with),
  ];
}

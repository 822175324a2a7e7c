import { fromFolder } from '../data/schema.js';
import { writeModelFile } from '../data/write-model-file.js';
import type { Action } from '../plan.js';
import type { Task } from '../task.js';
import { exportModel, libraryOf } from '../trees/exchange/exchange.js';
import type { Run } from './run.js';
import { trainerOf } from './training.js';
import type { TrainableStep } from './workbench.js';

/** Writes the trees that a step learnt to a file another library loads. The file is all there is of it: no result. */
export async function exportStep(
  { bench, folder, training }: Run,
  step: TrainableStep,
  action: Extract<Action, { verb: 'export' }>,
  task: Task,
): Promise<void> {
  const { fitted } = await training.fitted(step, task.part(0, 0.8));
  const writing = task.part(0.8, 1, `writing ${action.into}`);
  const trees = trainerOf(step).trees(fitted, libraryOf(action.format));
  const text = exportModel(trees, action.format, writing);
  await writeModelFile(bench.engine, fromFolder(folder, action.into), text, writing);
}

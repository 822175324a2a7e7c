import { fromFolder } from '../data/schema.js';
import { type OutputColumn, outputColumn, writeTable } from '../data/write.js';
import type { Action } from '../plan.js';
import type { ScoreResult } from '../result.js';
import type { Task } from '../task.js';
import { counted } from '../words/phrases.js';
import { withCounts } from './history-counts.js';
import type { Run } from './run.js';
import { trainerOf } from './training.js';
import { loadStepOf, type TrainableStep } from './workbench.js';

const previewRows = 20;

/**
 * Scores a file with what a step learnt and writes its columns with the scores beside them: predictions of a model,
 * conditional effects per arm of an effect. The file is read by the rules of the training data, with the same types.
 */
export async function scoreStep(
  run: Run,
  step: TrainableStep,
  action: Extract<Action, { verb: 'score' }>,
  task: Task,
): Promise<void> {
  const { bench, plan, folder, training } = run;
  const { fitted, types, bases, adapters } = await training.fitted(step, task.part(0, 0.5));
  const path = fromFolder(folder, action.on);
  const load = loadStepOf(plan, step);
  const table = await bench.otherTable(
    load,
    { path, scoring: true, types },
    task.part(0.5, 0.6, `reading ${action.on}`),
  );
  const reading = task.part(0.6, 0.8);
  const asked = step.parameters.texts;
  const texts = await bench.textDesigns(plan, folder, asked, table, reading, { bases, adapters });
  const inputs = { table: withCounts(table, asked, texts), texts };
  const scores = trainerOf(step).score(step, fitted, inputs, task.part(0.8, 0.9, 'scoring'));
  const given = [...table.columns.values()].map(outputColumn);
  const added = withFreeNames(given, scores);
  const columns = [...given, ...added];
  const into = fromFolder(folder, action.into);
  await writeTable(bench.engine, into, columns, table.rows, task.part(0.9, 1, `writing ${action.into}`));
  const told = await bench.historyWarnings(plan, folder, step, table, task);
  const provenance = { ...(await training.provenance(step, task)), place: action.place };
  const unit = given.filter(({ name }) => name === load.parameters.unit);
  // Whoever looks came for the scores: they stand next to the unit, before what was known already.
  const shown = [...unit, ...added, ...given.filter((column) => !unit.includes(column))];
  const result: ScoreResult = {
    kind: 'score',
    name: step.name,
    sentence: `${counted(table.rows, 'row')} of "${action.on}" scored with ${step.name} and written to "${action.into}".`,
    provenance,
    warnings: [...table.warnings, ...told].map(({ message }) => message),
    path: into,
    rows: table.rows,
    columns: shown.map(({ name }) => name),
    preview: preview(shown, table.rows),
  };
  run.emit(result, false, action.place);
}

/** The scores, told apart from columns of the file that happen to have their names. */
function withFreeNames(columns: readonly OutputColumn[], scores: readonly OutputColumn[]): OutputColumn[] {
  const taken = new Set(columns.map(({ name }) => name));
  return scores.map((score) => {
    let { name } = score;
    while (taken.has(name)) name = `${name}_scored`;
    taken.add(name);
    return { ...score, name };
  });
}

function preview(columns: readonly OutputColumn[], rows: number): (string | number | null)[][] {
  return Array.from({ length: Math.min(rows, previewRows) }, (_, row) =>
    columns.map(({ at }) => {
      const value = at(row);
      if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
      return value === null ? null : String(value).slice(0, 200);
    }),
  );
}

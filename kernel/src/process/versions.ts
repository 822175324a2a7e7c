import { selectTable } from '../data/select-table.js';
import type { TextInput } from '../plan.js';
import type { Task } from '../task.js';
import { selectTextRows, type TextDesign, textDesign } from '../text/text-design.js';
import type { Run } from './run.js';
import type { Inputs } from './trainer.js';
import { trainerOf } from './training.js';
import type { TrainableStep } from './workbench.js';

/** A step with what it learned, and the table and texts that hold the rows to explain. */
export interface Subject {
  readonly run: Run;
  readonly step: TrainableStep;
  readonly fitted: unknown;
  readonly inputs: Inputs;
}

/** A row as it is, but for another text in one place. */
export interface Version {
  /** Of the table. */
  readonly row: number;
  readonly text: string;
}

/** What is said of a version: the attribution of its text, and the prediction or effect. */
export interface Said {
  readonly value: number;
  readonly prediction: number;
}

/**
 * What the step says of versions of rows, `[arm][version]`: distinct texts are encoded in one batch and not kept, the heads score
 * them, and trees and linear parts are explained as for any row. The value is 0 where the text is no source.
 */
export async function valuesOfVersions(
  { run, step, fitted, inputs }: Subject,
  design: TextDesign,
  input: TextInput,
  versions: readonly Version[],
  task: Task,
): Promise<Said[][]> {
  const codeOf = new Map<string, number>();
  const codes = Int32Array.from(versions, ({ text }) => {
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    return code;
  });
  const distinct = [...codeOf.keys()];
  const reading = task.part(0, 0.8, `reading parts of ${design.name}`);
  const vectors = await run.bench.passingVectors(run.plan, input, distinct, reading, design);
  const column = { kind: 'text', name: design.name, type: 'text', codes, distinct } as const;
  const { dimensions, vectorizer } = design;
  const variant = textDesign(design.name, column, vectors, dimensions, { vectorizer }, task);
  const rows = Int32Array.from(versions, ({ row }) => row);
  const texts = inputs.texts.map((each) => (each === design ? variant : selectTextRows(each, rows)));
  const varied = { table: selectTable(inputs.table, rows), texts };
  const all = Int32Array.from(rows.keys());
  const part = task.part(0.8, 1, 'attributing');
  return trainerOf(step)
    .explain(step, fitted, varied, all, part)
    .map(({ sources, values, predictions }) => {
      const source = sources.indexOf(design.name);
      return versions.map((_, i) => ({
        value: source < 0 ? 0 : values[i * sources.length + source],
        prediction: predictions[i],
      }));
    });
}

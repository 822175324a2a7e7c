import { selectTable } from '../data/select-table.js';
import type { TextInput } from '../plan.js';
import type { Task } from '../task.js';
import { sparseMatrix } from '../text/sparse-matrix.js';
import { historyDesign, selectTextRows, type TextDesign, textDesign } from '../text/text-design.js';
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
  /** Of a history, how much of it each text is; the shares need not add up to 1. */
  readonly text: string | Mixture;
}

/** Texts and their weights. */
export type Mixture = ReadonlyMap<string, number>;

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
  const placeOf = (text: string): number => {
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    return code;
  };
  const mixed = versions.map(({ text }) => mixtureOf(text, placeOf));
  const texts = [...codeOf.keys()];
  const reading = task.part(0, 0.8, `reading parts of ${design.name}`);
  const { bench, plan } = run;
  // The events of a history were read before, and are kept.
  const vectors = design.shares
    ? await bench.keptVectors(plan, input, texts, reading, design)
    : await bench.passingVectors(plan, input, texts, reading, design);
  const variant = variantOf(design, mixed, texts, vectors, task);
  const rows = Int32Array.from(versions, ({ row }) => row);
  const designs = inputs.texts.map((each) => (each === design ? variant : selectTextRows(each, rows)));
  const varied = { table: selectTable(inputs.table, rows), texts: designs };
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

/** Weights by place of a text: one of a plain text. */
function mixtureOf(text: string | Mixture, placeOf: (text: string) => number): Map<number, number> {
  if (typeof text === 'string') return new Map([[placeOf(text), 1]]);
  const total = [...text.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...text].map(([part, weight]) => [placeOf(part), weight / total]));
}

/** A design with one row per version. */
function variantOf(
  { name, dimensions, vectorizer, shares }: TextDesign,
  mixed: readonly ReadonlyMap<number, number>[],
  texts: readonly string[],
  vectors: Float32Array,
  task: Task,
): TextDesign {
  if (shares) {
    const codes = Int32Array.from(mixed.keys());
    const history = { codes, texts, shares: sparseMatrix(mixed, texts.length) };
    return historyDesign(name, history, vectors, dimensions, { vectorizer }, task);
  }
  const codes = Int32Array.from(mixed, ([[place]]) => place);
  const column = { kind: 'text', name, type: 'text', codes, distinct: texts } as const;
  return textDesign(name, column, vectors, dimensions, { vectorizer }, task);
}

import { createHash } from 'node:crypto';
import type { Column, Table } from '../data/table.js';
import type { Plan } from '../plan.js';
import type { Task } from '../task.js';
import { type Training, usedColumns } from './training.js';
import { loadStepOf, type TrainableStep } from './workbench.js';

/** First rows of a table, told by what a model reads of them. */
export interface SeenRows {
  readonly rows: number;
  /** sha256 of their numbers in the file, and of what they hold in the columns of model, unit and time. */
  readonly hash: string;
}

/** Why a step can never be continued, whatever its versions and data; empty where it can. */
export function obstacles(plan: Plan, step: TrainableStep): string[] {
  if (step.kind === 'effect') return ['an effect draws its folds anew when rows are added'];
  const { learner, texts } = step.parameters;
  return [
    ...(learner.kind === 'boosted trees'
      ? []
      : [`only \`boosted trees\` go on learning, not ${learner.kind}`]),
    ...(texts.length > 0 ? ['it reads texts, whose scores are learned anew when rows are added'] : []),
    ...(loadStepOf(plan, step).parameters.split
      ? []
      : ['its data has no `split`, so that no rows are there to see whether it got better']),
  ];
}

/** The rows of today, where a version that learns from them can be continued later. */
export async function seenBy(
  training: Training,
  plan: Plan,
  step: TrainableStep,
  task: Task,
): Promise<SeenRows | undefined> {
  if (obstacles(plan, step).length > 0) return undefined;
  const table = await training.rows(step, task);
  return seenRows(table, columnsSeen(plan, step), table.rows);
}

/** Columns that decide what a model learns from a row, and whether it does. */
export function columnsSeen(plan: Plan, step: TrainableStep): string[] {
  const { unit, time } = loadStepOf(plan, step).parameters;
  return [...new Set([...usedColumns(step), unit, time])].filter((name) => name !== undefined);
}

/** @param rows how many of the first rows to tell; no more than the table has */
export function seenRows(table: Table, columns: readonly string[], rows: number): SeenRows {
  const hash = createHash('sha256').update(bytesOf(table.sourceRow.subarray(0, rows)));
  for (const name of columns) {
    const column = table.columns.get(name);
    // Ids that are many turn from a category to a text as rows are added: they say the same.
    hash.update(JSON.stringify([name, column?.kind === 'numeric']));
    if (column) addColumn(column, rows, (bytes) => hash.update(bytes));
  }
  return { rows, hash: hash.digest('hex') };
}

/** Levels are numbered as they are met: rows that come later do not change what the first ones are told by. */
function addColumn(column: Column, rows: number, add: (bytes: Uint8Array | string) => void): void {
  if (column.kind === 'numeric') {
    add(bytesOf(column.values.subarray(0, rows)));
    return;
  }
  const names = column.kind === 'text' ? column.distinct : column.levels;
  const met = new Map<number, number>();
  const codes = column.codes.subarray(0, rows).map((code) => {
    if (code < 0) return -1;
    const number = met.get(code) ?? met.size;
    met.set(code, number);
    return number;
  });
  add(bytesOf(codes));
  add(JSON.stringify([...met.keys()].map((code) => names[code])));
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Features } from '../../kernel/src/data/table.js';
import { configureEngine } from '../../kernel/src/trees/engine/current.js';
import type { Job } from './contest.js';
import { readTable } from './data-file.js';
import { featureNames } from './samples.js';

/** A piece of our work, in a process of its own: what it returns is the answer, with the time and memory of what it measured. */
export type Measure = (job: Job) => object | Promise<object>;

/** Runs a measure with the threads of its job and prints its answer. */
export async function answer(measure: Measure, job: Job): Promise<void> {
  configureEngine({ threads: job.threads, script: pathToFileURL(resolve('dist/tree-worker.mjs')) });
  process.stdout.write(`${JSON.stringify(await measure(job))}\n`, () => process.exit(0));
}

/** The first features of a file. */
export function readFeatures(path: string, count: number, rows?: number): Features {
  const table = readTable(path, rows, featureNames(count));
  const list = [...table].map(([name, values]) => ({ name, source: name, kind: 'numeric' as const, values }));
  return { rows: list[0].values.length, list };
}

/** One more column of it. */
export function readColumn(path: string, name: string, rows?: number): Float64Array {
  return readTable(path, rows, [name]).get(name)!;
}

/** Rows 0, 1, ... of a table. */
export function allRows(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, row) => row);
}

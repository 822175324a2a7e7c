import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { table } from 'arquero';

export type Columns = Readonly<Record<string, readonly (string | number)[]>>;

/** Six decimals are more than any estimate has. */
export const round = (x: number): number => Math.round(x * 1e6) / 1e6;

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const dayLength = 86_400_000;

/** A day as files spell it. @param day days since 2026-01-01, which may be before it */
export const date = (day: number): string =>
  new Date(Date.UTC(2026, 0, 1) + day * dayLength).toISOString().slice(0, 10);

/** Writes tables as CSV, and what is true of them as `truth.json`, into a folder that is made where it is not there. */
export async function writeData(
  folder: string,
  files: Readonly<Record<string, Columns>>,
  truth: Readonly<Record<string, unknown>>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all([
    ...Object.entries(files).map(([name, columns]) =>
      writeFile(join(folder, name), `${table({ ...columns }).toCSV()}\n`),
    ),
    writeFile(join(folder, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`),
  ]);
}

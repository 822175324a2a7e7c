import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { table } from 'arquero';

/** Columns of a file by name. */
export type Columns = Readonly<Record<string, readonly (string | number)[]>>;

/** Writes the columns of `NAME.csv`, and what is true of them as `truth.json`, into a folder. */
export async function writeFiles(
  folder: string,
  name: string,
  columns: Columns,
  truth: object,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all([
    writeFile(join(folder, `${name}.csv`), `${table(columns).toCSV()}\n`),
    writeFile(join(folder, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`),
  ]);
}

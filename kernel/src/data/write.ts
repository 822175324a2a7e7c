import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { moveIntoPlace, writeAtomically } from '../files/atomic.js';
import { fileError } from '../files/file-error.js';
import type { Task } from '../task.js';
import { isoDate } from './dates.js';
import type { DataEngine } from './open.js';
import { resolveOutput } from './paths.js';
import { requireFormat } from './schema.js';
import type { Column } from './table.js';

/** One column of a file to be written; null is missing. */
export interface OutputColumn {
  readonly name: string;
  readonly type: 'number' | 'text' | 'boolean' | 'date';
  /** Value of a row: a number, a text, a truth value, or a date as ISO text. */
  readonly at: (row: number) => string | number | boolean | null;
}

/** Rows formatted between two looks at whether to stop. */
const batch = 2048;

/** A column of a loaded table, to be written out again as a person would write it. */
export function outputColumn(column: Column): OutputColumn {
  if (column.kind !== 'numeric') {
    const words = column.kind === 'text' ? column.distinct : column.levels;
    return { name: column.name, type: 'text', at: (row) => words[column.codes[row]!] ?? null };
  }
  const { name, values } = column;
  const present = (row: number, show: (value: number) => string | number | boolean) =>
    Number.isNaN(values[row]!) ? null : show(values[row]!);
  switch (column.type) {
    case 'numeric':
      return numberColumn(name, values);
    case 'boolean':
      return { name, type: 'boolean', at: (row) => present(row, (value) => value !== 0) };
    case 'date':
      return { name, type: 'date', at: (row) => present(row, isoDate) };
  }
}

export function numberColumn(name: string, values: Float64Array): OutputColumn {
  return { name, type: 'number', at: (row) => (Number.isNaN(values[row]!) ? null : values[row]!) };
}

/**
 * Writes columns to a CSV, TSV, Parquet or JSON file inside the workspace (by its extension), whole or not at all, never
 * through a symbolic link. In CSV and TSV a text that a spreadsheet would run as a formula is preceded by an apostrophe.
 *
 * @param path relative to the workspace
 * @throws InputError CS1113, CS1141, CS1142
 */
export async function writeTable(
  engine: DataEngine,
  path: string,
  columns: readonly OutputColumn[],
  rows: number,
  task: Task,
): Promise<void> {
  const format = requireFormat(path);
  const place = await resolveOutput(engine.workspace, path);
  try {
    if (format === 'parquet') await writeParquet(engine, place, columns, rows, task);
    else {
      const lines = format === 'json' ? jsonLines(columns, rows) : delimitedLines(columns, rows, format);
      await writeAtomically(place, dirname(place), batches(lines, task));
    }
  } catch (error) {
    throw fileError(error, path, 'write');
  }
}

function* batches(lines: Iterable<string>, task: Task): Generator<Uint8Array> {
  let held: string[] = [];
  for (const line of lines) {
    held.push(line);
    if (held.length < batch) continue;
    task.check();
    yield Buffer.from(held.join(''));
    held = [];
  }
  yield Buffer.from(held.join(''));
}

function* delimitedLines(
  columns: readonly OutputColumn[],
  rows: number,
  format: 'csv' | 'tsv',
): Generator<string> {
  const delimiter = format === 'csv' ? ',' : '\t';
  const line = (cells: readonly string[]) => `${cells.join(delimiter)}\n`;
  yield line(columns.map(({ name }) => textCell(name)));
  for (let row = 0; row < rows; row++) {
    yield line(
      columns.map(({ type, at }) => {
        const value = at(row);
        return value === null ? '' : type === 'text' ? textCell(String(value)) : String(value);
      }),
    );
  }
}

/**
 * A text as a cell. Spreadsheets run cells that begin with = + - @ (also after blanks) as formulas, which makes an exported
 * text somebody else wrote dangerous to open; an apostrophe before it stops them.
 */
function textCell(text: string): string {
  const safe = /^[\s\u00a0\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/.test(text)
    ? `'${text}`
    : text;
  return /[",\t\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function* jsonLines(columns: readonly OutputColumn[], rows: number): Generator<string> {
  const names = columns.map(({ name }) => JSON.stringify(name));
  yield '[';
  for (let row = 0; row < rows; row++) {
    const fields = columns.map(({ at }, i) => `${names[i]}:${JSON.stringify(at(row))}`);
    yield `${row === 0 ? '\n' : ',\n'}{${fields.join(',')}}`;
  }
  yield '\n]\n';
}

const parquetTypes = { number: 'DOUBLE', text: 'VARCHAR', boolean: 'BOOLEAN', date: 'TIMESTAMP' } as const;

async function writeParquet(
  engine: DataEngine,
  place: string,
  columns: readonly OutputColumn[],
  rows: number,
  task: Task,
): Promise<void> {
  const temporary = join(dirname(place), `.${basename(place)}.${process.pid}.${randomUUID()}.tmp`);
  try {
    await engine.withFile(temporary, task, async (session) => {
      const ids = columns.map((_, i) => `c${i}`);
      const stored = columns.map(
        ({ type }, i) => `${ids[i]} ${type === 'date' ? 'VARCHAR' : parquetTypes[type]}`,
      );
      await session.all(`CREATE TABLE scored (${stored.join(', ')})`);
      const appender = await session.connection.createAppender('scored');
      for (let row = 0; row < rows; row++) {
        if (row % batch === 0) task.check();
        for (const { at } of columns) {
          const value = at(row);
          if (value === null) appender.appendNull();
          else if (typeof value === 'number') appender.appendDouble(value);
          else if (typeof value === 'boolean') appender.appendBoolean(value);
          else appender.appendVarchar(value);
        }
        appender.endRow();
      }
      appender.closeSync();
      const names = distinctNames(columns.map(({ name }) => name));
      const selected = columns.map(
        ({ type }, i) => `CAST(${ids[i]} AS ${parquetTypes[type]}) AS "${names[i]!.replaceAll('"', '""')}"`,
      );
      const target = `'${temporary.replaceAll("'", "''")}'`;
      await session.all(
        `COPY (SELECT ${selected.join(', ')} FROM scored) TO ${target} (FORMAT parquet, USE_TMP_FILE false)`,
      );
    });
    const file = await open(temporary, 'r+');
    await file.sync().finally(() => file.close());
    await moveIntoPlace(temporary, place);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The engine takes names that differ in case alone for the same one. */
function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let i = 2; taken.has(free.toLowerCase()); i++) free = `${name}_${i}`;
    taken.add(free.toLowerCase());
    return free;
  });
}

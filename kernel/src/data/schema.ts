import { stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative } from 'node:path';
import { fileError } from '../files/file-error.js';
import { InputError, inputError, type Problem } from '../problem.js';
import { type Task, unwatched } from '../task.js';
import { inflected, say } from '../words/say.js';
import { type ColumnFacts, guessType, hasStrayWords, readAs, readingOf } from './column-types.js';
import { isoDate } from './dates.js';
import type { ColumnSchema, ColumnSummary, FileSchema } from './file-schema.js';
import { inspectFile } from './inspect.js';
import type { DataEngine, Session } from './open.js';
import { type FileFormat, formatOf, resolveDataFile } from './paths.js';
import { columnFacts, openSource, type Source, sampledRows, wholeBytes } from './source.js';

/** A file opened for reading: how the engine reads it and what its columns hold. */
export interface OpenFile {
  readonly session: Session;
  readonly source: Source;
  readonly facts: readonly ColumnFacts[];
}

/**
 * Columns, types and problems of a data file, without loading it. Never throws for what is wrong with the file: everything
 * found stands in `problems`. Kept until the file's size or time changes; all who ask meanwhile share one reading, which
 * none of them can stop.
 *
 * @param path relative to the workspace, or absolute inside it
 */
export async function readSchema(engine: DataEngine, path: string): Promise<FileSchema> {
  const shown = isAbsolute(path) ? relative(engine.workspace, path) : path;
  try {
    const real = await resolveDataFile(engine.workspace, path);
    const { size, mtimeMs } = await stat(real);
    const key = `schema\0${real}\0${size}\0${mtimeMs}`;
    const kept = engine.cache.get(key);
    if (kept !== undefined) return { ...(await (kept as Promise<FileSchema>)), path: shown };
    const reading = inspectSchema(engine, real, shown, size);
    engine.cache.set(key, reading);
    // A failed reading says nothing about the file and must not be kept.
    reading.catch(() => engine.cache.delete(key));
    return await reading;
  } catch (error) {
    const told = fileError(error, shown, 'read');
    if (told instanceof InputError) return { path: shown, columns: [], problems: told.problems };
    throw error;
  }
}

async function inspectSchema(
  engine: DataEngine,
  real: string,
  shown: string,
  size: number,
): Promise<FileSchema> {
  const format = requireFormat(shown);
  const { header, problems } = await inspectFile(real, shown, format, unwatched, wholeBytes);
  if (problems.some((problem) => problem.code === 'CS1107' || problem.code === 'CS1104')) {
    return { path: shown, columns: [], problems };
  }
  if (problems.some((problem) => problem.severity === 'error')) {
    return {
      path: shown,
      columns: header.map((name) => ({ name, type: 'numeric', storage: 'unknown' })),
      problems,
    };
  }
  return withOpenFile(engine, real, format, header, size, unwatched, async ({ facts }) => {
    engine.cache.set(await factsKey(real), facts);
    return { path: shown, columns: facts.map(schemaOf), problems: [...problems, ...doubts(facts, shown)] };
  });
}

async function factsKey(real: string): Promise<string> {
  const { size, mtimeMs } = await stat(real);
  return `facts\0${real}\0${size}\0${mtimeMs}`;
}

/**
 * Opens a file whose schema was read for a look at its rows: a large file is seen as if it ended after {@link sampledRows} rows.
 *
 * @param path relative to the workspace, or absolute inside it
 * @throws InputError with all problems, where the file cannot be read
 */
export async function withKnownFile<T>(
  engine: DataEngine,
  path: string,
  task: Task,
  use: (file: OpenFile) => Promise<T>,
): Promise<T> {
  const { problems } = await readSchema(engine, path);
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) throw new InputError(errors);
  const real = await resolveDataFile(engine.workspace, path);
  const facts = engine.cache.get(await factsKey(real)) as readonly ColumnFacts[];
  const { size } = await stat(real);
  return engine.withFile(real, task, async (session) => {
    const names = facts.map(({ name }) => name);
    const source = await openSource(session, real, requireFormat(path), names);
    const start = { ...source, sql: `(SELECT * FROM ${source.sql} LIMIT ${sampledRows})` };
    return use({ session, source: size > wholeBytes ? start : source, facts });
  });
}

/** Opens a file whose form was inspected, tells what its columns hold, and passes both to `use`. */
export async function withOpenFile<T>(
  engine: DataEngine,
  real: string,
  format: FileFormat,
  header: readonly string[],
  size: number,
  task: Task,
  use: (file: OpenFile) => Promise<T>,
): Promise<T> {
  return engine.withFile(real, task, async (session) => {
    const source = await openSource(session, real, format, header);
    const facts = await columnFacts(session, source, size > wholeBytes);
    return use({ session, source, facts });
  });
}

/** The format by the extension. @throws InputError CS1113 */
export function requireFormat(path: string): FileFormat {
  const format = formatOf(path);
  if (format) return format;
  throw inputError(
    'CS1113',
    say`"${basename(path)}" is no data file this program reads; use .csv, .tsv, .parquet, .json or .jsonl.`,
    { file: path },
  );
}

function schemaOf(facts: ColumnFacts): ColumnSchema {
  const storage = facts.stored === 'VARCHAR' ? storageOf(facts) : facts.stored;
  return { name: facts.name, type: guessType(facts), storage };
}

function storageOf(facts: ColumnFacts): string {
  const names = { number: 'DOUBLE', boolean: 'BOOLEAN', date: 'TIMESTAMP', words: 'VARCHAR' } as const;
  return names[readingOf(facts)];
}

/** What will surprise the person later, told now. */
export function doubts(facts: readonly ColumnFacts[], file: string): Problem[] {
  const warning = (code: string, message: string, column?: string): Problem => ({
    code,
    severity: 'warning',
    message,
    place: { file, column },
  });
  const rows = facts[0]?.rows ?? 0;
  const found: Problem[] = [];
  if (rows === 0) found.push({ ...warning('CS1105', say`"${file}" has no rows.`), severity: 'error' });
  if (rows === 1)
    found.push(warning('CS1127', say`"${file}" has one row only; nothing can be learnt from it.`));
  for (const column of facts) {
    const { name } = column;
    if (rows > 0 && column.present - column.missing === 0) {
      found.push(warning('CS1123', say`Column "${name}" of "${file}" has no value in any row.`, name));
    }
    if (hasStrayWords(column) && column.stray) {
      const { row, value } = column.stray;
      const words = column.present - column.missing - column.numbers;
      const message = say`Column "${name}" of "${file}" is numeric but for ${words} ${inflected(words, 'value', 'values')}, first "${value}" in row ${row}; mend ${inflected(words, 'it', 'them')}.`;
      found.push({ ...warning('CS1125', message), place: { file, column: name, row } });
    }
    if (column.huge > 0) {
      const message = say`Column "${name}" of "${file}" holds whole numbers beyond 2^53; it is read as words, to the last digit.`;
      found.push(warning('CS1128', message, name));
    }
  }
  return found;
}

/**
 * Range, distinct values and share missing of every column, for hover; over the first 100,000 rows of a large file.
 *
 * @param path relative to the workspace
 * @throws InputError with all problems, where the file cannot be read
 */
export async function columnSummaries(
  engine: DataEngine,
  path: string,
  task: Task = unwatched,
): Promise<readonly ColumnSummary[]> {
  const real = await resolveDataFile(engine.workspace, path);
  const { size, mtimeMs } = await stat(real);
  const key = `summary\0${real}\0${size}\0${mtimeMs}`;
  const kept = engine.cache.get(key);
  if (kept !== undefined) return kept as readonly ColumnSummary[];
  const format = requireFormat(path);
  const { header, problems } = await inspectFile(real, path, format, task, wholeBytes);
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) throw new InputError(errors);
  const summaries = await withOpenFile(engine, real, format, header, size, task, (file) =>
    summarize(file, size > wholeBytes),
  );
  engine.cache.set(key, summaries);
  return summaries;
}

async function summarize({ session, source, facts }: OpenFile, sampled: boolean): Promise<ColumnSummary[]> {
  const rows = sampled ? `(SELECT * FROM ${source.sql} LIMIT ${sampledRows})` : source.sql;
  const counts = facts.flatMap((column) => {
    const type = guessType(column);
    const value = readAs(column, type);
    const shown = (extreme: string) =>
      type === 'numeric' || type === 'date' ? extreme : `left(CAST(${extreme} AS VARCHAR), 80)`;
    return [
      `count(${value})`,
      `approx_count_distinct(${value})`,
      shown(`min(${value})`),
      shown(`max(${value})`),
    ];
  });
  const [answer] = await session.all(`SELECT count(*), ${counts.join(', ')} FROM ${rows}`);
  const total = Number(answer![0]);
  return facts.map((column, i): ColumnSummary => {
    const [present, distinct, low, high] = answer!.slice(1 + 4 * i, 5 + 4 * i);
    const words = (extreme: unknown): string | null => {
      if (extreme === null) return null;
      return guessType(column) === 'date' ? isoDate(Number(extreme)) : String(extreme);
    };
    return {
      name: column.name,
      rows: total,
      shareMissing: total === 0 ? 0 : 1 - Number(present) / total,
      distinct: Math.min(Number(distinct), Number(present)),
      low: words(low),
      high: words(high),
    };
  });
}

/** Where a spec's data path leads from the folder of the spec, relative to the workspace. */
export function fromFolder(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

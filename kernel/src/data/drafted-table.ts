import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type Draft, openDraft } from '../files/draft.js';
import { fileError } from '../files/file-error.js';
import type { Task } from '../task.js';
import { maxCellBytes } from './csv-scanner.js';
import { type DataEngine, quoted } from './open.js';
import type { OutputColumn } from './output-column.js';
import { delimitedForm, jsonForm, jsonLinesForm, type OutputForm, rawForm, rawNull } from './output-form.js';
import { resolveOutput } from './paths.js';
import { requireFormat } from './schema.js';

/** Rows formatted between two looks at whether to stop. */
const batch = 2048;

type Described = Pick<OutputColumn, 'name' | 'type'>;

/** What is kept with a part: columns with the first one. */
interface Kept<State> {
  readonly columns?: readonly Described[];
  readonly state: State;
}

/** Where a table is written, and by what job. */
export interface TableDraft {
  /** Folder of all drafts. */
  readonly folder: string;
  /** Of the file to be, relative to the workspace; its extension tells the format. */
  readonly path: string;
  /** sha256 of all that decides the table, in hexadecimal. */
  readonly job: string;
}

/**
 * Begins a CSV, TSV, Parquet or JSON file inside the workspace, or goes on with one that the same job has begun.
 *
 * @throws InputError CS1113, CS1141, CS1142
 */
export async function draftTable<State>(
  engine: DataEngine,
  { folder, path, job }: TableDraft,
  task: Task,
): Promise<DraftedTable<State>> {
  const format = requireFormat(path);
  const form = formOf(format, path);
  const place = await resolveOutput(engine.workspace, path);
  const name = createHash('sha256').update(place).digest('hex').slice(0, 32);
  try {
    const draft = await openDraft(folder, name, job, task);
    return new DraftedTable<State>(engine, draft, { path, place, form, parquet: format === 'parquet' });
  } catch (error) {
    throw fileError(error, path, 'write');
  }
}

function formOf(format: ReturnType<typeof requireFormat>, path: string): OutputForm {
  switch (format) {
    case 'csv':
      return delimitedForm(',');
    case 'tsv':
      return delimitedForm('\t');
    case 'json':
      return extname(path).toLowerCase() === '.json' ? jsonForm : jsonLinesForm;
    case 'parquet':
      return rawForm;
  }
}

interface Target {
  readonly path: string;
  readonly place: string;
  readonly form: OutputForm;
  readonly parquet: boolean;
}

/**
 * A table that is written part by part and appears in its place once it is whole, never through a symbolic link. A process that dies on the way leaves a
 * draft for the next one; whoever stops for another reason calls {@link discard}, and nothing is left.
 */
export class DraftedTable<State> {
  /** States of the parts that were there already, in order. */
  readonly states: readonly State[];
  private columns: readonly Described[] | undefined;

  constructor(
    private readonly engine: DataEngine,
    private readonly draft: Draft,
    private readonly target: Target,
  ) {
    const kept = draft.states as readonly Kept<State>[];
    this.states = kept.map(({ state }) => state);
    this.columns = kept[0]?.columns;
  }

  /** Puts rows on the disk. @param state plain data to go on from @throws InputError CS1142 */
  async append(columns: readonly OutputColumn[], rows: number, state: State, task: Task): Promise<void> {
    const { form } = this.target;
    const begun = this.columns !== undefined;
    const described = columns.map(({ name, type }): Described => ({ name, type }));
    const pieces: Buffer[] = begun ? [] : [Buffer.from(form.head(columns))];
    for (let from = 0; from < rows; from += batch) {
      task.check();
      let lines = '';
      const to = Math.min(rows, from + batch);
      for (let row = from; row < to; row++) lines += form.line(columns, row, !begun && row === 0);
      pieces.push(Buffer.from(lines));
    }
    const kept: Kept<State> = { ...(!begun && { columns: described }), state };
    await this.told(() => this.draft.append(Buffer.concat(pieces), kept));
    this.columns ??= described;
  }

  /** Puts the whole file into its place. @throws InputError CS1142 */
  async finish(task: Task): Promise<void> {
    const { form, place, parquet } = this.target;
    await this.told(async () => {
      await this.draft.end(Buffer.from(form.tail));
      const file = parquet ? await this.asParquet(task) : this.draft.path;
      await this.draft.publish(file, place);
    });
  }

  /** Leaves nothing. */
  async discard(): Promise<void> {
    await this.draft.discard();
  }

  private async told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw fileError(error, this.target.path, 'write');
    }
  }

  /** One thread writes: the same rows then always make the same bytes. */
  private async asParquet(task: Task): Promise<string> {
    const whole = join(this.draft.folder, 'whole.parquet');
    const columns = this.columns ?? [];
    const names = distinctNames(columns.map(({ name }) => name));
    const selected = columns.map(
      ({ type }, i) => `CAST(c${i} AS ${parquetTypes[type]}) AS "${names[i]!.replaceAll('"', '""')}"`,
    );
    const source = rawSql(this.draft.path, columns.length);
    const sql = `COPY (SELECT ${selected.join(', ')} FROM ${source}) TO ${quoted(whole)} (FORMAT parquet, USE_TMP_FILE false)`;
    await this.engine.withFile([this.draft.path, whole], task, (session) => session.all(sql), { threads: 1 });
    const file = await open(whole, 'r+');
    await file.sync().finally(() => file.close());
    return whole;
  }
}

const parquetTypes = { number: 'DOUBLE', text: 'VARCHAR', boolean: 'BOOLEAN', date: 'TIMESTAMP' } as const;

/** Longest line: quotes inside of cells are doubled. */
const mostLineBytes = 4 * maxCellBytes;

function rawSql(path: string, width: number): string {
  const fields = Array.from({ length: width }, (_, i) => `c${i}: 'VARCHAR'`);
  const options = [
    `columns = {${fields.join(', ')}}`,
    `delim = ','`,
    `quote = '"'`,
    `escape = '"'`,
    `nullstr = ${quoted(rawNull)}`,
    'allow_quoted_nulls = false',
    'header = false',
    'auto_detect = false',
    'strict_mode = true',
    `compression = 'none'`,
    `max_line_size = ${mostLineBytes}`,
    `buffer_size = ${mostLineBytes}`,
  ];
  return `read_csv(${quoted(path)}, ${options.join(', ')})`;
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

import type { DuckDBValue } from '@duckdb/node-api';
import type { LoadStep } from '../plan.js';
import type { Problem } from '../problem.js';
import type { Task } from '../task.js';
import { say } from '../words/say.js';
import { type ColumnFacts, guessType, readAs } from './column-types.js';
import { addChunk, type ColumnBuilder, columnBuilder } from './columns.js';
import { columnsOf, type Expression, type ValueType } from './expression.js';
import { isMisfit, misfits } from './misfits.js';
import type { OpenFile } from './schema.js';
import type { Source } from './source.js';
import { SqlWriter, type TypedSql } from './sql.js';
import type { Column, ColumnType, Table } from './table.js';

/** A file read by the rules of a load step, as when scoring. */
export interface LoadOptions {
  /** The file to read in place of the step's, relative to the workspace. */
  readonly path?: string;
  /**
   * Reading a file to score: `derive` and `keep` clauses over columns the file lacks are left out, nothing is split, and one
   * row is enough.
   */
  readonly scoring?: boolean;
  /** Types that columns must have, as they had in training. */
  readonly types?: ReadonlyMap<string, ColumnType>;
  /** These columns and no others, as of events; `types` or the step gives the types of all. Nothing is split, and one row is enough. */
  readonly columns?: readonly string[];
}

/** Rows to be read one after another; see {@link LoadQuery.rowsAfter}. */
export interface RowsAsked {
  /** Number of a row of the file, 0 for all rows. */
  readonly after: number;
  readonly columns: readonly string[];
  /** Columns of the file. */
  readonly words: readonly string[];
  readonly conditions: readonly Expression[];
}

interface Statement {
  readonly sql: string;
  readonly values: readonly DuckDBValue[];
}

/** The one query of a load step: source columns by type, then derived columns one after another, then kept rows. */
export class LoadQuery {
  readonly problems: Problem[] = [];
  private readonly writer = new SqlWriter(new Map<string, TypedSql>());
  private readonly types = new Map<string, ColumnType>();
  private readonly stages: string[] = [];
  private readonly conditions: string[] = [];
  private readonly factsOf: ReadonlyMap<string, ColumnFacts>;
  /** Types declared in the spec, or known from training. */
  private readonly required: ReadonlyMap<string, ColumnType>;

  constructor(
    private readonly facts: readonly ColumnFacts[],
    private readonly step: LoadStep,
    private readonly file: string,
    private readonly options: Pick<LoadOptions, 'scoring' | 'types' | 'columns'>,
  ) {
    this.factsOf = new Map(facts.map((column) => [column.name, column]));
    const declared = step.parameters.declared.map(({ column, type }): [string, ColumnType] => [column, type]);
    this.required = new Map([...declared, ...(options.types ?? [])]);
    for (const [name] of declared) if (!this.factsOf.has(name)) this.missing(name, 'declares');
    for (const column of facts) {
      const type = this.required.get(column.name) ?? guessType(column);
      this.types.set(column.name, type);
      this.writer.columns.set(column.name, { sql: `v${column.id}`, type: valueType(type) });
    }
    step.parameters.derive.forEach(({ name, expression }, i) => {
      this.derive(name, expression, i);
    });
    for (const condition of step.parameters.keep) {
      if (this.readable(condition)) this.conditions.push(this.writer.write(condition).sql);
    }
    for (const name of [step.parameters.unit, step.parameters.time, ...(options.columns ?? [])]) {
      if (name !== undefined && !this.types.has(name)) this.missing(name, 'names');
    }
  }

  private derive(name: string, expression: Expression, index: number): void {
    if (!this.readable(expression)) return;
    const { sql, type } = this.writer.write(expression);
    const id = `d${index}`;
    this.stages.push(`SELECT *, ${sql} AS ${id} FROM s${this.stages.length}`);
    this.writer.columns.set(name, { sql: id, type });
    this.types.set(name, columnType(type));
  }

  /** False where a column is not there; that is an error unless a file is scored, which need not hold all columns. */
  private readable(expression: Expression): boolean {
    const absent = columnsOf(expression).filter((name) => !this.types.has(name));
    if (!this.options.scoring) for (const name of absent) this.missing(name, 'uses');
    return absent.length === 0;
  }

  private missing(column: string, verb: Mention): void {
    if (this.options.scoring) return;
    const { file } = this;
    const { name } = this.step;
    const message = absent(verb, name, column, file);
    this.problems.push({ code: 'CS1132', severity: 'error', message, place: { file, column } });
  }

  /** The first value of every column that is not of the type it must have. */
  async checkTypes(file: OpenFile): Promise<Problem[]> {
    const asked = [...this.required].flatMap(([column, type]) => {
      const facts = this.factsOf.get(column);
      return facts && ['numeric', 'date', 'boolean'].includes(type) ? [{ column, facts, type }] : [];
    });
    // One pass tells which columns have such a value at all; most files have none.
    const counts = await misfits(file, asked);
    const found: Problem[] = [];
    for (const { column, facts, type } of asked.filter((_, i) => counts[i] > 0)) {
      const rows = `SELECT row_number() OVER () AS r, ${facts.id} FROM ${file.source.sql}`;
      const [[row, value] = []] = await file.session.all(
        `SELECT r, left(CAST(${facts.id} AS VARCHAR), 40) FROM (${rows}) WHERE ${isMisfit(facts, type)} ORDER BY r LIMIT 1`,
      );
      found.push(this.misfit(column, type, Number(row), String(value)));
    }
    return found;
  }

  private misfit(column: string, type: ColumnType, row: number, value: string): Problem {
    const file = this.file;
    const message = say`Column "${column}" of "${file}" must be ${type}, but row ${row} holds "${value}"; mend the row or declare another type.`;
    return { code: 'CS1121', severity: 'error', message, place: { file, column, row } };
  }

  /** Numbers of the rows of the file that are kept and for which each of the conditions is true: one set per condition. */
  async matching({ session, source }: OpenFile, conditions: readonly Expression[]): Promise<Set<number>[]> {
    const flags = conditions.map((condition) => `coalesce(${this.writer.write(condition).sql}, false)`);
    const { stages, from } = this.statement(source, [...this.conditions, `(${flags.join(' OR ')})`]);
    const rows = conditions.map(() => new Set<number>());
    await session.each(`${stages} SELECT r, ${flags.join(', ')} ${from}`, this.writer.values, (chunk) => {
      const numbers = chunk.getColumnValues(0);
      rows.forEach((matched, i) => {
        chunk.getColumnValues(i + 1).forEach((holds, at) => {
          if (holds === true) matched.add(Number(numbers[at]));
        });
      });
    });
    return rows;
  }

  /**
   * An answer about kept rows.
   * @param write what to ask of the table it is given, in which the named columns are `x0`, `x1` ... and the number of the row in
   * the file is `r`
   * @returns undefined where there is no such column
   */
  async ask(
    { session, source }: OpenFile,
    names: readonly string[],
    write: (rows: string) => string,
  ): Promise<DuckDBValue[][] | undefined> {
    const columns = names.map((name) => this.writer.columns.get(name));
    if (columns.some((column) => column === undefined)) return undefined;
    const { stages, from } = this.statement(source, this.conditions);
    const rows = `(SELECT r, ${columns.map((column, i) => `${column?.sql} AS x${i}`).join(', ')} ${from})`;
    return session.all(`${stages} ${write(rows)}`, this.writer.values);
  }

  private statement(source: Source, conditions: readonly string[]): { stages: string; from: string } {
    const values = this.facts.flatMap((column) => [
      column.id,
      `${readAs(column, this.types.get(column.name)!)} AS v${column.id}`,
    ]);
    const first = `SELECT row_number() OVER () AS r, ${values.join(', ')} FROM ${source.sql}`;
    const stages = [first, ...this.stages].map((sql, i) => `s${i} AS NOT MATERIALIZED (${sql})`).join(', ');
    const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
    return { stages: `WITH ${stages}`, from: `FROM s${this.stages.length}${where}` };
  }

  /** The columns that are asked for of the kept rows, all where none are named, in the order of the file. */
  async read({ session, source }: OpenFile, task: Task): Promise<Pick<Table, 'sourceRow' | 'columns'>> {
    const { stages, from } = this.statement(source, this.conditions);
    const [[rows] = [0]] = await session.all(`${stages} SELECT count(*) ${from}`, this.writer.values);
    const count = Number(rows);
    const names = [...(this.options.columns ?? this.types.keys())];
    const builders: ColumnBuilder[] = names.map((name) => columnBuilder(name, this.types.get(name)!, count));
    const sourceRow = new Int32Array(count);
    let filled = 0;
    const selected = names.map((name) => this.selected(name));
    await session.each(
      `${stages} SELECT r, ${selected.join(', ')} ${from} ORDER BY r`,
      this.writer.values,
      (chunk) => {
        for (let i = 0; i < chunk.rowCount; i++)
          sourceRow[filled + i] = Number(chunk.getColumnVector(0).getItem(i));
        addChunk(chunk, 1, builders);
        filled += chunk.rowCount;
        task.report(filled / Math.max(1, count));
      },
    );
    const columns = new Map<string, Column>(names.map((name, i) => [name, builders[i]!.finish()]));
    return { sourceRow, columns: this.withTextTypes(columns) };
  }

  /** Types of all columns there are, in the order of the file, derived ones behind them. */
  get columnTypes(): ReadonlyMap<string, ColumnType> {
    return this.types;
  }

  /** Columns that the file lacks for a column to be there; none where it is. */
  lacking(name: string): string[] {
    if (this.types.has(name)) return [];
    const derived = this.step.parameters.derive.find((each) => each.name === name);
    return derived ? columnsOf(derived.expression).flatMap((each) => this.lacking(each)) : [name];
  }

  /**
   * The query of kept rows behind row `after` of the file. No order is asked for, since rows come in that of the file as they are numbered, and
   * to sort them would be to hold them all. Its columns: the row's number, `columns` as a table holds them, `words` as the file has
   * them, whether each of `conditions` is true.
   */
  rowsAfter({ source }: OpenFile, { after, columns, words, conditions }: RowsAsked): Statement {
    const { stages, from } = this.statement(source, [...this.conditions, `r > ${after}`]);
    const asked = [
      'r',
      ...columns.map((name) => this.selected(name)),
      ...words.map((name) => this.factsOf.get(name)!.id),
      ...conditions.map((condition) => `coalesce(${this.writer.write(condition).sql}, false)`),
    ];
    return { sql: `${stages} SELECT ${asked.join(', ')} ${from}`, values: this.writer.values };
  }

  /** Time spans become days, the unit a person reads. */
  private selected(name: string): string {
    const { sql, type } = this.writer.columns.get(name)!;
    return type === 'duration' ? `${sql} / 86400000.0` : sql;
  }

  /** A derived text with few levels is a category, as it would be in a file; what training took it for where that is known. */
  withTextTypes(columns: Map<string, Column>): Map<string, Column> {
    for (const { name } of this.step.parameters.derive) {
      const column = columns.get(name);
      const known = this.options.types?.get(name);
      if (column?.kind === 'category' && (known ? known === 'text' : column.levels.length > 1000)) {
        columns.set(name, { kind: 'text', name, type: 'text', codes: column.codes, distinct: column.levels });
      }
    }
    return columns;
  }
}

function valueType(type: ColumnType): ValueType {
  if (type === 'numeric') return 'number';
  return type === 'boolean' || type === 'date' ? type : 'text';
}

function columnType(type: ValueType): ColumnType {
  if (type === 'number' || type === 'duration') return 'numeric';
  return type === 'text' ? 'categorical' : type;
}

/** How a declaration comes to need a column. */
type Mention = 'declares' | 'names' | 'uses';

function absent(mention: Mention, name: string, column: string, file: string): string {
  switch (mention) {
    case 'declares':
      return say`"${name}" declares the column "${column}", which "${file}" does not have.`;
    case 'names':
      return say`"${name}" names the column "${column}", which "${file}" does not have.`;
    case 'uses':
      return say`"${name}" uses the column "${column}", which "${file}" does not have.`;
  }
}

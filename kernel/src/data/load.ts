import { stat } from 'node:fs/promises';
import type { LoadStep } from '../plan.js';
import { InputError, inputError, type Problem } from '../problem.js';
import type { Task } from '../task.js';
import { type ColumnFacts, guessType, readAs } from './column-types.js';
import { addChunk, type ColumnBuilder, columnBuilder } from './columns.js';
import { columnsOf, type Expression, type ValueType } from './expression.js';
import { inspectFile } from './inspect.js';
import type { DataEngine } from './open.js';
import { resolveDataFile } from './paths.js';
import { doubts, fromFolder, type OpenFile, requireFormat, withOpenFile } from './schema.js';
import { heldOutRows } from './split.js';
import { SqlWriter, type TypedSql } from './sql.js';
import type { Column, ColumnType, Table } from './table.js';

export interface LoadOptions {
  /** Another file read by the same rules, as when scoring: relative to the workspace. */
  readonly path?: string;
  /**
   * Reading a file to score: `derive` and `keep` clauses over columns the file lacks are left out, nothing is split, and one
   * row is enough.
   */
  readonly scoring?: boolean;
}

/**
 * Loads the data of a `load` step: declared types, derived columns, kept rows, the split. Dates are milliseconds since 1970,
 * booleans 0 and 1, NaN is missing; every distinct text is held once.
 *
 * @param folder of the spec, relative to the workspace
 * @throws InputError with all problems of the file at once
 */
export async function loadTable(
  engine: DataEngine,
  step: LoadStep,
  folder: string,
  task: Task,
  options: LoadOptions = {},
): Promise<Table> {
  const path = options.path ?? fromFolder(folder, step.parameters.path);
  const real = await resolveDataFile(engine.workspace, path);
  const format = options.path === undefined ? step.parameters.format : requireFormat(path);
  const { size } = await stat(real);
  const seen = await inspectFile(real, path, format, task.part(0, 0.3));
  const errors = seen.problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) throw new InputError(errors);
  return withOpenFile(engine, real, format, seen.header, size, task, async (file) => {
    const found = [...seen.problems, ...doubts(file.facts, path).map((doubt) => graver(doubt, options))];
    const query = new LoadQuery(file.facts, step, path, options.scoring ?? false);
    found.push(...query.problems, ...(await query.checkDeclared(file)));
    const fatal = found.filter((problem) => problem.severity === 'error');
    if (fatal.length > 0) throw new InputError(fatal);
    const { sourceRow, columns } = await query.read(file, task.part(0.4, 1, `reading ${path}`));
    if (sourceRow.length === 0) throw nothingKept(path, step);
    const { split, unit, time } = step.parameters;
    const column = (name: string | undefined) => (name === undefined ? undefined : columns.get(name));
    const heldOut =
      split && !options.scoring ? heldOutRows(split, sourceRow, column(unit), column(time)) : undefined;
    const warnings = [...found, ...infinities(columns, sourceRow, path)];
    return { rows: sourceRow.length, columns, sourceRow, heldOut, dataHash: seen.hash, warnings };
  });
}

/** One row can be scored, but nothing can be learnt from it. */
function graver(doubt: Problem, options: LoadOptions): Problem {
  return doubt.code === 'CS1127' && !options.scoring ? { ...doubt, severity: 'error' } : doubt;
}

function nothingKept(file: string, step: LoadStep): InputError {
  const message =
    step.parameters.keep.length > 0
      ? `No row of "${file}" is kept by the \`keep\` clauses of "${step.name}"; widen them.`
      : `"${file}" has no rows.`;
  return inputError('CS1126', message, { file });
}

/** The one query of a load step: source columns by type, then derived columns one after another, then kept rows. */
class LoadQuery {
  readonly problems: Problem[] = [];
  private readonly writer = new SqlWriter(new Map<string, TypedSql>());
  private readonly types = new Map<string, ColumnType>();
  private readonly stages: string[] = [];
  private readonly conditions: string[] = [];
  private readonly factsOf: ReadonlyMap<string, ColumnFacts>;

  constructor(
    private readonly facts: readonly ColumnFacts[],
    private readonly step: LoadStep,
    private readonly file: string,
    private readonly scoring: boolean,
  ) {
    this.factsOf = new Map(facts.map((column) => [column.name, column]));
    const declared = new Map(step.parameters.declared.map(({ column, type }) => [column, type]));
    for (const name of declared.keys()) if (!this.factsOf.has(name)) this.missing(name, 'declares');
    for (const column of facts) {
      const type = declared.get(column.name) ?? guessType(column);
      this.types.set(column.name, type);
      this.writer.columns.set(column.name, { sql: `v${column.id}`, type: valueType(type) });
    }
    step.parameters.derive.forEach(({ name, expression }, i) => {
      this.derive(name, expression, i);
    });
    for (const condition of step.parameters.keep) {
      if (this.readable(condition)) this.conditions.push(this.writer.write(condition).sql);
    }
    for (const name of [step.parameters.unit, step.parameters.time]) {
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
    if (!this.scoring) for (const name of absent) this.missing(name, 'uses');
    return absent.length === 0;
  }

  private missing(column: string, verb: string): void {
    if (this.scoring) return;
    const message = `"${this.step.name}" ${verb} the column "${column}", which "${this.file}" does not have.`;
    this.problems.push({ code: 'CS1132', severity: 'error', message, place: { file: this.file, column } });
  }

  /** The first value of every declared column that is not of its type. */
  async checkDeclared({ session, source }: OpenFile): Promise<Problem[]> {
    const strict = this.step.parameters.declared.filter(
      ({ column, type }) => ['numeric', 'date', 'boolean'].includes(type) && this.factsOf.has(column),
    );
    const found: Problem[] = [];
    for (const { column, type } of strict) {
      const facts = this.factsOf.get(column)!;
      const rows = `SELECT row_number() OVER () AS r, ${facts.id} AS raw, ${readAs(facts, type)} AS v FROM ${source.sql}`;
      const word = 'trim(CAST(raw AS VARCHAR))';
      const [bad] = await session.all(
        `SELECT r, left(CAST(raw AS VARCHAR), 40) FROM (${rows}) WHERE v IS NULL AND raw IS NOT NULL
         AND lower(${word}) NOT IN ('na', 'n/a', 'nan', 'null', 'none', '.', '?', '-') ORDER BY r LIMIT 1`,
      );
      if (!bad) continue;
      const row = Number(bad[0]);
      const message = `Column "${column}" of "${this.file}" is declared ${type}, but row ${row} holds "${String(bad[1])}"; mend the row or the declaration.`;
      found.push({ code: 'CS1121', severity: 'error', message, place: { file: this.file, column, row } });
    }
    return found;
  }

  async read({ session, source }: OpenFile, task: Task) {
    const values = this.facts.map(
      (column) => `${readAs(column, this.types.get(column.name)!)} AS v${column.id}`,
    );
    const first = `SELECT row_number() OVER () AS r, ${values.join(', ')} FROM ${source.sql}`;
    const stages = [first, ...this.stages].map((sql, i) => `s${i} AS (${sql})`).join(', ');
    const where = this.conditions.length > 0 ? ` WHERE ${this.conditions.join(' AND ')}` : '';
    const from = `FROM s${this.stages.length}${where}`;
    const [[rows] = [0]] = await session.all(`WITH ${stages} SELECT count(*) ${from}`, this.writer.values);
    const count = Number(rows);
    const names = [...this.types.keys()];
    const builders: ColumnBuilder[] = names.map((name) => columnBuilder(name, this.types.get(name)!, count));
    const sourceRow = new Int32Array(count);
    let filled = 0;
    const selected = names.map((name) => this.selected(name));
    await session.each(
      `WITH ${stages} SELECT r, ${selected.join(', ')} ${from} ORDER BY r`,
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

  /** Time spans become days, the unit a person reads. */
  private selected(name: string): string {
    const { sql, type } = this.writer.columns.get(name)!;
    return type === 'duration' ? `${sql} / 86400000.0` : sql;
  }

  /** A derived text with few levels is a category, as it would be in a file. */
  private withTextTypes(columns: Map<string, Column>): Map<string, Column> {
    for (const { name } of this.step.parameters.derive) {
      const column = columns.get(name);
      if (column?.kind === 'category' && column.levels.length > 1000) {
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

/** The first infinite value of every column: kept as it is, and refused by whoever would compute with it. */
function infinities(columns: ReadonlyMap<string, Column>, sourceRow: Int32Array, file: string): Problem[] {
  const found: Problem[] = [];
  for (const column of columns.values()) {
    if (column.kind !== 'numeric') continue;
    const at = column.values.findIndex(
      (value) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY,
    );
    if (at < 0) continue;
    const row = sourceRow[at]!;
    const message = `Column "${column.name}" of "${file}" is infinite in row ${row}; mend it or leave the row out with \`keep\`.`;
    found.push({ code: 'CS1124', severity: 'warning', message, place: { file, column: column.name, row } });
  }
  return found;
}

import { type ColumnFacts, hugeSql, missingWords } from './column-types.js';
import { maxCellBytes } from './csv-scanner.js';
import { quoted, type Session } from './open.js';
import type { FileFormat } from './paths.js';

/** Rows looked at to tell the types of a file larger than {@link wholeBytes}. */
export const sampledRows = 100_000;

/** Files up to this size are looked at as a whole to tell types. */
export const wholeBytes = 64 * 1024 * 1024;

/** A file as the engine reads it: a table expression with columns `c0`, `c1` ... in file order. */
export interface Source {
  readonly sql: string;
  readonly columns: readonly { readonly name: string; readonly id: string; readonly stored: string }[];
}

/**
 * How to read a file. CSV is read as words, with nothing guessed and nothing ignored; types are told afterwards by
 * {@link columnFacts}. Names of columns come from the file and stay out of every query.
 *
 * @param header names of a CSV or TSV file's columns
 */
export async function openSource(
  session: Session,
  path: string,
  format: FileFormat,
  header: readonly string[],
): Promise<Source> {
  if (format === 'csv' || format === 'tsv') {
    const columns = header.map((name, i) => ({ name, id: `c${i}`, stored: 'VARCHAR' }));
    return { sql: csvSql(path, format, columns.length), columns };
  }
  const file = quoted(path);
  const sql =
    format === 'parquet'
      ? `read_parquet(${file}, hive_partitioning = false)`
      : `read_json(${file}, format = 'auto', sample_size = -1, maximum_object_size = ${maxCellBytes}, hive_partitioning = false)`;
  const described = await session.all(`DESCRIBE SELECT * FROM ${sql}`);
  const columns = described.map((row, i) => ({ name: String(row[0]), id: `c${i}`, stored: String(row[1]) }));
  return { sql: `${sql} AS t(${columns.map(({ id }) => id).join(', ')})`, columns };
}

function csvSql(path: string, format: 'csv' | 'tsv', width: number): string {
  const fields = Array.from({ length: width }, (_, i) => `c${i}: 'VARCHAR'`);
  const options = [
    `columns = {${fields.join(', ')}}`,
    `delim = ${format === 'csv' ? "','" : "'\t'"}`,
    `quote = '"'`,
    `escape = '"'`,
    `nullstr = ''`,
    'header = true',
    'auto_detect = false',
    'strict_mode = true',
    'null_padding = false',
    'hive_partitioning = false',
    `compression = 'none'`,
    `max_line_size = ${2 * maxCellBytes}`,
    // The default is 16 lines of the largest size at once: more than the memory limit.
    `buffer_size = ${2 * maxCellBytes}`,
  ];
  return `read_csv(${quoted(path)}, ${options.join(', ')})`;
}

/** Counts, for every column, what its values look like; over the first {@link sampledRows} rows where `sample`. */
export async function columnFacts(session: Session, source: Source, sample: boolean): Promise<ColumnFacts[]> {
  if (source.columns.length === 0) return [];
  const tallies = source.columns.flatMap(talliesOf);
  const width = tallies.length / source.columns.length;
  const limit = sample ? ` LIMIT ${sampledRows}` : '';
  const rows = `(SELECT row_number() OVER () AS r, * FROM ${source.sql}${limit})`;
  const [answer] = await session.all(`SELECT count(*), ${tallies.join(', ')} FROM ${rows}`);
  const [total, ...values] = answer!;
  return source.columns.map((column, i) => {
    const own = values.slice(i * width, (i + 1) * width);
    const [present, distinct, meanLength, numbers, booleans, dates, missing, huge, row] = own.map((v) =>
      Number(v ?? 0),
    );
    const stray = row === 0 ? undefined : { row, value: String(own.at(-1)) };
    const counts = { present, distinct, meanLength, numbers, booleans, dates, missing, huge };
    return { ...column, rows: Number(total), ...counts, stray };
  });
}

/** What is counted of one column, in the order {@link columnFacts} reads it; only words have to be told apart. */
function talliesOf({ id, stored }: Source['columns'][number]): string[] {
  const count = (condition: string) => `count(*) FILTER (WHERE ${condition})`;
  const hugeTally = count(hugeSql({ id, stored }));
  if (stored !== 'VARCHAR') return [`count(${id})`, '0', '0', '0', '0', '0', '0', hugeTally, '0', 'NULL'];
  const listed = `${id} IN (${missingWords.map(quoted).join(', ')})`;
  const isStray = `TRY_CAST(${id} AS DOUBLE) IS NULL AND ${id} IS NOT NULL AND NOT ${listed}`;
  return [
    `count(${id})`,
    `count(DISTINCT ${id})`,
    `avg(length(${id}))`,
    count(`TRY_CAST(${id} AS DOUBLE) IS NOT NULL AND NOT ${listed}`),
    count(`lower(${id}) IN ('true', 'false')`),
    count(`TRY_CAST(${id} AS TIMESTAMPTZ) IS NOT NULL`),
    count(listed),
    hugeTally,
    `min(r) FILTER (WHERE ${isStray})`,
    `left(arg_min(${id}, r) FILTER (WHERE ${isStray}), 40)`,
  ];
}

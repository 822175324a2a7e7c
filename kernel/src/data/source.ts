import type { ColumnFacts } from './column-types.js';
import { missingWords } from './column-types.js';
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
  const words = missingWords.map(quoted).join(', ');
  const counts = source.columns.flatMap(({ id, stored }) => {
    const text = `CAST(${id} AS VARCHAR)`;
    const isWord = stored === 'VARCHAR';
    const count = (condition: string) => `count(*) FILTER (WHERE ${condition})`;
    const none = '0';
    return [
      `count(${id})`,
      isWord ? `count(DISTINCT ${id})` : none,
      isWord ? `avg(length(${id}))` : none,
      isWord ? count(`TRY_CAST(${id} AS DOUBLE) IS NOT NULL AND ${id} NOT IN (${words})`) : none,
      isWord ? count(`lower(${id}) IN ('true', 'false')`) : none,
      isWord ? count(`TRY_CAST(${id} AS TIMESTAMPTZ) IS NOT NULL`) : none,
      isWord ? count(`${id} IN (${words})`) : none,
      /VARCHAR|BIGINT|HUGEINT/.test(stored)
        ? count(
            `abs(TRY_CAST(${id} AS DOUBLE)) >= 9007199254740992 AND regexp_full_match(${text}, '-?[0-9]+')`,
          )
        : none,
    ];
  });
  const rows = sample ? `(SELECT * FROM ${source.sql} LIMIT ${sampledRows})` : source.sql;
  const [answer] = await session.all(`SELECT count(*), ${counts.join(', ')} FROM ${rows}`);
  const numbers = answer!.map((value) => Number(value ?? 0));
  const width = counts.length / source.columns.length;
  return source.columns.map((column, i) => {
    const [present, distinct, meanLength, parsed, booleans, dates, missing, huge] = numbers.slice(
      1 + i * width,
      1 + (i + 1) * width,
    ) as [number, number, number, number, number, number, number, number];
    return {
      ...column,
      rows: numbers[0]!,
      present,
      distinct,
      meanLength,
      numbers: parsed,
      booleans,
      dates,
      missing,
      huge,
    };
  });
}

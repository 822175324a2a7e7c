import { type ColumnFacts, guessType, hugeSql, missingWords, readAs } from './column-types.js';
import { quoted } from './open.js';
import type { OpenFile } from './schema.js';
import type { ColumnType } from './table.js';

/** SQL that is true of a value that is none of a type, a word for missing not among them. */
export function isMisfit(column: Pick<ColumnFacts, 'id' | 'stored'>, type: ColumnType): string {
  const words = missingWords.map(quoted).join(', ');
  const raw = `CAST(${column.id} AS VARCHAR)`;
  return `${readAs(column, type)} IS NULL AND ${column.id} IS NOT NULL AND trim(${raw}) NOT IN (${words})`;
}

/** How many values of each column are none of its type, in one pass over the file. */
export async function misfits(
  { session, source }: OpenFile,
  columns: readonly { readonly facts: ColumnFacts; readonly type: ColumnType }[],
): Promise<number[]> {
  if (columns.length === 0) return [];
  const counts = columns.map(({ facts, type }) => `count(*) FILTER (WHERE ${isMisfit(facts, type)})`);
  const [found] = await session.all(`SELECT ${counts.join(', ')} FROM ${source.sql}`);
  return found!.map(Number);
}

/**
 * Facts that hold for all rows of a file of which the first were looked at: a column whose type a later value refutes is one of words, so that
 * no value is lost where it is carried over.
 */
export async function factsOfAllRows(file: OpenFile): Promise<ColumnFacts[]> {
  const { session, source, facts } = file;
  const counts = facts.flatMap((column) => {
    const type = guessType(column);
    const isWords = type === 'categorical' || type === 'text';
    return [isWords ? 'false' : isMisfit(column, type), isWords ? 'false' : hugeSql(column)];
  });
  const tallies = counts.map((condition) => `count(*) FILTER (WHERE ${condition})`);
  const [[rows, ...found] = []] = await session.all(
    `SELECT count(*), ${tallies.join(', ')} FROM ${source.sql}`,
  );
  return facts.map((column, i) => {
    const [misfit, huge] = found.slice(2 * i, 2 * i + 2).map(Number);
    const words = { numbers: 0, booleans: 0, dates: 0, distinct: column.present };
    const present = Math.max(column.present, misfit);
    return {
      ...column,
      rows: Number(rows),
      ...(misfit > 0 && { ...words, present }),
      ...(huge > 0 && { huge }),
    };
  });
}

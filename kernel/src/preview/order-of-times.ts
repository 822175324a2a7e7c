import type { LoadQuery } from '../data/load-query.js';
import type { OpenFile } from '../data/schema.js';
import type { OrderAnswer, OrderQuestion } from './question.js';

/** In how many rows a moment lies after the one it should not follow. Equal moments are in order. */
export async function orderOfTimes(
  query: LoadQuery,
  file: OpenFile,
  { earlier, later }: OrderQuestion,
): Promise<OrderAnswer | null> {
  const answer = await query.ask(
    file,
    [earlier, later],
    (rows) => `SELECT count(*), count(*) FILTER (WHERE x0 > x1), min(r) FILTER (WHERE x0 > x1)
      FROM ${rows} WHERE x0 IS NOT NULL AND x1 IS NOT NULL`,
  );
  if (!answer) return null;
  const [[rows, wrong, row]] = answer;
  return { rows: Number(rows), wrong: Number(wrong), ...(row !== null && { row: Number(row) }) };
}

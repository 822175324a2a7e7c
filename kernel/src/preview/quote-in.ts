import type { LoadQuery } from '../data/load-query.js';
import type { OpenFile } from '../data/schema.js';
import { countTerms } from '../text/words.js';
import { takingTurns } from '../turns.js';
import type { Quote, QuoteAnswer, QuoteQuestion, Told } from './question.js';
import { findQuote } from './quotes.js';

/** Rows looked at, and characters of each text. */
const sampleSize = 5000;
const longestRead = 2000;

/**
 * Looks in a sample of rows, one of each unit where the data name one, for a term of the text that nearly determines the
 * treatment or the outcome. Numbers with many values are told by no term.
 */
export async function quoteIn(
  query: LoadQuery,
  file: OpenFile,
  { load, column, treatment, outcome }: QuoteQuestion,
): Promise<QuoteAnswer | null> {
  const { unit } = load.parameters;
  const names = [column, treatment ?? column, outcome ?? column, ...(unit === undefined ? [] : [unit])];
  const oneOfUnit = 'QUALIFY row_number() OVER (PARTITION BY x3 ORDER BY hash(r)) = 1';
  const rows = await query.ask(
    file,
    names,
    (table) => `SELECT left(x0, ${longestRead}), x1, x2 FROM ${table} WHERE x0 IS NOT NULL
      ${unit === undefined ? '' : oneOfUnit} ORDER BY hash(r) LIMIT ${sampleSize}`,
  );
  if (!rows) return null;
  const turn = takingTurns();
  const terms: string[][] = [];
  for (const [text] of rows) {
    await turn();
    // Pairs of characters repeat what words say.
    terms.push([...countTerms(String(text)).keys()].filter((term) => !term.startsWith('#')));
  }
  const told = async (place: number, role: Told): Promise<Quote | undefined> => {
    const known = rows.flatMap((row, i) => (row[place] === null ? [] : [i]));
    const values = known.map((i) => String(rows[i][place]));
    return findQuote(
      known.map((i) => terms[i]),
      values,
      role,
    );
  };
  return {
    treatment: treatment === undefined ? undefined : await told(1, 'treatment'),
    outcome: outcome === undefined ? undefined : await told(2, 'outcome'),
  };
}

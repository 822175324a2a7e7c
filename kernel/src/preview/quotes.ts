import { binomialUpperTail } from '../statistics/binomial.js';
import { power } from '../statistics/power.js';
import { takingTurns } from '../turns.js';
import type { Quote, Told } from './question.js';

/** Values between which a term can tell. */
const mostValues = 20;

/** Values other than the one a term tells of have at most this part of their usual share among its rows. */
const othersLeft = 0.2;

/** Chance, at most, that any term at all is told of where none determines anything. */
const falseAlarms = 0.01;

/**
 * The term that tells most of what a row's treatment or outcome is, if any nearly determines it; of several in the same rows the
 * longest.
 *
 * For each term and value the hypothesis is that among the term's rows the other values keep a fifth of their share or more: so
 * far a treatment may be given for what a text says. It is tested exactly (binomial), over all terms and values that have rows
 * enough to refute it at all, at 1 % together (Tarone 1990, Biometrics 46: the correction counts no others). Words foretell an
 * outcome as a rule, as praise does a good mark: of an outcome a term must also stand in most texts that have the value.
 *
 * @param terms distinct terms of the text of every row
 * @param values treatment or outcome of every row
 */
export async function findQuote(
  terms: readonly (readonly string[])[],
  values: readonly string[],
  role: Told,
): Promise<Quote | undefined> {
  const levels = [...new Set(values)].sort();
  if (levels.length < 2 || levels.length > mostValues) return undefined;
  const rowsOf = levels.map((level) => values.filter((value) => value === level).length);
  const bounds = rowsOf.map((rows) => 1 - othersLeft * (1 - rows / values.length));
  const counts = await countRows(
    terms,
    values,
    levels,
    Math.log(falseAlarms) / Math.log(Math.min(...bounds)),
  );
  const tests = [...counts].flatMap(([term, agreeing]) => {
    const rows = agreeing.reduce((sum, count) => sum + count, 0);
    return levels.map((value, i) => ({
      term,
      value,
      rows,
      agree: agreeing[i],
      of: rowsOf[i],
      bound: bounds[i],
    }));
  });
  const limit = falseAlarms / taroneFactor(tests.map(({ bound, rows }) => power(bound, rows)));
  const quotes = tests.filter(({ agree, rows, of, bound }) => {
    if (agree <= bound * rows || (role === 'outcome' && agree < 0.5 * of)) return false;
    return binomialUpperTail(agree, rows, bound) <= limit;
  });
  const [most] = quotes.sort((a, b) => b.agree - a.agree || b.term.length - a.term.length);
  return most && { term: most.term, value: most.value, rows: most.rows, agree: most.agree };
}

/** For every term that stands in `fewest` rows or more, in how many rows with each value it stands. */
async function countRows(
  terms: readonly (readonly string[])[],
  values: readonly string[],
  levels: readonly string[],
  fewest: number,
): Promise<Map<string, Uint32Array>> {
  const turn = takingTurns();
  const totals = new Map<string, number>();
  for (const list of terms) {
    await turn();
    for (const term of list) totals.set(term, (totals.get(term) ?? 0) + 1);
  }
  const placeOf = new Map(levels.map((level, i) => [level, i]));
  const counts = new Map<string, Uint32Array>();
  for (const [row, list] of terms.entries()) {
    await turn();
    for (const term of list) {
      if ((totals.get(term) ?? 0) < fewest) continue;
      const own = counts.get(term) ?? new Uint32Array(levels.length);
      counts.set(term, own);
      own[placeOf.get(values[row]) ?? 0]++;
    }
  }
  return counts;
}

/** By how much a level is divided among tests, of which those cannot count that no data could refute at that level. */
function taroneFactor(smallest: readonly number[]): number {
  const sorted = [...smallest].sort((a, b) => a - b);
  let factor = 1;
  while (factor < sorted.length && sorted[factor] <= falseAlarms / factor) factor++;
  return factor;
}

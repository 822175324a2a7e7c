import { createHash } from 'node:crypto';
import { type Task, unwatched } from '../task.js';
import { type SparseMatrix, sparseMatrix } from './sparse-matrix.js';
import { countTerms } from './words.js';

export interface NgramOptions {
  /** Terms in fewer texts than this are left out; default 2. */
  readonly minDocuments?: number;
  /** Terms kept, those in most texts first; default 4,000. */
  readonly maxTerms?: number;
  /** How many documents each text stands for; one where absent. */
  readonly documents?: Int32Array;
}

/** A vocabulary with inverse document frequencies: all that is needed to turn new texts into the same columns. */
export interface Vectorizer {
  /** Digest of terms and weights: two vectorizers with one id make the same matrix of the same texts. */
  readonly id: string;
  /** In column order, ascending by code unit. */
  readonly terms: readonly string[];
  /** `ln((1 + documents) / (1 + documents with the term)) + 1`, by column. */
  readonly weights: readonly number[];
}

/**
 * Learns vocabulary and weights from texts, each counted once or as many times as `documents` says. It sees neither treatment nor outcome, so it may run
 * outside the folds. Ties in document frequency are broken by the term itself, so the result is the same everywhere.
 */
export function fitVectorizer(
  texts: readonly string[],
  options: NgramOptions = {},
  task: Task = unwatched,
): Vectorizer {
  const { minDocuments = 2, maxTerms = 4000 } = options;
  const times = options.documents ?? new Int32Array(texts.length).fill(1);
  const all = times.reduce((sum, own) => sum + own, 0);
  const documents = new Map<string, number>();
  texts.forEach((text, i) => {
    task.check();
    for (const term of countTerms(text).keys()) documents.set(term, (documents.get(term) ?? 0) + times[i]);
  });
  const kept = [...documents]
    .filter(([, count]) => count >= minDocuments)
    .sort(([a, m], [b, n]) => n - m || compare(a, b))
    .slice(0, maxTerms)
    .sort(([a], [b]) => compare(a, b));
  const terms = kept.map(([term]) => term);
  const weights = kept.map(([, count]) => Math.log((1 + all) / (1 + count)) + 1);
  const id = createHash('sha256')
    .update(JSON.stringify([terms, weights]))
    .digest('hex');
  return { id, terms, weights };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** TF-IDF rows of length 1 in the vectorizer's columns; a text without a known term is an empty row. */
export function transformTexts(
  vectorizer: Vectorizer,
  texts: readonly string[],
  task: Task = unwatched,
): SparseMatrix {
  const columnOf = new Map(vectorizer.terms.map((term, j) => [term, j]));
  const rows = texts.map((text) => {
    task.check();
    const row = new Map<number, number>();
    let squares = 0;
    for (const [term, count] of countTerms(text)) {
      const column = columnOf.get(term);
      if (column === undefined) continue;
      const value = count * vectorizer.weights[column];
      row.set(column, value);
      squares += value * value;
    }
    for (const [column, value] of row) row.set(column, value / Math.sqrt(squares));
    return row;
  });
  return sparseMatrix(rows, vectorizer.terms.length);
}

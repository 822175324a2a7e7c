import type { Task } from '../../task.js';
import { fitRidges } from '../ridge.js';
import type { SparseMatrix } from '../sparse-matrix.js';
import type { TextDesign } from '../text-design.js';
import { dotRow, textFeatures } from '../text-features.js';
import { type Adapter, adaptVectors } from './adapter.js';
import { type Dealt, rowsOf } from './deal-texts.js';
import { type Gain, gainOf } from './gain.js';

/** Words that are asked for, of those in between this and that share of the texts, the commonest first. */
const mostWords = 24;
const [rarest, commonest] = [0.02, 0.5];
/** Texts that are learnt from at most. */
const mostTexts = 4000;
/** Fewer held-out texts than these tell no error. */
const fewestTexts = 20;
const seed = 20_210_418;

/**
 * How well linear heads tell, from the embedding alone, which words a held-out text has: share of the variance of having them, before and after, over the
 * same texts and words. It is what an embedding is for here, and nothing that contrastive training asks for. Undefined where there are too few texts or words.
 */
export function wordsTold(
  design: TextDesign,
  { learning, heldOut }: Dealt,
  adapter: Adapter,
  task: Task,
): Gain | undefined {
  const learnt = learning.subarray(0, mostTexts);
  const words = wordsAsked(design.ngrams, learnt);
  if (words.length === 0 || heldOut.length < fewestTexts) return undefined;
  const texts = Int32Array.from([...learnt, ...heldOut]);
  const rows = rowsOf(design, texts);
  const has = words.map((word) =>
    Float64Array.from(texts, (text) => (hasTerm(design.ngrams, text, word) ? 1 : 0)),
  );
  const [before, after] = [rows, adaptVectors(adapter, rows, task)].map((embedding, i) =>
    errors({ ...design, embedding }, learnt.length, has, task.part(i / 2, (i + 1) / 2)),
  );
  const n = heldOut.length;
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / n;
  const apart = before.map((error, i) => error - after[i]);
  const centre = mean(apart);
  const stdError = Math.sqrt(mean(apart.map((x) => (x - centre) ** 2)) / (n - 1));
  return gainOf(1 - mean(before), 1 - mean(after), stdError, n - 1);
}

function wordsAsked({ column, start, columns }: SparseMatrix, texts: Int32Array): number[] {
  const documents = new Float64Array(columns);
  for (const text of texts) {
    for (let k = start[text]; k < start[text + 1]; k++) documents[column[k]] += 1;
  }
  return [...documents.keys()]
    .filter((term) => documents[term] >= rarest * texts.length && documents[term] <= commonest * texts.length)
    .sort((a, b) => documents[b] - documents[a] || a - b)
    .slice(0, mostWords);
}

function hasTerm({ column, start }: SparseMatrix, text: number, term: number): boolean {
  return column.subarray(start[text], start[text + 1]).includes(term);
}

/**
 * Squared error of each text behind the first `learnt`, which heads are fitted on, averaged over words, in variances of having the word.
 *
 * @param has one value per text and word
 */
function errors(design: TextDesign, learnt: number, has: readonly Float64Array[], task: Task): Float64Array {
  const texts = design.embedding.length / design.dimensions;
  const none = { ...noTerms, rows: texts, start: new Int32Array(texts + 1) };
  const features = textFeatures({ ...design, distinct: texts, ngrams: none });
  const moments = has.map((y) => {
    const count = y.map((_, i) => (i < learnt ? 1 : 0));
    const sum = y.map((value, i) => (i < learnt ? value : 0));
    return { count, sum, squares: sum.reduce((total, value) => total + value, 0) };
  });
  const found = new Float64Array(texts - learnt);
  fitRidges(features, moments, { seed }, task).forEach(({ intercept, coefficients, mean }, word) => {
    const variance = mean * (1 - mean) || 1;
    found.forEach((_, i) => {
      const guess = intercept + dotRow(features, learnt + i, coefficients);
      found[i] += (has[word][learnt + i] - guess) ** 2 / variance / has.length;
    });
  });
  return found;
}

const noTerms = { columns: 0, column: new Int32Array(0), value: new Float32Array(0) };

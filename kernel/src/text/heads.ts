import { inputError } from '../problem.js';
import type { Task } from '../task.js';
import { transformTexts, type Vectorizer } from './ngrams.js';
import { fitRidge, type RidgeOptions, type TextMoments } from './ridge.js';
import { dotTerms } from './sparse-matrix.js';
import type { TextDesign } from './text-design.js';
import { dotRow, type TextFeatures, textFeatures } from './text-features.js';

/** `l2` `cv` (the default) chooses the penalty from the training rows; see {@link fitRidge}. */
export type HeadOptions = RidgeOptions;

/** A linear score of a text, `intercept + embedding · e + terms · n`: plain JSON, and all it needs for new texts. */
export interface Head {
  readonly version: 1;
  /** Mean of y over the rows learnt from; the score of a text that says nothing is near it. */
  readonly mean: number;
  readonly intercept: number;
  /** One weight per embedding dimension. */
  readonly embedding: readonly number[];
  readonly vectorizer: Vectorizer;
  /** One weight per term of the vectorizer. */
  readonly terms: readonly number[];
  /** Penalty per row that was used; null where y does not vary. */
  readonly l2: number | null;
}

/**
 * Learns a head by ridge regression on embedding and n-grams together from the rows given: y is averaged per distinct
 * text and weighted by its rows. Rows without text or with y missing teach it nothing.
 * @param y one value per row of the design; 0 and 1 for a yes or no, whose head is a linear probability.
 */
export function fitHead(
  design: TextDesign,
  rows: Int32Array,
  y: Float64Array,
  options: HeadOptions,
  task: Task,
): Head {
  const features = textFeatures(design);
  const moments = emptyMoments(design.distinct);
  for (const row of rows) addToMoments(moments, design.codes[row], y[row]);
  const ridge = fitRidge(features, moments, options, task);
  const dense = ridge.coefficients.subarray(0, design.dimensions);
  const embedding = Array.from(dense, (c) => c / features.denseScale);
  const shift = embedding.reduce((total, c, j) => total + c * features.denseMean[j], 0);
  return {
    version: 1,
    mean: ridge.mean,
    intercept: ridge.intercept - shift,
    embedding,
    vectorizer: design.vectorizer,
    terms: Array.from(ridge.coefficients.subarray(design.dimensions), (c) => c / features.sparseScale),
    l2: Number.isNaN(ridge.l2) ? null : ridge.l2,
  };
}

/**
 * Scores of the distinct texts of a design, which may be another than the head was learnt from: one per text.
 * @throws InputError CS5005 where the head is of other vectors
 */
export function scoreHead(design: TextDesign, head: Head): Float64Array {
  if (head.embedding.length !== design.dimensions) {
    const why = `its scores of texts are of ${head.embedding.length} numbers, not ${design.dimensions}`;
    throw inputError('CS5005', `The stored model cannot be used: ${why}; train it again.`);
  }
  const same = design.vectorizer.id === head.vectorizer.id;
  const ngrams = same ? design.ngrams : transformTexts(head.vectorizer, design.texts);
  return Float64Array.from({ length: design.distinct }, (_, text) => {
    let score = head.intercept;
    for (let j = 0; j < design.dimensions; j++) {
      score += head.embedding[j] * design.embedding[text * design.dimensions + j];
    }
    return score + dotTerms(ngrams, text, head.terms);
  });
}

/**
 * Scores for models that are themselves cross-fitted. Element `[k][row]` is meant for the model that leaves fold k
 * out: for a row of fold j other than k it comes from a head that saw neither fold j nor fold k, so that what the
 * model learns from it is out of sample; for a row of fold k, from a head that never saw fold k. NaN where the row
 * has no text, or where no row is left to learn from.
 * @param use 1 for rows the heads may learn from, as the rows of one arm; all rows are scored.
 * @param folds 3 or more: with two, nothing is left once both are taken out.
 */
export function nestedScores(
  design: TextDesign,
  y: Float64Array,
  use: Uint8Array,
  foldOf: Int8Array,
  folds: number,
  options: HeadOptions,
  task: Task,
): Float64Array[] {
  if (folds < 3) throw new RangeError(`Nested scores need 3 folds or more, not ${folds}.`);
  const features = textFeatures(design);
  const byFold = Array.from({ length: folds }, () => emptyMoments(design.distinct));
  use.forEach((used, row) => {
    if (used === 1) addToMoments(byFold[foldOf[row]], design.codes[row], y[row]);
  });
  const scores = byFold.map(() => new Float64Array(design.rows).fill(Number.NaN));
  const write = (set: number, fold: number, perText: Float64Array) => {
    foldOf.forEach((own, row) => {
      if (own === fold && design.codes[row] >= 0) scores[set][row] = perText[design.codes[row]];
    });
  };
  const fits = (folds * (folds + 1)) / 2;
  let done = 0;
  for (let j = 0; j < folds; j++) {
    for (let k = j; k < folds; k++) {
      const moments = sumMoments(byFold.filter((_, fold) => fold !== j && fold !== k));
      const perText = scoreTexts(features, moments, options, task);
      write(k, j, perText);
      write(j, k, perText);
      task.report(++done / fits);
    }
  }
  return scores;
}

function scoreTexts(
  features: TextFeatures,
  moments: TextMoments,
  options: HeadOptions,
  task: Task,
): Float64Array {
  const { intercept, coefficients } = fitRidge(features, moments, options, task);
  return Float64Array.from(
    { length: features.texts },
    (_, text) => intercept + dotRow(features, text, coefficients),
  );
}

function emptyMoments(texts: number): MutableMoments {
  return { count: new Float64Array(texts), sum: new Float64Array(texts), squares: 0 };
}

type MutableMoments = { -readonly [Key in keyof TextMoments]: TextMoments[Key] };

function addToMoments(moments: MutableMoments, text: number, y: number): void {
  if (text < 0 || Number.isNaN(y)) return;
  moments.count[text] += 1;
  moments.sum[text] += y;
  moments.squares += y * y;
}

function sumMoments(parts: readonly TextMoments[]): TextMoments {
  const total = emptyMoments(parts[0].count.length);
  for (const { count, sum, squares } of parts) {
    count.forEach((n, text) => {
      total.count[text] += n;
      total.sum[text] += sum[text];
    });
    total.squares += squares;
  }
  return total;
}

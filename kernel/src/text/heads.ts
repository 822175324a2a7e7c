import { inputError } from '../problem.js';
import type { Task } from '../task.js';
import { foldPairs } from './nested-fits.js';
import type { Vectorizer } from './ngrams.js';
import { fitRidges, type Ridge, type RidgeOptions } from './ridge.js';
import { dotTerms } from './sparse-matrix.js';
import { type TextDesign, termsOf } from './text-design.js';
import { dotRow, type TextFeatures, textFeatures } from './text-features.js';
import type { TextMoments } from './text-moments.js';

/** `l2` `cv` (the default) chooses the penalty from the training rows; see {@link fitRidges}. */
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

/** What a head is to learn, and from which rows. */
export interface Lesson {
  readonly rows: Int32Array;
  /** One value per row of the design; 0 and 1 for a yes or no, whose head is a linear probability. */
  readonly y: Float64Array;
}

/**
 * Learns heads by ridge regression on embedding and n-grams together from the rows given: y is averaged per distinct
 * text and weighted by its rows. Rows without text or with y missing teach them nothing.
 */
export function fitHeads(
  design: TextDesign,
  lessons: readonly Lesson[],
  options: HeadOptions,
  task: Task,
): Head[] {
  const features = textFeatures(design);
  const wanted = lessons.map(({ rows, y }) => {
    const moments = emptyMoments(design.distinct);
    for (const row of rows) addToMoments(moments, design.codes[row], y[row]);
    return moments;
  });
  return fitRidges(features, wanted, options, task).map((ridge) => headOf(design, features, ridge));
}

/** One of {@link fitHeads}. */
export function fitHead(
  design: TextDesign,
  rows: Int32Array,
  y: Float64Array,
  options: HeadOptions,
  task: Task,
): Head {
  return fitHeads(design, [{ rows, y }], options, task)[0];
}

/** A ridge regression in the units of the embedding and of the terms. */
function headOf({ dimensions, vectorizer }: TextDesign, features: TextFeatures, ridge: Ridge): Head {
  const dense = ridge.coefficients.subarray(0, dimensions);
  const embedding = Array.from(dense, (c) => c / features.denseScale);
  const shift = embedding.reduce((total, c, j) => total + c * features.denseMean[j], 0);
  return {
    version: 1,
    mean: ridge.mean,
    intercept: ridge.intercept - shift,
    embedding,
    vectorizer,
    terms: Array.from(ridge.coefficients.subarray(dimensions), (c) => c / features.sparseScale),
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
  const ngrams = same ? design.ngrams : termsOf(design, head.vectorizer);
  return Float64Array.from({ length: design.distinct }, (_, text) => {
    let score = head.intercept;
    for (let j = 0; j < design.dimensions; j++) {
      score += head.embedding[j] * design.embedding[text * design.dimensions + j];
    }
    return score + dotTerms(ngrams, text, head.terms);
  });
}

/** What heads are asked of a text. */
export interface HeadQuestion {
  /** One value per row of the design. */
  readonly y: Float64Array;
  /** 1 for rows the heads may learn from, as the rows of one arm; all rows are scored. */
  readonly use: Uint8Array;
}

/**
 * Scores for models that are themselves cross-fitted, per question. Element `[k][row]` of one is meant for the model that leaves fold k
 * out: for a row of fold j other than k it comes from a head that saw neither fold j nor fold k, so that what the
 * model learns from it is out of sample; for a row of fold k, from a head that never saw fold k. NaN where the row
 * has no text, or where no row is left to learn from.
 * @param folds 3 or more: with two, nothing is left once both are taken out.
 */
export function nestedScores(
  design: TextDesign,
  questions: readonly HeadQuestion[],
  foldOf: Int8Array,
  folds: number,
  options: HeadOptions,
  task: Task,
): Float64Array[][] {
  if (folds < 3) throw new RangeError(`Nested scores need 3 folds or more, not ${folds}.`);
  const features = textFeatures(design);
  const pairs = foldPairs(folds);
  const wanted = questions.flatMap((question) => {
    const byFold = momentsByFold(design, question, foldOf, folds);
    return pairs.map(([j, k]) => sumMoments(byFold.filter((_, fold) => fold !== j && fold !== k)));
  });
  const ridges = fitRidges(features, wanted, options, task);
  return questions.map((_, q) => {
    const scores = Array.from({ length: folds }, () => new Float64Array(design.rows).fill(Number.NaN));
    pairs.forEach(([j, k], p) => {
      const perText = scoreTexts(features, ridges[q * pairs.length + p]);
      foldOf.forEach((own, row) => {
        if (design.codes[row] < 0) return;
        if (own === j) scores[k][row] = perText[design.codes[row]];
        if (own === k) scores[j][row] = perText[design.codes[row]];
      });
    });
    return scores;
  });
}

function momentsByFold(
  design: TextDesign,
  { y, use }: HeadQuestion,
  foldOf: Int8Array,
  folds: number,
): TextMoments[] {
  const byFold = Array.from({ length: folds }, () => emptyMoments(design.distinct));
  use.forEach((used, row) => {
    if (used === 1) addToMoments(byFold[foldOf[row]], design.codes[row], y[row]);
  });
  return byFold;
}

function scoreTexts(features: TextFeatures, { intercept, coefficients }: Ridge): Float64Array {
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

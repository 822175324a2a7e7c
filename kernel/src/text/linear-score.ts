import type { Head } from './heads.js';
import type { TextDesign } from './text-design.js';
import { addRow, dotRow, type TextFeatures } from './text-features.js';

/** `intercept + coefficients · x` on the features of texts. */
export interface LinearScore {
  readonly intercept: number;
  readonly coefficients: Float64Array;
}

/** A linear score with mean 0 and variance 1 over weighted texts; 0 for every text where it does not vary. */
export function standardised(
  features: TextFeatures,
  weights: Float64Array,
  mean: Float64Array,
  coefficients: Float64Array,
): LinearScore {
  const centre = mean.reduce((sum, x, j) => sum + x * coefficients[j], 0);
  let total = 0;
  let squares = 0;
  weights.forEach((weight, text) => {
    if (weight === 0) return;
    total += weight;
    squares += weight * (dotRow(features, text, coefficients) - centre) ** 2;
  });
  const scale = squares > 0 ? Math.sqrt(total / squares) : 0;
  return { intercept: -centre * scale, coefficients: coefficients.map((c) => c * scale) };
}

/** The score of every distinct text of the features. */
export function scoreTexts(features: TextFeatures, { intercept, coefficients }: LinearScore): Float64Array {
  return Float64Array.from(
    { length: features.texts },
    (_, text) => intercept + dotRow(features, text, coefficients),
  );
}

/** The same score for any text: on the embedding and n-grams as they are. */
export function headOf(
  design: TextDesign,
  features: TextFeatures,
  { intercept, coefficients }: LinearScore,
): Head {
  const embedding = Array.from(coefficients.subarray(0, features.dimensions), (c) => c / features.denseScale);
  const shift = embedding.reduce((sum, c, j) => sum + c * features.denseMean[j], 0);
  return {
    version: 1,
    mean: 0,
    intercept: intercept - shift,
    embedding,
    vectorizer: design.vectorizer,
    terms: Array.from(coefficients.subarray(features.dimensions), (c) => c / features.sparseScale),
    l2: null,
  };
}

/** Rows per distinct text. */
export function rowsPerText({ codes, distinct }: TextDesign): Float64Array {
  const count = new Float64Array(distinct);
  for (const text of codes) if (text >= 0) count[text]++;
  return count;
}

/** `X'r`: how the features go along with one number per row; rows without text are left out. */
export function alongFeatures(features: TextFeatures, perText: Float64Array): Float64Array {
  const along = new Float64Array(features.width);
  perText.forEach((sum, text) => {
    if (sum !== 0) addRow(features, text, sum, along);
  });
  return along;
}

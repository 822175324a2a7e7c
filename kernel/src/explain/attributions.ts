import type { Feature } from '../data/table.js';
import type { GlobalAttribution } from '../result.js';

/** Attributions of rows to features or sources: `base` plus the values of a row is its prediction. */
export interface Shares {
  readonly base: number;
  /** Row-major, one row per row explained and one value per feature. */
  readonly values: Float64Array;
}

/** Attributions of rows to source columns: `base` plus the values of a row is its prediction. */
export interface Attributions {
  /** What is explained: `effect of coupon on purchased`, `predicted spend`. */
  readonly of: string;
  readonly base: number;
  /** In the order of their first feature. */
  readonly sources: readonly string[];
  /** One per row. */
  readonly predictions: Float64Array;
  /** Rows x sources, row-major. */
  readonly values: Float64Array;
  /** Means over the rows, the strongest source first. */
  readonly global: GlobalAttribution;
}

/**
 * Sums attributions over the features of each source, so that a text with several scores counts as one.
 *
 * @param shares one value per row and feature
 * @param features in the order of the values
 */
export function attributeToSources(
  of: string,
  { base, values: byFeature }: Shares,
  features: readonly Pick<Feature, 'source'>[],
  rows: number,
): Attributions {
  const sources = [...new Set(features.map((feature) => feature.source))];
  const sourceOf = features.map((feature) => sources.indexOf(feature.source));
  const values = new Float64Array(rows * sources.length);
  const predictions = new Float64Array(rows).fill(base);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < features.length; j++) {
      const value = byFeature[row * features.length + j];
      values[row * sources.length + sourceOf[j]] += value;
      predictions[row] += value;
    }
  }
  const summary = sources.map((source, s) => {
    let absolute = 0;
    let signed = 0;
    for (let row = 0; row < rows; row++) {
      const value = values[row * sources.length + s];
      absolute += Math.abs(value) / rows;
      signed += value / rows;
    }
    return { source, meanAbsolute: absolute, meanSigned: signed };
  });
  summary.sort((a, b) => b.meanAbsolute - a.meanAbsolute);
  return { of, base, sources, predictions, values, global: { of, base, rows, sources: summary } };
}

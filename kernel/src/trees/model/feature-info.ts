/** What a tree has to know of one input to read it in a table it has never seen. */
export interface FeatureInfo {
  readonly name: string;
  /** Column or text the feature comes from; attributions are summed by it. */
  readonly source: string;
  readonly kind: 'numeric' | 'categorical';
  /** Numeric: the thresholds that splits may use, ascending; empty otherwise. */
  readonly cuts: Float64Array;
  /** Categorical: the levels of the training data. */
  readonly levels?: readonly string[];
  /** Categorical: group of each level, 1 to 255; 0 for a level that no training row had: it counts as missing. */
  readonly groups?: readonly number[];
}

/**
 * What trees see of a prepared value: 0 for missing, else 1 + the number of cuts below it (numeric, so that
 * `x <= cuts[c]` is `rank <= c + 1`) or its group (categorical).
 */
export function rankOf(info: FeatureInfo, x: number): number {
  if (Number.isNaN(x)) return 0;
  return info.kind === 'categorical' ? x : 1 + firstAtLeast(info.cuts, boundValue(x));
}

/** Infinities as the largest finite numbers of their sign; everything else as it is. */
export function boundValue(value: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));
}

/** Index of the first cut that is not below `x`; the number of cuts where there is none. */
export function firstAtLeast(cuts: Float64Array, x: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

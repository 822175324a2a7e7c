import type { FeatureInfo } from '../model/feature-info.js';

/** Features cut into at most 256 bins each, column by column; bin 0 holds the missing values. */
export interface BinnedMatrix {
  readonly rows: number;
  /**
   * Numeric: bin `b` (1, 2, ...) holds `cuts[b - 2] < x <= cuts[b - 1]`; the last bin has no upper cut. Categorical: the
   * bin is the group.
   */
  readonly features: readonly FeatureInfo[];
  readonly bins: readonly Uint8Array[];
  /** Bins of each feature, the missing one among them. */
  readonly binCounts: Int32Array;
}

/**
 * Per-row parts of a contrast: over any set of rows, the estimate is `sum(effect) / sum(population)`, and that of the mean in the
 * baseline arm `sum(baseline) / sum(population)`. The influence of a row is `(effect - estimate * population) / mean(population)`.
 */
export interface Scores {
  readonly effect: Float64Array;
  /** Absent where the estimator knows no mean under the baseline. */
  readonly baseline?: Float64Array;
  /** Weight of each row in whom the estimand is about: all 1 for the ATE, 1 for the treated for the ATT, .... */
  readonly population: Float64Array;
}

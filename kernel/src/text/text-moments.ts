/** Rows summed up by the text they carry: all that a linear model of the texts can learn from them. */
export interface TextMoments {
  /** Rows per distinct text. */
  readonly count: Float64Array;
  /** Sum of y per distinct text. */
  readonly sum: Float64Array;
  /** Sum of y squared over all rows. */
  readonly squares: number;
}

/**
 * What boosting minimises: a loss over the rows learned from, 0 to n - 1, with everything of them (outcome, weights, groups,
 * events) already inside. Margins, gradients and Hessians are held output after output: entry `output * n + i`.
 */
export interface Loss {
  /** Rows it is about. */
  readonly rows: number;
  /** Margins per row: 1, or the number of classes. */
  readonly outputs: number;
  /** Hessian of every row that has weight 1, where it is the same for all (1 for squared error); absent otherwise. */
  readonly constantHessian?: number;
  /** Whether rows can be derived in any portions, so that threads may share them; ranking and Cox cannot. */
  readonly rowWise: boolean;
  /** Best constant margin, one per output. */
  start(): number[];
  /**
   * Negative gradients and Hessians (at least 0), times the weight of the row, of rows `from` to `to` in all outputs.
   * Not row-wise: called with 0 and n alone.
   */
  derive(margin: Float64Array, from: number, to: number, gradient: Float64Array, hessian: Float64Array): void;
  /** Weighted mean of the loss. */
  value(margin: Float64Array): number;
  /**
   * Where a Newton step is not the best constant (quantile, Huber): the best one for the rows of a leaf, `rows[from]` to
   * `rows[to - 1]`, before the learning rate.
   */
  leafValue?(margin: Float64Array, output: number, rows: Int32Array, from: number, to: number): number;
}

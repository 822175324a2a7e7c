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
  /**
   * Not row-wise, but in groups (the queries of a ranking): first row of each. A portion then begins and ends with a group.
   */
  readonly groups?: Int32Array;
  /** Best constant margin, one per output. */
  start(): number[];
  /**
   * Negative gradients and Hessians (at least 0), times the weight of the row, of rows `from` to `to` in all outputs.
   * Neither row-wise nor in groups (Cox): called with 0 and n alone. Their sum over the rows is that of the derivatives of
   * `value` times the sum of weights, but for LambdaMART, whose value has none.
   */
  derive(margin: Float64Array, from: number, to: number, gradient: Float64Array, hessian: Float64Array): void;
  /** Weighted mean of the loss; the less the better, so that early stopping can go by it. */
  value(margin: Float64Array): number;
  /**
   * Where the best value of a leaf is a known increasing function of its Newton step, sum of gradients / (sum of Hessians
   * + l2): that function (Poisson and Cox: the logarithm of 1 + step, which cannot overshoot). Before the learning rate.
   */
  leafStep?(newton: number): number;
  /**
   * Where a Newton step is not the best constant (quantile, Huber): the best one for the rows of a leaf, `rows[from]` to
   * `rows[to - 1]`, before the learning rate.
   */
  leafValue?(margin: Float64Array, output: number, rows: Int32Array, from: number, to: number): number;
}

/** Rows to learn from or to be judged on, in the order of the margins, with what their objective needs. */
export interface LossData {
  /**
   * Outcome per row: a number (squared, huber, quantile), 0 or more (poisson), 0 or 1 (logistic), a class 0 to K - 1
   * (softmax), a relevance, whole, 0 to 31 (pairwise, lambdamart), or the time of the event or of the last look (cox).
   */
  readonly y: Float64Array;
  /** 0 or more, one per row, 1 where absent; a ranking weighs its queries, so that all rows of one have the same. */
  readonly weights?: Float64Array;
  /** Softmax: number of classes. */
  readonly classes?: number;
  /** Quantile: which one, between 0 and 1. */
  readonly quantile?: number;
  /** Huber: residual from where on the loss grows linearly only, in units of the outcome. */
  readonly delta?: number;
  /** Rankings: first row of each query, rising from 0; a query goes up to the next one's first row. */
  readonly queries?: Int32Array;
  /** LambdaMART: places of the list that count. */
  readonly truncation?: number;
  /** Cox: 1 where the event happened at the time `y`, 0 where the row was watched until then without it. */
  readonly events?: Uint8Array;
}

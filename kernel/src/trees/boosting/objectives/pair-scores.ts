import type { Queries } from './queries.js';

/**
 * The rows of one query in some order, place by place, for loops over its pairs. Reuses its memory.
 *
 * Of two rows, the probability that one beats the other is `power / (power + other power)` with powers of e^margin: one
 * exponential per row instead of one per pair. They are relative to the highest margin of the query; a margin more than 700
 * below it counts as 700 below.
 */
export class PairScores {
  readonly power: Float64Array;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;

  constructor(queries: Queries) {
    this.power = new Float64Array(queries.longest);
    this.gradient = new Float64Array(queries.longest);
    this.hessian = new Float64Array(queries.longest);
  }

  /** Begins with a query whose rows are these, by place. */
  load(margin: Float64Array, rows: Int32Array): void {
    let highest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < rows.length; k++) if (margin[rows[k]] > highest) highest = margin[rows[k]];
    for (let k = 0; k < rows.length; k++) {
      this.power[k] = Math.exp(Math.max(-700, margin[rows[k]] - highest));
      this.gradient[k] = 0;
      this.hessian[k] = 0;
    }
  }

  /** Puts what was summed by place where the rows are. */
  store(rows: Int32Array, gradient: Float64Array, hessian: Float64Array): void {
    for (let k = 0; k < rows.length; k++) {
      gradient[rows[k]] = this.gradient[k];
      hessian[rows[k]] = this.hessian[k];
    }
  }
}

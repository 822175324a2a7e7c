import type { LossData } from './loss.js';

/** Queries that are gone through between two looks at whether to stop. */
export const queriesAtOnce = 64;

/** The rows of a ranking by query. */
export class Queries {
  readonly count: number;
  /** First row of each query, and behind the last the number of rows. */
  readonly starts: Int32Array;
  /** Weights of all rows together. */
  readonly total: number;
  /** Rows of the longest. */
  readonly longest: number;
  private readonly weights?: Float64Array;

  constructor({ y, weights, queries = Int32Array.of(0) }: LossData) {
    this.count = queries.length;
    this.starts = new Int32Array(this.count + 1).fill(y.length);
    this.starts.set(queries);
    this.weights = weights;
    let total = 0;
    let longest = 0;
    for (let q = 0; q < this.count; q++) {
      total += this.weight(q) * this.length(q);
      longest = Math.max(longest, this.length(q));
    }
    this.total = total;
    this.longest = longest;
  }

  length(q: number): number {
    return this.starts[q + 1] - this.starts[q];
  }

  /** All rows of a query have the same. */
  weight(q: number): number {
    return this.weights ? this.weights[this.starts[q]] : 1;
  }

  /** The query that begins with this row. */
  startingAt(row: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

import type { LossData } from './loss.js';

/** Residuals of some rows with their weights, side by side; rows of weight 0 are left out. Reuses its memory. */
export class Residuals {
  values = new Float64Array(0);
  weights = new Float64Array(0);
  count = 0;

  constructor(private readonly data: LossData) {}

  /** Outcome minus margin of `rows[from]` to `rows[to - 1]`. */
  gather(margin: Float64Array, rows: Int32Array, from: number, to: number): this {
    this.reserve(to - from);
    const { y } = this.data;
    for (let k = from; k < to; k++) this.add(y[rows[k]] - margin[rows[k]], rows[k]);
    return this;
  }

  /** Outcome minus `center` of all rows. */
  around(center: number): this {
    const { y } = this.data;
    this.reserve(y.length);
    for (let i = 0; i < y.length; i++) this.add(y[i] - center, i);
    return this;
  }

  private add(value: number, row: number): void {
    const { weights } = this.data;
    const weight = weights ? weights[row] : 1;
    if (weight <= 0) return;
    this.values[this.count] = value;
    this.weights[this.count++] = weight;
  }

  private reserve(count: number): void {
    this.count = 0;
    if (this.values.length >= count) return;
    this.values = new Float64Array(count);
    this.weights = new Float64Array(count);
  }
}

import { Matrix } from 'ml-matrix';
import type { Task } from '../task.js';

/** Rows whose products are summed while their columns are near. */
const rowsAtOnce = 256;

/** `X' diag(weights) X / n` of a design of `n` rows and `p` columns, row-major. */
export function weightedGram(
  { x, n, p }: { readonly x: Float64Array; readonly n: number; readonly p: number },
  weights: Float64Array,
  task: Task,
): Matrix {
  const gram = Matrix.zeros(p, p);
  // Blocks of 4 x 2 columns may reach beyond the last one: there lie zeros.
  const plain = new Float64Array((p + 4) * rowsAtOnce);
  const weighted = new Float64Array((p + 4) * rowsAtOnce);
  for (let from = 0; from < n; from += rowsAtOnce) {
    task.check();
    const count = Math.min(rowsAtOnce, n - from);
    for (let i = 0; i < count; i++) {
      const [start, weight] = [(from + i) * p, weights[from + i]];
      for (let a = 0; a < p; a++) {
        plain[a * rowsAtOnce + i] = x[start + a];
        weighted[a * rowsAtOnce + i] = weight * x[start + a];
      }
    }
    for (let a = 0; a < p; a += 4)
      for (let b = a; b < p; b += 2) addProducts(gram, a, b, blockOf(weighted, plain, a, b, count));
  }
  for (let a = 0; a < p; a++) {
    for (let b = a; b < p; b++) {
      gram.set(a, b, gram.get(a, b) / n);
      gram.set(b, a, gram.get(a, b));
    }
  }
  return gram;
}

/** Sums of products of 4 columns with 2: what is read serves several sums, which stay in registers. */
function blockOf(
  weighted: Float64Array,
  plain: Float64Array,
  a: number,
  b: number,
  count: number,
): readonly number[] {
  const [a0, b0] = [a * rowsAtOnce, b * rowsAtOnce];
  const [a1, b1] = [a0 + rowsAtOnce, b0 + rowsAtOnce];
  const [a2, a3] = [a1 + rowsAtOnce, a1 + 2 * rowsAtOnce];
  let [s0, s1, s2, s3, t0, t1, t2, t3] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const y = plain[b0 + i];
    const z = plain[b1 + i];
    const u0 = weighted[a0 + i];
    const u1 = weighted[a1 + i];
    const u2 = weighted[a2 + i];
    const u3 = weighted[a3 + i];
    s0 += u0 * y;
    t0 += u0 * z;
    s1 += u1 * y;
    t1 += u1 * z;
    s2 += u2 * y;
    t2 += u2 * z;
    s3 += u3 * y;
    t3 += u3 * z;
  }
  return [s0, t0, s1, t1, s2, t2, s3, t3];
}

/** Adds a block to the upper triangle. */
function addProducts(gram: Matrix, a: number, b: number, block: readonly number[]): void {
  block.forEach((sum, k) => {
    const [row, column] = [a + (k >> 1), b + (k & 1)];
    if (row <= column && column < gram.columns) gram.set(row, column, gram.get(row, column) + sum);
  });
}

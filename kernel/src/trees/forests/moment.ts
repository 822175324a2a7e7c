/**
 * A moment condition that is linear in its parameters: every row has a vector a and a matrix h, and theta solves
 * E[a - h theta] = 0. Regression: a = y, h = 1. Causal on residuals: a = w y, h = w^2. Instrumental: a = z y, h = z w. Several
 * arms: a = w y, h = w w'.
 *
 * A row's or a leaf's numbers lie side by side: first a, then h; of a symmetric h the lower triangle, row by row
 * (h11, h21, h22, h31, ...), else all of it, row by row.
 */
export interface LinearMoment {
  /** Length K of theta. */
  readonly parameters: number;
  /** Whether h is symmetric; always so for one parameter. */
  readonly symmetric: boolean;
}

/** Numbers that h takes. */
export function sizeOfH({ parameters: k, symmetric }: LinearMoment): number {
  return symmetric ? (k * (k + 1)) / 2 : k * k;
}

/** Numbers that a and h take together: the width of the leaves. */
export function momentWidth(moment: LinearMoment): number {
  return moment.parameters + sizeOfH(moment);
}

/** Place of h[i][j] among the numbers of a row or leaf. */
export function placeOfH({ parameters: k, symmetric }: LinearMoment, i: number, j: number): number {
  if (!symmetric) return k + i * k + j;
  const [low, high] = i < j ? [i, j] : [j, i];
  return k + (high * (high + 1)) / 2 + low;
}

/** The matrix h of the numbers from `at` on, K x K row by row, into `into`. */
export function matrixOfH(
  moment: LinearMoment,
  numbers: ArrayLike<number>,
  at: number,
  into: Float64Array,
): void {
  const { parameters: k } = moment;
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) into[i * k + j] = numbers[at + placeOfH(moment, i, j)];
  }
}

/**
 * Inverse of a K x K matrix, row by row, by Gauss and Jordan with the largest pivot of each column; false where it has none to
 * the precision of numbers. `matrix` is used up.
 */
export function invert(matrix: Float64Array, k: number, into: Float64Array): boolean {
  let largest = 0;
  for (let i = 0; i < k * k; i++) largest = Math.max(largest, Math.abs(matrix[i]));
  into.fill(0, 0, k * k);
  for (let i = 0; i < k; i++) into[i * k + i] = 1;
  for (let column = 0; column < k; column++) {
    let pivot = column;
    for (let i = column + 1; i < k; i++) {
      if (Math.abs(matrix[i * k + column]) > Math.abs(matrix[pivot * k + column])) pivot = i;
    }
    const value = matrix[pivot * k + column];
    if (!(Math.abs(value) > 1e-13 * largest)) return false;
    for (let j = 0; j < k; j++) {
      exchange(matrix, pivot * k + j, column * k + j);
      exchange(into, pivot * k + j, column * k + j);
      matrix[column * k + j] /= value;
      into[column * k + j] /= value;
    }
    for (let i = 0; i < k; i++) {
      const factor = i === column ? 0 : matrix[i * k + column];
      if (factor === 0) continue;
      for (let j = 0; j < k; j++) {
        matrix[i * k + j] -= factor * matrix[column * k + j];
        into[i * k + j] -= factor * into[column * k + j];
      }
    }
  }
  return true;
}

function exchange(values: Float64Array, i: number, j: number): void {
  const value = values[i];
  values[i] = values[j];
  values[j] = value;
}

/** Solves h theta = a of the numbers from `at` on; false where h has no inverse. */
export class MomentSolver {
  /** Inverse of h, K x K, after a {@link solve} that succeeded. */
  readonly inverse: Float64Array;
  private readonly matrix: Float64Array;

  constructor(private readonly moment: LinearMoment) {
    const { parameters: k } = moment;
    this.inverse = new Float64Array(k * k);
    this.matrix = new Float64Array(k * k);
  }

  solve(numbers: ArrayLike<number>, at: number, theta: Float64Array, to: number): boolean {
    const { moment, inverse, matrix } = this;
    const { parameters: k } = moment;
    matrixOfH(moment, numbers, at, matrix);
    if (!invert(matrix, k, inverse)) return false;
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += inverse[i * k + j] * numbers[at + j];
      theta[to + i] = sum;
    }
    return true;
  }
}

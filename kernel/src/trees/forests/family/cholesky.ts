/**
 * Lower triangle L with L L' = `matrix` (symmetric, positive definite, `size` x `size`, row-major), written over it.
 * False where the matrix is not positive definite to working precision; what is left of it is then of no use.
 */
export function factorise(matrix: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i++) {
    const diagonal = matrix[i * size + i];
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j];
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k] * matrix[j * size + k];
      if (j < i) matrix[i * size + j] = sum / matrix[j * size + j];
      else if (sum > 1e-12 * diagonal) matrix[i * size + i] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Solves L L' x = `b` for the triangle that {@link factorise} left, written over `b`. */
export function solveFactorised(triangle: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) b[i] -= triangle[i * size + k] * b[k];
    b[i] /= triangle[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) b[i] -= triangle[k * size + i] * b[k];
    b[i] /= triangle[i * size + i];
  }
}

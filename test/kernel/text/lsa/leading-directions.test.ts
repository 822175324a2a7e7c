import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../kernel/src/statistics/random.js';
import { Cancelled, createTask, unwatched } from '../../../../kernel/src/task.js';
import { leadingDirections } from '../../../../kernel/src/text/lsa/leading-directions.js';
import { type SparseMatrix, sparseMatrix } from '../../../../kernel/src/text/sparse-matrix.js';

/** Rows that hold about `filled` of their columns, the first columns larger than the last. */
function sparse(rows: number, columns: number, filled: number, seed: number): SparseMatrix {
  const random = createRandom(seed);
  const maps = Array.from({ length: rows }, () => {
    const row = new Map<number, number>();
    for (let j = 0; j < columns; j++) if (random.next() < filled) row.set(j, random.next() / (1 + j / 20));
    return row;
  });
  return sparseMatrix(maps, columns);
}

function dense({ rows, columns, start, column, value }: SparseMatrix): Matrix {
  const matrix = Matrix.zeros(rows, columns);
  for (let i = 0; i < rows; i++)
    for (let k = start[i]; k < start[i + 1]; k++) matrix.set(i, column[k], value[k]);
  return matrix;
}

describe('leadingDirections', () => {
  const matrix = sparse(300, 200, 0.1, 1);
  const truth = new SingularValueDecomposition(dense(matrix));
  const found = leadingDirections(matrix, 20, createRandom(5), unwatched);

  test('finds the singular values that a full decomposition finds', () => {
    expect(found.lengths).toHaveLength(20);
    found.lengths.forEach((length, i) => {
      // The last of them mix with the first that are left out, which are hardly shorter.
      expect(Math.abs(length / truth.diagonal[i] - 1)).toBeLessThan(i < 10 ? 0.005 : 0.05);
    });
    expect(found.lengths[0]).toBeCloseTo(truth.diagonal[0], 4);
  });

  test('keeps nearly all that any directions of their number can keep', () => {
    const { values, columns } = found.vectors;
    const directions = new Matrix(
      Array.from({ length: 200 }, (_, j) => Array.from(values.slice(j * columns, (j + 1) * columns))),
    );
    const kept = dense(matrix).mmul(directions).norm('frobenius') ** 2;
    const best = truth.diagonal.slice(0, 20).reduce((sum, s) => sum + s * s, 0);
    expect(kept / best).toBeGreaterThan(0.995);
    const products = directions.transpose().mmul(directions);
    for (let a = 0; a < 20; a++) {
      for (let b = 0; b < 20; b++) expect(products.get(a, b)).toBeCloseTo(a === b ? 1 : 0, 4);
    }
  });

  test('finds no more than there are', () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) =>
        new Map([
          [i % 3, 1],
          [3 + (i % 3), 2],
        ]),
    );
    expect(leadingDirections(sparseMatrix(rows, 50), 10, createRandom(1), unwatched).lengths).toHaveLength(3);
    expect(leadingDirections(sparseMatrix([], 0), 10, createRandom(1), unwatched).lengths).toHaveLength(0);
    const empty = sparseMatrix([new Map(), new Map()], 4);
    expect(leadingDirections(empty, 2, createRandom(1), unwatched).lengths).toHaveLength(0);
  });

  test('is the same for a seed, and stops when told', () => {
    expect(leadingDirections(matrix, 20, createRandom(5), unwatched)).toEqual(found);
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const task = createTask(flag, () => Atomics.store(flag, 0, 1));
    expect(() => leadingDirections(matrix, 20, createRandom(5), task)).toThrow(Cancelled);
  });
});

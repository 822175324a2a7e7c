import { type Task, unwatched } from '../../task.js';
import type { SparseMatrix } from '../sparse-matrix.js';

/**
 * Weighted means of vectors: `shares` times the vectors of its columns, row-major.
 * @param vectors `shares.columns` x `dimensions`
 */
export function mixVectors(
  { rows, start, column, value }: SparseMatrix,
  vectors: Float32Array,
  dimensions: number,
  task: Task = unwatched,
): Float32Array {
  const mixed = new Float32Array(rows * dimensions);
  const sum = new Float64Array(dimensions);
  for (let row = 0; row < rows; row++) {
    task.check();
    sum.fill(0);
    for (let k = start[row]; k < start[row + 1]; k++) {
      const from = column[k] * dimensions;
      for (let j = 0; j < dimensions; j++) sum[j] += value[k] * vectors[from + j];
    }
    mixed.set(sum, row * dimensions);
  }
  return mixed;
}

/** Weighted means of sparse rows: `shares` times `parts`, with one row of sums in memory at a time beside the result. */
export function mixRows(shares: SparseMatrix, parts: SparseMatrix, task: Task = unwatched): SparseMatrix {
  const { rows } = shares;
  const { columns } = parts;
  const start = new Int32Array(rows + 1);
  const sum = new Float64Array(columns);
  const seenBy = new Int32Array(columns).fill(-1);
  const held: number[] = [];
  /** Columns that the row has, in no order; their values in `sum`. */
  const mix = (row: number): void => {
    task.check();
    held.length = 0;
    for (let k = shares.start[row]; k < shares.start[row + 1]; k++) {
      const part = shares.column[k];
      for (let p = parts.start[part]; p < parts.start[part + 1]; p++) {
        const j = parts.column[p];
        if (seenBy[j] !== row) {
          seenBy[j] = row;
          sum[j] = 0;
          held.push(j);
        }
        sum[j] += shares.value[k] * parts.value[p];
      }
    }
  };
  for (let row = 0; row < rows; row++) {
    mix(row);
    start[row + 1] = start[row] + held.length;
  }
  seenBy.fill(-1);
  const column = new Int32Array(start[rows]);
  const value = new Float32Array(start[rows]);
  for (let row = 0; row < rows; row++) {
    mix(row);
    held.sort((a, b) => a - b);
    held.forEach((j, i) => {
      column[start[row] + i] = j;
      value[start[row] + i] = sum[j];
    });
  }
  return { rows, columns, start, column, value };
}

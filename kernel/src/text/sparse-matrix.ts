/** Compressed rows: entries `start[i]` to `start[i + 1]` are the row's columns, ascending, and their values. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** `rows + 1` entries. */
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float32Array;
}

/** Puts rows of `[column, value]` maps together; columns come out ascending. */
export function sparseMatrix(rows: readonly ReadonlyMap<number, number>[], columns: number): SparseMatrix {
  const start = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    start[i + 1] = start[i] + row.size;
  });
  const column = new Int32Array(start[rows.length]);
  const value = new Float32Array(start[rows.length]);
  rows.forEach((row, i) => {
    let at = start[i];
    for (const [j, x] of [...row].sort((a, b) => a[0] - b[0])) {
      column[at] = j;
      value[at] = x;
      at += 1;
    }
  });
  return { rows: rows.length, columns, start, column, value };
}

/** Some rows of a matrix, in the order given. */
export function selectSparseRows({ columns, ...all }: SparseMatrix, rows: Int32Array): SparseMatrix {
  const start = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    start[i + 1] = start[i] + all.start[row + 1] - all.start[row];
  });
  const column = new Int32Array(start[rows.length]);
  const value = new Float32Array(start[rows.length]);
  rows.forEach((row, i) => {
    column.set(all.column.subarray(all.start[row], all.start[row + 1]), start[i]);
    value.set(all.value.subarray(all.start[row], all.start[row + 1]), start[i]);
  });
  return { rows: rows.length, columns, start, column, value };
}

/** Columns as rows. */
export function transposed({ rows, columns, start, column, value }: SparseMatrix): SparseMatrix {
  const turned = {
    rows: columns,
    columns: rows,
    start: new Int32Array(columns + 1),
    column: new Int32Array(column.length),
    value: new Float32Array(value.length),
  };
  for (const j of column) turned.start[j + 1] += 1;
  for (let j = 0; j < columns; j++) turned.start[j + 1] += turned.start[j];
  const next = turned.start.slice();
  for (let i = 0; i < rows; i++) {
    for (let k = start[i]; k < start[i + 1]; k++) {
      const at = next[column[k]]++;
      turned.column[at] = i;
      turned.value[at] = value[k];
    }
  }
  return turned;
}

/** Row `i` times the part of `v` that begins at `offset`. */
export function dotTerms(matrix: SparseMatrix, i: number, v: ArrayLike<number>, offset = 0): number {
  const { start, column, value } = matrix;
  let sum = 0;
  for (let k = start[i]; k < start[i + 1]; k++) sum += value[k] * v[offset + column[k]];
  return sum;
}

/** Adds `times` row `i` to the part of `into` that begins at `offset`. */
export function addTerms(
  matrix: SparseMatrix,
  i: number,
  times: number,
  into: Float64Array,
  offset = 0,
): void {
  const { start, column, value } = matrix;
  for (let k = start[i]; k < start[i + 1]; k++) into[offset + column[k]] += times * value[k];
}

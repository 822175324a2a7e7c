import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Random } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { type SparseMatrix, transposed } from '../sparse-matrix.js';
import { sumRows } from './sum-rows.js';

/** Directions looked for beyond those asked for, and how often what was found is sharpened. */
const [oversampling, iterations] = [10, 2];
/** Directions along which rows vary less than this share of the most, in squares, are rounding. */
const least = 1e-10;
/** Rows worked on between two looks at whether to stop. */
const rowsAtOnce = 256;

/** Numbers row by row, `rows` x `columns`. */
interface Block {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** Orthonormal directions in the space of a matrix's columns, the leading one first. */
export interface Directions {
  /** Columns of the matrix x directions, row-major. */
  readonly vectors: Block;
  /** Singular values: length of the matrix along each direction. */
  readonly lengths: Float64Array;
}

/**
 * Leading right singular vectors of a sparse matrix by randomised subspace iteration (Halko, Martinsson and Tropp 2011, algorithms 4.4 and
 * 5.1): random directions, multiplied by the matrix and its transpose until they lie along the leading ones. The time is a few passes
 * over the matrix, the memory a few blocks of rows and columns x directions. Fewer come out than asked for where the matrix has no more.
 */
export function leadingDirections(
  matrix: SparseMatrix,
  count: number,
  random: Random,
  task: Task,
): Directions {
  const width = Math.min(count + oversampling, matrix.rows, matrix.columns);
  const steps = 2 * iterations + 2;
  const part = (step: number) => task.part(step / steps, (step + 1) / steps);
  const turned = transposed(matrix);
  let seen = times(matrix, signs(matrix.columns, width, random), part(0));
  for (let i = 0; i < iterations; i++) {
    const back = times(turned, orthonormal(seen, task), part(2 * i + 1));
    seen = times(matrix, back, part(2 * i + 2));
  }
  const found = times(turned, orthonormal(seen, task), part(steps - 1));
  const { vectors, values } = spectrum(found, task);
  const kept = values.slice(0, count);
  const lengths = Float64Array.from(kept, Math.sqrt);
  return { vectors: combine(found, vectors, lengths, task), lengths };
}

/** Random signs: as good as normal numbers for finding a range, and exact on every machine. */
function signs(rows: number, columns: number, random: Random): Block {
  const values = new Float32Array(rows * columns);
  for (let i = 0, bits = 0; i < values.length; i++, bits >>>= 1) {
    if (i % 32 === 0) bits = random.next() * 2 ** 32;
    values[i] = bits & 1 ? 1 : -1;
  }
  return { rows, columns, values };
}

/** `matrix * block`. */
function times({ rows, start, column, value }: SparseMatrix, block: Block, task: Task): Block {
  const { columns, values } = block;
  const product = new Float32Array(rows * columns);
  const sum = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    if (i % rowsAtOnce === 0) task.report(i / rows);
    sum.fill(0);
    sumRows(column, value, start[i], start[i + 1], values, columns, sum);
    product.set(sum, i * columns);
  }
  return { rows, columns, values: product };
}

/** Orthonormal columns with the same range, by the eigenvectors of their products (Stathopoulos and Wu 2002). */
function orthonormal(block: Block, task: Task): Block {
  const { vectors, values } = spectrum(block, task);
  return combine(block, vectors, Float64Array.from(values, Math.sqrt), task);
}

/** Eigenvectors of `block' * block`, largest eigenvalue first; those that are rounding left out. */
function spectrum(block: Block, task: Task): { vectors: Float64Array[]; values: Float64Array } {
  const { columns } = block;
  if (columns === 0) return { vectors: [], values: new Float64Array(0) };
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(products(block, task), {
    assumeSymmetric: true,
  });
  const largest = Math.max(...realEigenvalues);
  const order = [...realEigenvalues.keys()]
    .filter((i) => realEigenvalues[i] > least * largest)
    .sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  return {
    vectors: order.map((i) => Float64Array.from(eigenvectorMatrix.getColumn(i))),
    values: Float64Array.from(order, (i) => realEigenvalues[i]),
  };
}

/** `block' * block`. */
function products({ rows, columns, values }: Block, task: Task): Matrix {
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  const one = new Float32Array(rows);
  const matrix = Matrix.zeros(columns, columns);
  for (let a = 0; a < columns; a++) {
    task.check();
    for (let i = 0; i < rows; i++) one[i] = values[i * columns + a];
    const sum = new Float64Array(columns);
    sumRows(all, one, 0, rows, values, columns, sum, a);
    for (let b = a; b < columns; b++) {
      matrix.set(a, b, sum[b]);
      matrix.set(b, a, sum[b]);
    }
  }
  return matrix;
}

/** One column for every length: `block * vectors[j] / lengths[j]`. */
function combine(
  { rows, columns, values }: Block,
  vectors: readonly Float64Array[],
  lengths: Float64Array,
  task: Task,
): Block {
  const count = lengths.length;
  const weights = new Float32Array(columns * count);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < count; j++) weights[i * count + j] = vectors[j][i] / lengths[j];
  }
  const all = Int32Array.from({ length: columns }, (_, i) => i);
  const combined = new Float32Array(rows * count);
  const sum = new Float64Array(count);
  for (let i = 0; i < rows; i++) {
    if (i % rowsAtOnce === 0) task.check();
    sum.fill(0);
    const row = values.subarray(i * columns, (i + 1) * columns);
    sumRows(all, row, 0, columns, weights, count, sum);
    combined.set(sum, i * count);
  }
  return { rows, columns: count, values: combined };
}

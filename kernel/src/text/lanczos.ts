import type { Task } from '../task.js';

/** A symmetric positive semidefinite matrix seen through its product with a vector. */
export type SymmetricProduct = (v: Float64Array, into: Float64Array) => void;

/**
 * `steps` orthonormal directions `V` with `V'AV = T`, T tridiagonal, the first along the start vector: the Krylov
 * space of A. It serves every ridge penalty at once, since A and A + l2 I have the same one.
 */
export interface Krylov extends Tridiagonal {
  readonly basis: Float64Array[];
  readonly diagonal: number[];
  readonly offDiagonal: number[];
}

/** What a matrix is within a Krylov space. */
export interface Tridiagonal {
  /** Length of the start vector. */
  readonly norm: number;
  readonly diagonal: readonly number[];
  /** `offDiagonal[i]` links directions i and i + 1; the last one is the part that is left over. */
  readonly offDiagonal: readonly number[];
}

/** Starts a Krylov space; {@link extendKrylov} fills it. */
export function startKrylov(start: Float64Array): Krylov {
  const norm = length(start);
  return { norm, basis: norm > 0 ? [start.map((x) => x / norm)] : [], diagonal: [], offDiagonal: [] };
}

/**
 * Adds up to `steps` directions (Lanczos 1950), orthogonalised against all before, which keeps the small matrix exact.
 * Returns false once the space is exhausted.
 */
export function extendKrylov(space: Krylov, product: SymmetricProduct, steps: number, task: Task): boolean {
  const { basis, diagonal, offDiagonal } = space;
  for (let step = 0; step < steps; step++) {
    if (basis.length === diagonal.length) return false;
    task.check();
    const v = basis[basis.length - 1];
    const next = new Float64Array(v.length);
    product(v, next);
    const size = length(next);
    diagonal.push(dot(v, next));
    for (const u of basis) subtract(next, u, dot(u, next));
    const rest = length(next);
    offDiagonal.push(rest);
    if (rest <= 1e-12 * size || rest === 0) return false;
    basis.push(next.map((x) => x / rest));
  }
  return true;
}

/**
 * Coordinates `s` of the solution of `(A + l2 I) x = start` within the space, and the length of what is unexplained
 * relative to the start: `residual` is exact, without a further product.
 */
export function solveShifted(
  space: Tridiagonal,
  l2: number,
): { coordinates: Float64Array; residual: number } {
  const n = space.diagonal.length;
  const s = new Float64Array(n);
  if (n === 0) return { coordinates: s, residual: 0 };
  const pivot = new Float64Array(n);
  pivot[0] = space.diagonal[0] + l2;
  s[0] = space.norm;
  for (let i = 1; i < n; i++) {
    const factor = space.offDiagonal[i - 1] / pivot[i - 1];
    pivot[i] = space.diagonal[i] + l2 - factor * space.offDiagonal[i - 1];
    s[i] = -factor * s[i - 1];
  }
  for (let i = n - 1; i >= 0; i--) {
    s[i] = (s[i] - (i + 1 < n ? space.offDiagonal[i] * s[i + 1] : 0)) / pivot[i];
  }
  return { coordinates: s, residual: Math.abs(space.offDiagonal[n - 1] * s[n - 1]) / space.norm };
}

/** The solution itself from its coordinates. */
export function combine(space: Krylov, coordinates: Float64Array, dimensions: number): Float64Array {
  const x = new Float64Array(dimensions);
  coordinates.forEach((c, i) => {
    subtract(x, space.basis[i], -c);
  });
  return x;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function length(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function subtract(from: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < from.length; i++) from[i] -= times * what[i];
}

import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { normalQuantile } from '../../statistics/normal.js';
import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { type SparseMatrix, transposed } from '../../text/sparse-matrix.js';
import { currentEngine } from '../../trees/engine/current.js';
import type { Engine } from '../../trees/engine/engine.js';
import {
  type FactorRows,
  factorBytes,
  gramRows,
  rowsAtOnce,
  type SolveOrder,
  solveFactorsJob,
  sumGramJob,
  turnFactorsJob,
} from '../../trees/factors/solve-job.js';

/** Options of a factorisation; see {@link factorDefaults}. */
export interface FactorOptions {
  readonly factors?: number;
  /** Penalty on the squares of all factors. */
  readonly l2?: number;
  /** Rounds over both sides. */
  readonly epochs?: number;
  /** Steps of conjugate gradients for each row in each round. */
  readonly steps?: number;
  readonly seed?: number;
}

export const factorDefaults = { factors: 32, l2: 1, epochs: 15, steps: 3, seed: 1 } as const;

/** Factors of users and items: their product says how much a user is likely to want an item, about 0 to 1. */
export interface Factors {
  readonly factors: number;
  /** `users x factors` and `items x factors`, row-major. */
  readonly users: Float32Array;
  readonly items: Float32Array;
}

/** One side in shared memory. */
interface Side {
  readonly rows: number;
  readonly start: number;
  readonly column: number;
  readonly value: number;
  readonly own: number;
}

/**
 * Matrix factorisation of implicit feedback by alternating least squares (Hu, Koren and Volinsky 2008), each row solved by a few steps of
 * conjugate gradients from where it was (Takacs, Pilaszy and Tikk 2011). What is minimised is the sum over **all** pairs of
 * `c (p - x'y)^2`, plus `l2` times the squares of all factors: an entry has `p = 1` and `c = 1 + value`, an absent pair `p = 0` and `c = 1`.
 * Users and items without entries have factors 0. The result depends neither on the number of threads nor on the kind of loops.
 *
 * @param interactions users x items; values above 0
 * @throws InputError CS5006 (memory)
 */
export function fitFactors(
  interactions: SparseMatrix,
  options: FactorOptions,
  task: Task,
  engine: Engine = currentEngine(),
): Factors {
  const { factors, l2, epochs, steps, seed } = { ...factorDefaults, ...options };
  const columns = 8 * Math.ceil(factors / 8);
  const turned = transposed(interactions);
  const entries = interactions.column.length;
  const rows = interactions.rows + interactions.columns;
  const bytes =
    16 * entries +
    (4 + 4 * columns) * rows +
    4 * columns * (columns + 1) +
    engine.threads * factorBytes(columns);
  return engine.session(bytes + 1024, 'Factorising', () => {
    const users = placeSide(interactions, columns, engine);
    const items = placeSide(turned, columns, engine);
    drawFactors(users, factors, columns, seed, engine);
    drawFactors(items, factors, columns, seed + 1, engine);
    const [axes, curvature] = [columns * columns, columns].map((size) => engine.arena.take(4 * size));
    const round = { columns, l2, steps, axes, curvature };
    for (let epoch = 0; epoch < epochs; epoch++) {
      task.report(epoch / epochs);
      const part = task.part(epoch / epochs, (epoch + 1) / epochs);
      solveSide(users, items, round, engine, part.part(0, 0.5));
      solveSide(items, users, round, engine, part.part(0.5, 1));
    }
    const read = (side: Side): Float32Array => packed(side, factors, columns, engine);
    return { factors, users: read(users), items: read(items) };
  });
}

function placeSide({ rows, start, column, value }: SparseMatrix, columns: number, { arena }: Engine): Side {
  const places = { start: arena.copy(start), column: arena.copy(column), value: arena.copy(value) };
  return { rows, ...places, own: arena.take(4 * rows * columns) };
}

/** Small normal draws, by the side's own stream; columns beyond the factors stay 0. */
function drawFactors(side: Side, factors: number, columns: number, seed: number, { memory }: Engine): void {
  const random = createRandom(seed, 77);
  const { f32 } = memory.views;
  const scale = 0.1 / Math.sqrt(factors);
  for (let i = 0; i < side.rows; i++) {
    const at = (side.own >>> 2) + i * columns;
    f32.fill(0, at, at + columns);
    for (let a = 0; a < factors; a++) f32[at + a] = scale * quickNormal(random.next());
  }
}

/** Quantile of a draw kept inside (0, 1). */
function quickNormal(draw: number): number {
  return normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, draw)));
}

/** What a round over one side needs. */
interface Round {
  readonly columns: number;
  readonly l2: number;
  readonly steps: number;
  /** Addresses of axes, `columns x columns`, and of the curvature along them. */
  readonly axes: number;
  readonly curvature: number;
}

/**
 * Solves one side. Both are first turned onto axes where `Y'Y` of the other is diagonal, which changes neither their products nor the penalty: what
 * takes `factors^2` for every row and step takes `factors` there, and one turn for each row.
 */
function solveSide(own: Side, other: Side, round: Round, engine: Engine, task: Task): void {
  const { columns, steps, axes, curvature } = round;
  const scratch = factorBytes(columns);
  const sums = engine.map(sumGramJob, stretchesOf(other, columns), scratch, task.part(0, 0.1));
  placeAxes(sums, round, engine);
  const turned = [...stretchesOf(own, columns), ...stretchesOf(other, columns)].map((rows) => ({
    ...rows,
    axes,
  }));
  engine.map(turnFactorsJob, turned, scratch, task.part(0.1, 0.3));
  const { column, value } = own;
  const orders = parts(own.rows, rowsAtOnce).map(({ from, count }): SolveOrder => {
    const start = own.start + 4 * from;
    const at = own.own + 4 * columns * from;
    return { start, column, value, count, others: other.own, own: at, curvature, columns, steps };
  });
  engine.map(solveFactorsJob, orders, scratch, task.part(0.3, 1));
}

function stretchesOf({ rows, own }: Side, columns: number): FactorRows[] {
  return parts(rows, gramRows).map(({ from, count }) => ({ rows: own + 4 * columns * from, count, columns }));
}

function parts(rows: number, size: number): { from: number; count: number }[] {
  return Array.from({ length: Math.ceil(rows / size) }, (_, i) => ({
    from: i * size,
    count: Math.min(size, rows - i * size),
  }));
}

/** Axes where the summed products are diagonal, one a row, and the diagonal with the penalty. */
function placeAxes(
  sums: readonly Float64Array[],
  { columns, l2, axes, curvature }: Round,
  { memory }: Engine,
): void {
  const { f32 } = memory.views;
  const gram = Matrix.zeros(columns, columns);
  for (let a = 0; a < columns; a++) {
    for (let b = a; b < columns; b++) {
      const sum = sums.reduce((total, part) => total + part[a * columns + b], 0);
      gram.set(a, b, sum);
      gram.set(b, a, sum);
    }
  }
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  // The longest axis first: columns that only fill up stay behind the factors.
  for (let a = 0; a < columns; a++) {
    const own = columns - 1 - a;
    f32[(curvature >>> 2) + a] = Math.max(0, realEigenvalues[own]) + l2;
    for (let b = 0; b < columns; b++) f32[(axes >>> 2) + a * columns + b] = eigenvectorMatrix.get(b, own);
  }
}

function packed({ rows, own }: Side, factors: number, columns: number, { memory }: Engine): Float32Array {
  const to = new Float32Array(rows * factors);
  for (let i = 0; i < rows; i++) {
    const at = (own >>> 2) + i * columns;
    to.set(memory.views.f32.subarray(at, at + factors), i * factors);
  }
  return to;
}

/** How much a user is likely to want an item. */
export function affinity({ factors, users, items }: Factors, user: number, item: number): number {
  let sum = 0;
  for (let a = 0; a < factors; a++) sum += users[user * factors + a] * items[item * factors + a];
  return sum;
}

/** What {@link fitFactors} minimises, for tests: over all pairs, entries or not. */
export function factorLoss(interactions: SparseMatrix, fitted: Factors, l2: number): number {
  const { start, column, value } = interactions;
  let loss = 0;
  for (let user = 0; user < interactions.rows; user++) {
    for (let item = 0; item < interactions.columns; item++) loss += affinity(fitted, user, item) ** 2;
    for (let k = start[user]; k < start[user + 1]; k++) {
      const found = affinity(fitted, user, column[k]);
      loss += (1 + value[k]) * (1 - found) ** 2 - found ** 2;
    }
  }
  const squares = (values: Float32Array): number => values.reduce((sum, x) => sum + x * x, 0);
  return loss + l2 * (squares(fitted.users) + squares(fitted.items));
}

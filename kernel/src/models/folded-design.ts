import type { Features } from '../data/table.js';
import { type Folds, rowsWhere } from '../statistics/folds.js';
import type { Task } from '../task.js';
import { currentEngine } from '../trees/engine/current.js';
import type { Engine } from '../trees/engine/engine.js';
import { type LineStretch, type LogOddsStretch, slopeBytes } from '../trees/products/log-odds.js';
import {
  addTo,
  paddedColumns,
  productBytes,
  stretchesOf,
  sumProductsJob,
} from '../trees/products/products.js';
import { type DesignTerm, fillDesign } from './linear-design.js';

/** What linear models of all folds are learned from, by row of the features. */
export interface FoldedProblem extends Pick<Folds, 'foldOf' | 'folds'> {
  readonly y: Float64Array;
  /** 1 for rows that may be learned from. */
  readonly use: Uint8Array;
  readonly family: 'gaussian' | 'binomial';
  /** Chosen without the rows of the first fold where absent. */
  readonly l2?: number;
  /** One per row, not negative. */
  readonly weights?: Float64Array;
}

/** What a design is placed from. */
interface Plan {
  readonly terms: readonly DesignTerm[];
  readonly features: Features;
  readonly problem: FoldedProblem;
  /** Of every row, with mean 1 over those to learn from; 0 for others. */
  readonly weight: Float64Array;
  /** Taken from the outcomes. */
  readonly centre: number;
}

/** A stretch of rows of one fold; the outcomes and results are one a row. */
export type FoldedStretch = Omit<LogOddsStretch & LineStretch, 'models' | 'coefficients'>;

/**
 * Rows in shared memory, fold after fold: the terms, then 1, then the outcome, and zeros up to a multiple of four. Stretches are of one
 * fold each.
 */
export interface FoldedDesign extends Plan {
  /** Rows of every fold, and how many of them are learned from. */
  readonly rows: readonly Int32Array[];
  readonly sizes: readonly number[];
  readonly stretches: readonly (readonly FoldedStretch[])[];
  readonly columns: number;
  /** Where the results are, one a row. */
  readonly results: number;
}

const columnsOf = (terms: readonly DesignTerm[]): number => paddedColumns(terms.length + 2);

/** Bytes that a design and the work on it take. */
export function foldedBytes(
  { y, folds }: FoldedProblem,
  terms: readonly DesignTerm[],
  threads: number,
): number {
  const columns = columnsOf(terms);
  return (
    8 * y.length * (columns + 3) + 4 * 64 + threads * (productBytes(columns) + slopeBytes(columns, folds))
  );
}

/** Places the rows in the memory of an engine. */
export function placeDesign(plan: Plan, { arena, memory }: Engine, task: Task): FoldedDesign {
  const { terms, problem, weight } = plan;
  const { foldOf, folds, use } = problem;
  const n = foldOf.length;
  const columns = columnsOf(terms);
  const rows = Array.from({ length: folds }, (_, fold) => rowsWhere(foldOf, (f) => f === fold));
  const x = arena.take(8 * n * columns);
  const [weights, y, results] = [0, 0, 0].map(() => arena.take(8 * n));
  const { f64 } = memory.views;
  let before = 0;
  const stretches = rows.map((list) => {
    task.check();
    const first = before;
    const at = (x >>> 3) + first * columns;
    fillRows(plan, list, columns, f64.subarray(at, at + list.length * columns));
    list.forEach((row, i) => {
      f64[(weights >>> 3) + first + i] = weight[row];
      f64[(y >>> 3) + first + i] = problem.y[row];
    });
    before += list.length;
    const start = { rows: x + 8 * columns * first, weights: weights + 8 * first };
    return stretchesOf({ ...start, count: list.length, columns }).map((stretch) => {
      const offset = stretch.weights - weights;
      return { ...stretch, y: y + offset, results: results + offset };
    });
  });
  const sizes = rows.map((list) => list.reduce((sum, row) => sum + use[row], 0));
  return { ...plan, rows, sizes, stretches, columns, results };
}

function fillRows(
  { terms, features, problem, centre }: Plan,
  rows: Int32Array,
  columns: number,
  design: Float64Array,
): void {
  fillDesign(terms, features, rows, design, columns);
  const p = terms.length;
  rows.forEach((row, i) => {
    const at = i * columns;
    design[at + p] = 1;
    design[at + p + 1] = problem.y[row] - centre;
    design.fill(0, at + p + 2, at + columns);
  });
}

/** `X' W X` of every fold; with coefficients, weighted by the curvature of the log loss there. */
export function productsByFold(
  { stretches, columns }: FoldedDesign,
  at: Float64Array | undefined,
  task: Task,
): Float64Array[] {
  const list = stretches.flat().map((stretch) => ({ ...stretch, at }));
  const each = currentEngine().map(sumProductsJob, list, productBytes(columns), task);
  let next = 0;
  return stretches.map((own) => {
    const sums = new Float64Array(columns * columns);
    for (const part of each.slice(next, next + own.length)) addTo(sums, part);
    next += own.length;
    return sums;
  });
}

/** Sum of the sums of all folds but one. */
export function allBut(byFold: readonly Float64Array[], fold: number): Float64Array {
  const sums = new Float64Array(byFold[0].length);
  byFold.forEach((own, f) => {
    if (f !== fold) addTo(sums, own);
  });
  return sums;
}

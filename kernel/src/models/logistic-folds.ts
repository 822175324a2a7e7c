import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { rowsWhere } from '../statistics/folds.js';
import type { Task } from '../task.js';
import { currentEngine } from '../trees/engine/current.js';
import { logLossSlopesJob, slopeBytes } from '../trees/products/log-odds.js';
import { addTo } from '../trees/products/products.js';
import { allBut, type FoldedDesign, type FoldedProblem, productsByFold } from './folded-design.js';
import { designMatrix } from './linear-design.js';
import { type Problem, type Solution, smallestPenalty } from './linear-problem.js';
import { choosePenalty, fitLogistic, fitTolerance, flatSolution, mostRowsForPath } from './logistic.js';

const mostSteps = 20;
/** A step has to shrink what is left to gain by this much; where it does not, the fold is fitted by itself. */
const enoughProgress = 0.3;

/**
 * Coefficients of every fold's logistic regression, one a column: from a fit on a part of the rows, steps by the curvature there, which is
 * summed once fold by fold, and by the slopes of all rows, until these are 0.
 */
export function logisticByFold(design: FoldedDesign, task: Task): { models: Float64Array[]; l2: number } {
  const { problem, sizes, terms, rows } = design;
  const alone = (fold: number, l2: number | 'cv'): Float64Array =>
    modelOf(fitLogistic(problemOf(design, fold), l2, task), design);
  if (terms.length === 0 || oneClass(problem)) {
    return { models: rows.map((_, fold) => alone(fold, 0)), l2: 0 };
  }
  const part = problemOf(design, 0, mostRowsForPath);
  const training = sizes.reduce((sum, size) => sum + size, -sizes[0]);
  const start =
    problem.l2 === undefined
      ? choosePenalty(part, flatSolution(part), task)
      : fitLogistic(part, problem.l2, task);
  const l2 = Math.max(problem.l2 ?? (start.l2 * part.n) / training, smallestPenalty);
  const found = newtonByFold(design, modelOf(start, design), l2, task);
  return { models: found.map((model, fold) => model ?? alone(fold, l2)), l2 };
}

/** A model in the making, or one that steps do not lead to. */
interface Growing {
  readonly fold: number;
  readonly model: Float64Array;
  readonly factor: CholeskyDecomposition;
  promised: number;
  state: 'going' | 'there' | 'lost';
}

/** The models, but for those that steps from `start` do not lead to. */
function newtonByFold(
  design: FoldedDesign,
  start: Float64Array,
  l2: number,
  task: Task,
): (Float64Array | undefined)[] {
  const { stretches, columns, sizes, terms } = design;
  const size = terms.length + 1;
  const training = (fold: number): number => sizes.reduce((sum, own) => sum + own, -sizes[fold]);
  const curvatures = productsByFold(design, start, task);
  const all = stretches.map((_, fold): Growing => {
    const factor = new CholeskyDecomposition(
      hessianOf(allBut(curvatures, fold), columns, size, training(fold), l2),
    );
    return { fold, model: start.slice(), factor, promised: Number.POSITIVE_INFINITY, state: 'going' };
  });
  for (let step = 0; step < mostSteps; step++) {
    const going = all.filter(({ state }) => state === 'going');
    if (going.length === 0) break;
    slopesOf(design, going, task).forEach((slopes, i) => {
      const { fold, model, factor, promised } = going[i];
      const n = training(fold);
      const gradient = Array.from(
        { length: size },
        (_, a) => slopes[a] / n - (a < size - 1 ? l2 * model[a] : 0),
      );
      const direction = factor.solve(Matrix.columnVector(gradient)).to1DArray();
      const decrement = direction.reduce((sum, d, a) => sum + d * gradient[a], 0);
      if (!(decrement <= enoughProgress * promised)) {
        going[i].state = 'lost';
        return;
      }
      for (let a = 0; a < size; a++) model[a] += direction[a];
      going[i].promised = decrement;
      if (decrement < fitTolerance / n) going[i].state = 'there';
    });
  }
  return all.map(({ state, model }) => (state === 'there' ? model : undefined));
}

/** Slopes of the log likelihood at each of the models, over all rows but those of its own fold. */
function slopesOf(
  { stretches, columns }: FoldedDesign,
  going: readonly Growing[],
  task: Task,
): Float64Array[] {
  const asked = stretches.map((_, fold) => going.filter((one) => one.fold !== fold));
  const list = stretches.flatMap((own, fold) =>
    own.map((stretch) => ({ ...stretch, models: asked[fold].map(({ model }) => model) })),
  );
  const found = currentEngine().map(logLossSlopesJob, list, slopeBytes(columns, going.length), task);
  const sums = new Map(going.map((one) => [one, new Float64Array(columns)]));
  let next = 0;
  stretches.forEach((own, fold) => {
    for (const slopes of found.slice(next, next + own.length)) {
      asked[fold].forEach((one, i) => {
        addTo(sums.get(one) ?? new Float64Array(columns), slopes[i]);
      });
    }
    next += own.length;
  });
  return [...sums.values()];
}

/** Mean curvature of the penalised loss in the terms and the intercept behind them. */
function hessianOf(sums: Float64Array, columns: number, size: number, n: number, l2: number): Matrix {
  const hessian = Matrix.zeros(size, size);
  for (let a = 0; a < size; a++) {
    for (let b = a; b < size; b++) {
      const value = sums[a * columns + b] / n + (a === b && a < size - 1 ? l2 : 0);
      hessian.set(a, b, value);
      hessian.set(b, a, value);
    }
  }
  return hessian;
}

/** Rows to learn from without a fold, evenly spaced ones where there are more than `most`. */
function problemOf(
  { terms, features, problem, weight }: FoldedDesign,
  fold: number,
  most = Number.POSITIVE_INFINITY,
): Problem {
  const { foldOf, use, y } = problem;
  const all = rowsWhere(foldOf, (f, row) => f !== fold && use[row] === 1);
  const n = Math.min(most, all.length);
  const rows = Int32Array.from({ length: n }, (_, i) => all[Math.floor((i * all.length) / n)]);
  const x = designMatrix(terms, features, rows);
  const of = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]);
  return { x, y: of(y), w: of(weight), n, p: terms.length };
}

function modelOf({ intercept, coefficients }: Solution, { terms, columns }: FoldedDesign): Float64Array {
  const model = new Float64Array(columns);
  model.set(coefficients);
  model[terms.length] = intercept;
  return model;
}

/** Whether the rows to learn from are of one class alone, without some fold. */
function oneClass({ y, use, foldOf, folds }: FoldedProblem): boolean {
  const inClass = [0, 1].map(() => new Float64Array(folds));
  for (let row = 0; row < y.length; row++) if (use[row] === 1) inClass[y[row] > 0 ? 1 : 0][foldOf[row]]++;
  return inClass.some((own) => {
    const total = own.reduce((sum, count) => sum + count, 0);
    return own.some((count) => total - count === 0);
  });
}

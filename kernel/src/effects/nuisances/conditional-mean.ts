import { joinFeatures } from '../../data/features.js';
import type { Feature } from '../../data/table.js';
import { rowsWhere } from '../../statistics/folds.js';
import type { Task } from '../../task.js';
import type { Study } from '../study.js';
import { foldInputs } from './covariates.js';
import { crossFitStack, type FoldInputs, learnWithout, type StackProblem } from './stack.js';
import type { Subject } from './text-scores.js';

/** A mean to be known given the covariates of a study. */
export interface MeanProblem {
  readonly y: Float64Array;
  /** Which scores of the texts it may see. */
  readonly subject: Subject;
  /** 1 for rows that may be learned from; all where absent. */
  readonly use?: Uint8Array;
  /** More to know it by, such as mediators. */
  readonly more?: readonly Feature[];
}

/**
 * Cross-fitted mean of `y` given the covariates of a study, and more; the plain mean of the rows to learn from where there is nothing
 * to know it by. A probability where every `y` to learn from is 0 or 1.
 */
export function conditionalMean(study: Study, problem: MeanProblem, task: Task): Float64Array {
  const asked = stackOf(study, problem);
  return typeof asked === 'number' ? constant(study, asked) : crossFitStack(asked, task);
}

/** The same mean as it is learned without each fold: element `[k][row]` comes from rows outside fold `k`, whatever the fold of the row. */
export function meansByFold(study: Study, problem: MeanProblem, task: Task): Float64Array[] {
  const asked = stackOf(study, problem);
  const { folds, foldOf } = study.folds;
  const rows = Int32Array.from(foldOf.keys());
  return Array.from({ length: folds }, (_, fold) => {
    if (typeof asked === 'number') return constant(study, asked);
    return learnWithout(asked, fold, rows, task.part(fold / folds, (fold + 1) / folds));
  });
}

/** The mean of the rows of one fold, in their order, learned without it. */
export function meanOfFold(study: Study, problem: MeanProblem, fold: number, task: Task): Float64Array {
  const asked = stackOf(study, problem);
  const rows = rowsWhere(study.folds.foldOf, (own) => own === fold);
  return typeof asked === 'number'
    ? new Float64Array(rows.length).fill(asked)
    : learnWithout(asked, fold, rows, task);
}

/** The regression to be fitted, or the plain mean where a regression would learn nothing. */
function stackOf(study: Study, problem: MeanProblem): StackProblem | number {
  const { y, subject, more = [], use = new Uint8Array(y.length).fill(1) } = problem;
  const { weights } = study.sample;
  const known = y.filter((_, row) => use[row] === 1);
  // A regression learns nothing from no covariates, and nothing of what is the same everywhere.
  if ((!study.adjusts && more.length === 0) || known.every((value) => value === known[0])) {
    return mean(y, use, weights);
  }
  const family = known.every((value) => value === 0 || value === 1) ? 'binomial' : 'gaussian';
  const remainder = subject === 'outcome' ? study.covariates.remainder : undefined;
  const inputs = inputsOf(study, subject, more);
  const { nuisances } = study.parameters;
  return { ...study.folds, inputs, y, use, family, weights, nuisances, remainder };
}

function constant({ sample }: Study, value: number): Float64Array {
  return new Float64Array(sample.arm.length).fill(value);
}

function mean(y: Float64Array, use: Uint8Array, weights?: Float64Array): number {
  let sum = 0;
  let size = 0;
  for (let row = 0; row < y.length; row++) {
    const weight = use[row] * (weights ? weights[row] : 1);
    sum += weight * y[row];
    size += weight;
  }
  return sum / size;
}

/** Inputs of each fold with more features beside them; folds that share theirs still do. */
function inputsOf(
  { covariates }: Study,
  subject: Subject,
  more: readonly Feature[],
): (fold: number) => FoldInputs {
  const joined = new Map<FoldInputs, FoldInputs>();
  return (fold) => {
    const plain = covariates.inputs(subject, fold);
    if (more.length === 0) return plain;
    const known = joined.get(plain) ?? foldInputs(joinFeatures(plain.features, more));
    joined.set(plain, known);
    return known;
  };
}

import { joinFeatures } from '../../data/features.js';
import type { Feature } from '../../data/table.js';
import type { Task } from '../../task.js';
import type { Study } from '../study.js';
import { foldInputs } from './covariates.js';
import { crossFitStack, type FoldInputs } from './stack.js';
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
  const { y, subject, more = [], use = new Uint8Array(y.length).fill(1) } = problem;
  const { weights } = study.sample;
  const known = y.filter((_, row) => use[row] === 1);
  // A regression learns nothing from no covariates, and nothing of what is the same everywhere.
  if ((!study.adjusts && more.length === 0) || known.every((value) => value === known[0])) {
    return new Float64Array(y.length).fill(mean(y, use, weights));
  }
  const family = known.every((value) => value === 0 || value === 1) ? 'binomial' : 'gaussian';
  const remainder = subject === 'outcome' ? study.covariates.remainder : undefined;
  const inputs = inputsOf(study, subject, more);
  const { nuisances } = study.parameters;
  return crossFitStack({ ...study.folds, inputs, y, use, family, weights, nuisances, remainder }, task);
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

import { Matrix, pseudoInverse } from 'ml-matrix';
import { joinFeatures } from '../../data/features.js';
import { designMatrix, designTerms } from '../../models/linear-design.js';
import { inputError } from '../../problem.js';
import { rowsWhere } from '../../statistics/folds.js';
import { counted } from '../../words/phrases.js';
import { constantNuisances } from '../nuisances/nuisances.js';
import type { Sample } from '../sample/sample.js';
import type { Study } from '../study.js';
import { differenceInMeans } from './difference-in-means.js';
import { doublyRobustScores } from './doubly-robust.js';
import type { Estimator } from './estimator.js';
import { oncePerStudy } from './once.js';

/** Covariates of the rows, centred at their means. */
interface Design {
  /** Rows x terms, row-major. */
  readonly x: Float64Array;
  readonly terms: number;
}

const designOf = oncePerStudy(({ sample, covariates }: Study): Design => {
  const features = joinFeatures(covariates.columns, covariates.scores);
  const rows = Int32Array.from(sample.arm.keys());
  const terms = designTerms(features, rows);
  return { x: designMatrix(terms, features, rows), terms: terms.length };
});

/**
 * CUPED (Deng, Xu, Kohavi and Walker 2013): the difference in means of `y - theta' (x - mean(x))`, with the columns adjusted for as the
 * covariates `x` from before the experiment. Among all `theta` it takes the one with the least variance of the difference,
 * `theta = (sum_a Sxx_a / n_a)^-1 (sum_a Sxy_a / n_a)` over the two arms: with arms of equal size that is the pooled `cov(x, y) / var(x)`
 * of the paper, and with others it is still never less precise than the difference in means (Freedman 2008 shows that the pooled one
 * can be). One `theta` serves both arms; where covariates mean something else in each, `lin` gains more.
 *
 * Supposes that arms were assigned at random and that the covariates are older than the assignment. Errors are Neyman's with the degrees of
 * freedom that `theta` takes.
 */
export const cuped: Estimator = {
  nuisances: (study) => study.constants(),
  estimate(study, contrast, task) {
    const { sample, parameters } = study;
    const design = designOf(study, task);
    const fewest = Math.min(sample.counts[0], sample.counts[contrast]);
    if (fewest <= design.terms + 2) {
      throw inputError(
        'CS6042',
        `An arm of ${parameters.treatment} has ${counted(fewest, 'row')} for ${counted(design.terms, 'covariate')} of CUPED; adjust for fewer columns.`,
        { column: parameters.treatment },
      );
    }
    const adjusted = { ...sample, outcome: adjustedOutcome(sample, design, contrast) };
    const average = differenceInMeans(adjusted, contrast);
    const n = sample.counts[0] + sample.counts[contrast];
    const inflation = Math.sqrt((n - 2) / (n - 2 - design.terms));
    const baseline = { ...average.baseline, stdError: inflation * average.baseline.stdError };
    return {
      scores: doublyRobustScores(adjusted, constantNuisances(adjusted), contrast, parameters.estimand),
      average: { ...average, stdError: inflation * average.stdError, baseline },
    };
  },
};

/** `y - theta' x` with the theta of a contrast. */
function adjustedOutcome({ arm, outcome }: Sample, { x, terms }: Design, contrast: number): Float64Array {
  if (terms === 0) return outcome;
  const spread = Matrix.zeros(terms, terms);
  const together = Matrix.zeros(terms, 1);
  for (const own of [0, contrast]) {
    const rows = rowsWhere(arm, (a) => a === own);
    const centred = centredRows(x, terms, rows);
    const y = Matrix.columnVector([...rows].map((row) => outcome[row]));
    const size = rows.length * (rows.length - 1);
    const across = centred.transpose();
    spread.add(across.mmul(centred).div(size));
    together.add(across.mmul(y).div(size));
  }
  const theta = pseudoInverse(spread).mmul(together).to1DArray();
  return outcome.map((value, row) => theta.reduce((left, t, a) => left - t * x[row * terms + a], value));
}

/** Rows of a design less their mean. */
function centredRows(x: Float64Array, terms: number, rows: Int32Array): Matrix {
  const own = new Matrix([...rows].map((row) => [...x.subarray(row * terms, (row + 1) * terms)]));
  return own.center('column');
}

import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { joinFeatures } from '../../data/features.js';
import { designMatrix, designTerms } from '../../models/linear-design.js';
import { inputError } from '../../problem.js';
import type { Task } from '../../task.js';
import { counted } from '../../words/phrases.js';
import type { Sample } from '../sample/sample.js';
import type { Study } from '../study.js';
import type { Average, Estimated, Estimator } from './estimator.js';
import { oncePerStudy } from './once.js';

/** Directions with less than this share of the largest spread are taken for repetitions of others. */
const rankTolerance = 1e-9;

/** Least squares in one arm on covariates centred at the mean of all rows. */
interface ArmRegression {
  /** Fitted mean in the arm, for every row of the sample. */
  readonly mean: Float64Array;
  /** What a row adds to the mean of the arm at the average row, of the rows of the arm; they add up to 0. */
  readonly influence: Float64Array;
  /** Square of the standard error of that mean (HC2). */
  readonly variance: number;
  readonly freedom: number;
}

const regressionsOf = oncePerStudy(fitArms);

/**
 * Regression adjustment of an experiment (Lin 2013): least squares of the outcome on the covariates in each arm, both
 * read at the average row of the sample; in one equation `y ~ w + x + w (x - mean(x))`. Never less precise than the difference in
 * means in large samples, whatever the truth looks like: the regression need not be right. Errors are HC2 (MacKinnon and
 * White 1985), and hold for the population that the rows were drawn from: that the average row would be another in another sample
 * is in them (Negi and Wooldridge 2021).
 *
 * Supposes that arms were assigned at random; the effects on everyone, on the treated and on the untreated are then the same.
 */
export const lin: Estimator = {
  nuisances: (study) => study.constants(),
  estimate: (study, contrast, task) => difference(study.sample, regressionsOf(study, task), contrast),
};

function difference({ weights }: Sample, regressions: readonly ArmRegression[], contrast: number): Estimated {
  const [one, other] = [regressions[contrast], regressions[0]];
  const population = weights ?? new Float64Array(one.mean.length).fill(1);
  const size = population.reduce((sum, w) => sum + w, 0);
  const part = ({ mean, influence }: ArmRegression): Float64Array =>
    mean.map((value, row) => population[row] * value + size * influence[row]);
  const [treated, baseline] = [part(one), part(other)];
  const effect = treated.map((value, row) => value - baseline[row]);
  const scores = { effect, baseline, population };
  if (weights) return { scores };
  const gap = moments(one.mean.map((value, row) => value - other.mean[row]));
  const under = moments(other.mean);
  const average: Average = {
    estimate: gap.mean,
    stdError: Math.sqrt(one.variance + other.variance + gap.variance / size),
    freedom: one.freedom + other.freedom,
    baseline: { mean: under.mean, stdError: Math.sqrt(other.variance + under.variance / size) },
  };
  return { scores, average };
}

function fitArms({ sample, covariates, parameters }: Study, task: Task): ArmRegression[] {
  const features = joinFeatures(covariates.columns, covariates.scores);
  const all = Int32Array.from(sample.arm.keys());
  const terms = designTerms(features, all, sample.weights);
  const design = designMatrix(terms, features, all);
  return sample.arms.map((name, own) => {
    task.check();
    return fitArm(sample, design, terms.length, own, (rank) =>
      inputError(
        'CS6042',
        `Arm "${name}" of ${parameters.treatment} has ${counted(sample.counts[own], 'row')} for ${counted(rank, 'coefficient')} of the regression; adjust for fewer columns, or use \`aipw\`.`,
        { column: parameters.treatment },
      ),
    );
  });
}

function fitArm(
  { arm, outcome, weights }: Sample,
  design: Float64Array,
  p: number,
  own: number,
  tooFew: (rank: number) => Error,
): ArmRegression {
  const at = (row: number, a: number): number => (a === 0 ? 1 : design[row * p + a - 1]);
  const weight = (row: number): number => (weights ? weights[row] : 1);
  const gram = Matrix.zeros(p + 1, p + 1);
  const moment = new Float64Array(p + 1);
  const rows = [...arm.keys()].filter((row) => arm[row] === own);
  for (const row of rows) {
    for (let a = 0; a <= p; a++) {
      const xa = weight(row) * at(row, a);
      moment[a] += xa * outcome[row];
      for (let b = 0; b <= a; b++) gram.set(a, b, gram.get(a, b) + xa * at(row, b));
    }
  }
  for (let a = 0; a <= p; a++) for (let b = 0; b < a; b++) gram.set(b, a, gram.get(a, b));
  const { inverse, rank } = pseudoInverse(gram);
  if (rows.length <= rank + 1) throw tooFew(rank);
  const coefficients = inverse.mmul(Matrix.columnVector(moment)).to1DArray();
  const dot = (row: number, values: ArrayLike<number>): number => {
    let sum = 0;
    for (let a = 0; a <= p; a++) sum += at(row, a) * values[a];
    return sum;
  };
  const mean = outcome.map((_, row) => dot(row, coefficients));
  const influence = new Float64Array(arm.length);
  const atAverage = inverse.getRow(0);
  let variance = 0;
  for (const row of rows) {
    const leverage = weight(row) * quadratic(inverse, (a) => at(row, a));
    influence[row] = weight(row) * dot(row, atAverage) * (outcome[row] - mean[row]);
    if (leverage < 1 - 1e-9) variance += influence[row] ** 2 / (1 - leverage);
  }
  return { mean, influence, variance, freedom: rows.length - rank };
}

/** Inverse on the directions that the covariates span. */
function pseudoInverse(gram: Matrix): { inverse: Matrix; rank: number } {
  const { realEigenvalues: values, eigenvectorMatrix: vectors } = new EigenvalueDecomposition(gram, {
    assumeSymmetric: true,
  });
  const least = rankTolerance * Math.max(...values);
  const scaled = vectors.clone();
  values.forEach((value, a) => {
    scaled.mulColumn(a, value > least ? 1 / value : 0);
  });
  return { inverse: scaled.mmul(vectors.transpose()), rank: values.filter((value) => value > least).length };
}

function quadratic(matrix: Matrix, x: (a: number) => number): number {
  let sum = 0;
  for (let a = 0; a < matrix.rows; a++) {
    for (let b = 0; b < a; b++) sum += 2 * x(a) * x(b) * matrix.get(a, b);
    sum += x(a) ** 2 * matrix.get(a, a);
  }
  return sum;
}

function moments(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}

import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { joinFeatures } from '../../data/features.js';
import type { Features } from '../../data/table.js';
import { fitLinear, predictLinear } from '../../models/linear.js';
import { designMatrix } from '../../models/linear-design.js';
import type { Task } from '../../task.js';
import type { Study } from '../study.js';
import { fourKnotsOf, withSplines } from './splines.js';

/** Rows of the smallest arm that a coefficient needs, so that the maximum of the likelihood is near the truth (Peduzzi et al. 1996). */
const rowsPerCoefficient = 10;
/** Keeps the information invertible where columns repeat each other. */
const ridge = 1e-8;
/** Step of the log odds in numeric derivatives. */
const step = 1e-4;

/** Propensities by maximum likelihood, which know how much they owe to chance. */
export interface LogisticPropensities {
  /** `[arm][row]`; over the arms they add up to 1. */
  readonly propensity: readonly Float64Array[];
  /**
   * What estimating the propensities adds to the influence of each row on the mean over rows of `part(row, p)`, where `p` holds the
   * row's propensity of every arm (theory of M-estimators: Newey and McFadden 1994, section 6; Lunceford and Davidian 2004).
   * It has mean 0.
   */
  influence(part: (row: number, p: readonly number[]) => number): Float64Array;
  /**
   * The same for a mean whose rows are not smooth in the propensities, from its `scores`, one per row: less what the scores of the
   * likelihood explain of them. Right where the mean is that of the truth whatever the propensities are.
   */
  explained(scores: Float64Array): Float64Array;
}

/** One logistic regression: of an arm against the rest. */
interface Fit {
  readonly y: Float64Array;
  readonly probability: Float64Array;
  /** Rows x terms with a leading 1, row-major. */
  readonly x: Float64Array;
  readonly terms: number;
}

/**
 * Logistic regressions of the arms on the covariates and the scores of texts, on all rows and without a penalty: weighting
 * alone has no outcome regression to mend what a penalty leaves, and the errors of maximum likelihood can be told. Numbers enter with
 * their curves (restricted cubic splines) where the smallest arm has {@link rowsPerCoefficient} rows for every coefficient.
 * Supposes that the log odds are linear in these. Several arms have one regression each against the rest, scaled to add up to 1.
 */
export function logisticPropensities({ sample, covariates }: Study, task: Task): LogisticPropensities {
  const { arms, arm, weights } = sample;
  const plain = joinFeatures(covariates.columns, covariates.treatmentScores);
  const features = chosenFeatures(plain, Math.min(...sample.counts));
  const subjects = arms.length === 2 ? [1] : [...arms.keys()];
  const fits = subjects.map((own, i) => {
    const part = task.part(i / subjects.length, (i + 1) / subjects.length, 'Fitting propensities');
    const y = Float64Array.from(arm, (a) => (a === own ? 1 : 0));
    return fitLogistic(features, y, weights, part);
  });
  const rows = [...arm.keys()];
  const byRow = rows.map((row) => byArm(fits.map((fit) => fit.probability[row])));
  const summed = (slopeOf: (fit: Fit, k: number) => Float64Array): Float64Array => {
    const total = new Float64Array(arm.length);
    fits.forEach((fit, k) => {
      influenceOf(fit, slopeOf(fit, k), weights).forEach((value, row) => {
        total[row] += value;
      });
    });
    return total;
  };
  return {
    propensity: arms.map((_, a) => Float64Array.from(byRow, (p) => p[a])),
    explained: (scores) =>
      summed(({ y, probability }) => scores.map((value, row) => -value * (y[row] - probability[row]))),
    influence: (part) =>
      summed((_, k) =>
        Float64Array.from(rows, (row) => {
          const at = (shift: number): number =>
            part(
              row,
              byArm(fits.map(({ probability }, j) => shifted(probability[row], j === k ? shift : 0))),
            );
          return (at(step) - at(-step)) / (2 * step);
        }),
      ),
  };
}

/** With curves where there are rows enough for them. */
function chosenFeatures(plain: Features, fewest: number): Features {
  const curved = withSplines(plain, fourKnotsOf(plain));
  const coefficients = curved.list.reduce(
    (sum, { levels }) => sum + Math.max(1, (levels?.length ?? 2) - 1),
    1,
  );
  return fewest >= rowsPerCoefficient * coefficients ? curved : plain;
}

function fitLogistic(
  features: Features,
  y: Float64Array,
  weights: Float64Array | undefined,
  task: Task,
): Fit {
  const rows = Int32Array.from(y.keys());
  const model = fitLinear(features, y, rows, { family: 'binomial', l2: 0, weights }, task);
  const design = designMatrix(model.terms, features, rows);
  const p = model.terms.length;
  const x = new Float64Array(y.length * (p + 1));
  for (let row = 0; row < y.length; row++) {
    x[row * (p + 1)] = 1;
    x.set(design.subarray(row * p, (row + 1) * p), row * (p + 1) + 1);
  }
  return { y, probability: predictLinear(model, features), x, terms: p + 1 };
}

/** `w (y - q) x' H^-1 D`, with the information `H = mean(w q (1 - q) x x')` and `D = mean(slope x)`. */
function influenceOf(
  { y, probability, x, terms }: Fit,
  slope: Float64Array,
  weights: Float64Array | undefined,
): Float64Array {
  const n = y.length;
  const weight = (row: number): number => (weights ? weights[row] : 1);
  const information = Matrix.eye(terms, terms, ridge);
  const gradient = new Float64Array(terms);
  for (let row = 0; row < n; row++) {
    const q = probability[row];
    const curvature = (weight(row) * q * (1 - q)) / n;
    for (let a = 0; a < terms; a++) {
      const xa = x[row * terms + a];
      gradient[a] += (slope[row] * xa) / n;
      for (let b = 0; b <= a; b++) {
        information.set(a, b, information.get(a, b) + curvature * xa * x[row * terms + b]);
      }
    }
  }
  for (let a = 0; a < terms; a++) for (let b = 0; b < a; b++) information.set(b, a, information.get(a, b));
  const direction = new CholeskyDecomposition(information).solve(Matrix.columnVector(gradient)).to1DArray();
  return y.map((value, row) => {
    const along = direction.reduce((sum, d, a) => sum + d * x[row * terms + a], 0);
    return weight(row) * (value - probability[row]) * along;
  });
}

/** Probability with its log odds moved. */
function shifted(probability: number, by: number): number {
  const odds = Math.exp(by);
  return (probability * odds) / (1 - probability + probability * odds);
}

/** Of two arms one regression tells both; of more, each against the rest is scaled to add up to 1. */
function byArm(fitted: readonly number[]): number[] {
  if (fitted.length === 1) return [1 - fitted[0], fitted[0]];
  const bounded = fitted.map((q) => Math.max(q, 1e-6));
  const total = bounded.reduce((sum, q) => sum + q, 0);
  return bounded.map((q) => q / total);
}

import type { Units } from '../../models/units.js';
import type { Estimand } from '../../plan.js';
import type { Check } from '../../result.js';
import { binomialQuantile } from '../../statistics/binomial.js';
import { normalQuantile, studentQuantile } from '../../statistics/normal.js';
import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { percent } from '../../words/phrases.js';
import { clip, weightOf } from '../estimators/estimand-weights.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Sample } from '../sample/sample.js';
import type { Finding } from './check.js';

/**
 * Placebo treatments drawn. The share that excludes 0 is then known to .7 %, so that one seed says what another does; of many
 * rows fewer are drawn, since their intervals are close to normal and each draw takes longer.
 */
const draws = { most: 1000, fewest: 200, rows: 20_000_000 };
/** How often a sound analysis fails this check. */
const falseAlarms = 0.05;

/**
 * Placebo treatment: every row's arm is drawn anew with its own estimated propensities, so that nobody was treated by
 * it and its effect is 0, while overlap stays as hard as it is. Each draw is estimated like the treatment itself, with the
 * mean outcome given the covariates as the regression of every arm. Where clusters were treated as a whole they are drawn as a
 * whole, with the mean propensity of their rows.
 *
 * Null hypothesis: an interval of this data excludes a true effect of 0 in at most `1 - level` of draws. Their intervals have the errors of
 * the estimate, but for what few rows do to any: a variance is that of its effective rows less one, and the quantile Student's with the
 * degrees of freedom of Welch (1947). Given the data the
 * draws are independent, so the number that exclude 0 is binomial; the check fails above the binomial's 95 % quantile
 * (shared between contrasts), that is, in at most 1 of 20 sound analyses. It judges intervals (heavy tails, large weights,
 * few rows), not whether a confounder is missing.
 */
export function placeboCheck({ study, used: nuisances }: Pick<Finding, 'study' | 'used'>, task: Task): Check {
  const { estimand, level, seed } = study.parameters;
  const { arms, outcome, clusters } = study.sample;
  const together = treatedTogether(study.sample);
  const propensity = byCluster(clipped(nuisances.propensity), together);
  const mean = (row: number): number =>
    propensity.reduce((sum, p, a) => sum + p[row] * nuisances.outcome[a][row], 0);
  const residual = outcome.map((value, row) => value - mean(row));
  const weights = propensity
    .slice(1)
    .map((own) => placeboWeights(propensity[0], own, estimand, study.sample.weights));
  const probability = 0.5 + level / 2;
  const normal = normalQuantile(probability);
  const random = createRandom(seed, 2);
  const count = Math.max(draws.fewest, Math.min(draws.most, Math.floor(draws.rows / outcome.length)));
  const excluded = new Array<number>(arms.length - 1).fill(0);
  for (let draw = 0; draw < count; draw++) {
    task.report(draw / count, 'Drawing placebo treatments');
    const arm = drawArms(propensity, together, random.next);
    weights.forEach(([treated, untreated], i) => {
      const one = weightedMean(arm, i + 1, treated, residual);
      const other = weightedMean(arm, 0, untreated, residual);
      if (one.total === 0 || other.total === 0) return;
      const { variance, freedom } = clusters
        ? clusteredVariance(clusters, arm, i + 1, [treated, untreated], residual, [one, other])
        : welch(one, other);
      const distance = Math.abs(one.mean - other.mean) / Math.sqrt(variance);
      // Student's quantiles are above the normal one, and take longer.
      if (distance > normal && distance > studentQuantile(probability, freedom)) excluded[i]++;
    });
  }
  const most = Math.max(...excluded);
  const allowed = binomialQuantile(1 - falseAlarms / excluded.length, count, 1 - level);
  const passed = most <= allowed;
  const verdict = passed
    ? 'the intervals can be trusted.'
    : 'the interval of this effect is too narrow: there are too few rows, extreme weights, or extreme outcomes.';
  return {
    name: 'placebo',
    passed,
    value: most / count,
    threshold: allowed / count,
    sentence: `Of ${count} placebo treatments, whose effect on the outcome is 0, ${percent(1 - level)} should have intervals that exclude 0, and chance allows for ${percent(allowed / count)}; ${percent(most / count)} did, so ${verdict}`,
  };
}

/** Weights of the estimand for a row if drawn into the arm, and if drawn into the baseline. */
function placeboWeights(
  baseline: Float64Array,
  own: Float64Array,
  estimand: Estimand,
  sample: Float64Array | undefined,
): [Float64Array, Float64Array] {
  const weight = sample ?? new Float64Array(own.length).fill(1);
  return [
    weight.map((w, row) => w * weightOf(estimand, true, own[row], baseline[row])),
    weight.map((w, row) => w * weightOf(estimand, false, baseline[row], own[row])),
  ];
}

/** The clusters, where every one of them lies in one arm whole. */
function treatedTogether({ arm, clusters }: Sample): Units | undefined {
  if (!clusters) return undefined;
  const armOf = new Int32Array(clusters.count).fill(-1);
  const mixed = clusters.of.some((cluster, row) => {
    if (armOf[cluster] < 0) armOf[cluster] = arm[row];
    return armOf[cluster] !== arm[row];
  });
  return mixed ? undefined : clusters;
}

/** Propensities with the mean of its cluster in every row. */
function byCluster(propensity: Float64Array[], clusters: Units | undefined): Float64Array[] {
  if (!clusters) return propensity;
  const { of, count } = clusters;
  const sizes = new Float64Array(count);
  for (const cluster of of) sizes[cluster]++;
  return propensity.map((p) => {
    const sums = new Float64Array(count);
    p.forEach((value, row) => {
      sums[of[row]] += value;
    });
    return Float64Array.from(of, (cluster) => sums[cluster] / sizes[cluster]);
  });
}

interface WeightedMean {
  readonly mean: number;
  /** Sum of the weights. */
  readonly total: number;
  readonly variance: number;
  /** Rows of equal weight that would be worth as much (Kish). */
  readonly effective: number;
}

interface Variance {
  readonly variance: number;
  readonly freedom: number;
}

/** Variance of the difference of two means, and the degrees of freedom of its error. */
function welch(one: WeightedMean, other: WeightedMean): Variance {
  const parts = [one, other].map(({ variance, effective }) => ({
    variance: (variance * effective) / Math.max(1, effective - 1),
    freedom: Math.max(1, effective - 1),
  }));
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const spread = parts.reduce((sum, part) => sum + part.variance ** 2 / part.freedom, 0);
  return { variance, freedom: spread > 0 ? variance ** 2 / spread : Number.POSITIVE_INFINITY };
}

/**
 * Weighted mean of one arm and its variance `sum(w^2 (r - mean)^2) / sum(w)^2`. With the same regression in every arm the
 * doubly robust estimate and its influence function come down to the difference of two of these.
 */
function weightedMean(
  arm: Int32Array,
  own: number,
  weights: Float64Array,
  residual: Float64Array,
): WeightedMean {
  let total = 0;
  let sum = 0;
  let squares = 0;
  let squaresR = 0;
  let squaresRR = 0;
  for (let row = 0; row < arm.length; row++) {
    if (arm[row] !== own) continue;
    const w = weights[row];
    const r = residual[row];
    total += w;
    sum += w * r;
    squares += w * w;
    squaresR += w * w * r;
    squaresRR += w * w * r * r;
  }
  if (total === 0) return { mean: 0, total, variance: 0, effective: 0 };
  const mean = sum / total;
  return {
    mean,
    total,
    effective: total ** 2 / squares,
    variance: Math.max(0, squaresRR - 2 * mean * squaresR + mean * mean * squares) / total ** 2,
  };
}

/** Variance of the difference of two weighted means, from the sums of their influences within clusters. */
function clusteredVariance(
  { of, count }: Units,
  arm: Int32Array,
  contrast: number,
  [treated, untreated]: readonly [Float64Array, Float64Array],
  residual: Float64Array,
  [one, other]: readonly [WeightedMean, WeightedMean],
): Variance {
  const sums = new Float64Array(count);
  for (let row = 0; row < arm.length; row++) {
    if (arm[row] === contrast) sums[of[row]] += (treated[row] * (residual[row] - one.mean)) / one.total;
    else if (arm[row] === 0) sums[of[row]] -= (untreated[row] * (residual[row] - other.mean)) / other.total;
  }
  const variance = (sums.reduce((sum, value) => sum + value * value, 0) * count) / (count - 1);
  return { variance, freedom: count - 1 };
}

/** Placebo arms are drawn from what the estimator divides by: clipped, and adding up to 1 again. */
function clipped(propensity: Nuisances['propensity']): Float64Array[] {
  const bounded = propensity.map((p) => p.map((value) => Math.max(clip, value)));
  const total = bounded[0].map((_, row) => bounded.reduce((sum, p) => sum + p[row], 0));
  return bounded.map((p) => p.map((value, row) => value / total[row]));
}

/** An arm for every row, or one for all rows of each of the clusters. */
function drawArms(
  propensity: readonly Float64Array[],
  clusters: Units | undefined,
  next: () => number,
): Int32Array {
  const arm = new Int32Array(propensity[0].length);
  const drawn = clusters && Float64Array.from({ length: clusters.count }, next);
  for (let row = 0; row < arm.length; row++) {
    let u = clusters && drawn ? drawn[clusters.of[row]] : next();
    let a = 0;
    while (a + 1 < propensity.length && u >= propensity[a][row]) u -= propensity[a++][row];
    arm[row] = a;
  }
  return arm;
}

import type { Estimand } from '../../plan.js';
import type { Check } from '../../result.js';
import { normalQuantile } from '../../statistics/normal.js';
import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { percent } from '../../words/phrases.js';
import { clip } from '../estimators/doubly-robust.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Finding } from './check.js';

/**
 * Placebo treatments drawn. The share that excludes 0 is then known to .7 %, so that one seed says what another does; of many
 * rows fewer are drawn, since their intervals are close to normal and each draw takes longer.
 */
const draws = { most: 1000, fewest: 200, rows: 20_000_000 };
/** Normal intervals of a few hundred rows miss by a little more than they say; this much more is no fault. */
const tolerance = 1.1;
/** How often a sound analysis fails this check. */
const falseAlarms = 0.05;

/**
 * Placebo treatment: every row's arm is drawn anew with its own estimated propensities, so that nobody was treated by
 * it and its effect is 0, while overlap stays as hard as it is. Each draw is estimated like the treatment itself, with the
 * mean outcome given the covariates as the regression of every arm.
 *
 * Null hypothesis: an interval of this data excludes a true effect of 0 in at most 1.1 x `1 - level` of draws. Given the data the
 * draws are independent, so the number that exclude 0 is binomial; the check fails above the binomial's 95 % quantile
 * (shared between contrasts), that is, in at most 1 of 20 sound analyses. It judges intervals (heavy tails, large weights,
 * few rows), not whether a confounder is missing.
 */
export function placeboCheck({ study, used: nuisances }: Pick<Finding, 'study' | 'used'>, task: Task): Check {
  const { estimand, level, seed } = study.parameters;
  const { arms, outcome } = study.sample;
  const propensity = clipped(nuisances.propensity);
  const mean = (row: number): number =>
    propensity.reduce((sum, p, a) => sum + p[row] * nuisances.outcome[a][row], 0);
  const residual = outcome.map((value, row) => value - mean(row));
  const weights = propensity.slice(1).map((own) => placeboWeights(propensity[0], own, estimand));
  const z = normalQuantile(0.5 + level / 2);
  const random = createRandom(seed, 2);
  const count = Math.max(draws.fewest, Math.min(draws.most, Math.floor(draws.rows / outcome.length)));
  const excluded = new Array<number>(arms.length - 1).fill(0);
  for (let draw = 0; draw < count; draw++) {
    task.report(draw / count, 'Drawing placebo treatments');
    const arm = drawArms(propensity, random.next);
    weights.forEach(([treated, untreated], i) => {
      const one = weightedMean(arm, i + 1, treated, residual);
      const other = weightedMean(arm, 0, untreated, residual);
      if (Math.abs(one.mean - other.mean) > z * Math.sqrt(one.variance + other.variance)) excluded[i]++;
    });
  }
  const most = Math.max(...excluded);
  const allowed = binomialQuantile(1 - falseAlarms / excluded.length, count, tolerance * (1 - level));
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
): [Float64Array, Float64Array] {
  if (estimand === 'ate') return [own.map((p) => 1 / p), baseline.map((p) => 1 / p)];
  return [new Float64Array(own.length).fill(1), own.map((p, row) => p / baseline[row])];
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
): { mean: number; variance: number } {
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
  if (total === 0) return { mean: 0, variance: 0 };
  const mean = sum / total;
  return {
    mean,
    variance: Math.max(0, squaresRR - 2 * mean * squaresR + mean * mean * squares) / total ** 2,
  };
}

/** Placebo arms are drawn from what the estimator divides by: clipped, and adding up to 1 again. */
function clipped(propensity: Nuisances['propensity']): Float64Array[] {
  const bounded = propensity.map((p) => p.map((value) => Math.max(clip, value)));
  const total = bounded[0].map((_, row) => bounded.reduce((sum, p) => sum + p[row], 0));
  return bounded.map((p) => p.map((value, row) => value / total[row]));
}

function drawArms(propensity: readonly Float64Array[], next: () => number): Int32Array {
  const arm = new Int32Array(propensity[0].length);
  for (let row = 0; row < arm.length; row++) {
    let u = next();
    let a = 0;
    while (a + 1 < propensity.length && u >= propensity[a][row]) u -= propensity[a++][row];
    arm[row] = a;
  }
  return arm;
}

/** Smallest `k` with `P(X <= k) >= probability` for X binomial of `n` trials. */
function binomialQuantile(probability: number, n: number, chance: number): number {
  let mass = (1 - chance) ** n;
  let total = mass;
  let k = 0;
  while (total < probability && k < n) {
    mass *= ((n - k) / (k + 1)) * (chance / (1 - chance));
    total += mass;
    k++;
  }
  return k;
}

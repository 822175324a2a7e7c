import type { Estimand } from '../plan.js';
import type { Check } from '../result.js';
import type { Task } from '../task.js';
import { createRandom } from '../trees/random.js';
import { clip, doublyRobustScores, ratioEstimate } from './doubly-robust.js';
import type { Nuisances } from './nuisances.js';
import type { Sample } from './sample.js';
import { percent } from './words.js';

/** Placebo treatments drawn; enough for the share of false alarms to be known to 2 %. */
const draws = 200;
/** How often a sound analysis fails this check. */
const falseAlarms = 0.05;

/**
 * Placebo treatment: every row's arm is drawn anew with its own estimated propensities, so that nobody was treated by
 * it and its effect is 0, while overlap stays as hard as it is. Each draw is estimated like the treatment itself (the
 * mean outcome given the covariates serves as the regression of every arm).
 *
 * Null hypothesis: an interval of this data excludes a true effect of 0 in `1 - level` of draws. Given the data the
 * draws are independent, so the number that exclude 0 is binomial; the check fails above the binomial's 95 % quantile
 * (shared between contrasts), that is, in at most 1 of 20 sound analyses. It judges intervals (heavy tails, large weights,
 * few rows), not whether a confounder is missing.
 */
export function placeboCheck(
  sample: Sample,
  nuisances: Nuisances,
  estimand: Estimand,
  level: number,
  seed: number,
  task: Task,
): Check {
  const { arms, outcome } = sample;
  const propensity = clipped(nuisances.propensity);
  const mean = outcome.map((_, row) =>
    propensity.reduce((sum, p, a) => sum + p[row] * nuisances.outcome[a][row], 0),
  );
  const placebo: Nuisances = { propensity, outcome: arms.map(() => mean) };
  const random = createRandom(seed, 2);
  const excluded = new Array<number>(arms.length - 1).fill(0);
  for (let draw = 0; draw < draws; draw++) {
    task.report(draw / draws, 'Drawing placebo treatments');
    const arm = drawArms(propensity, random.next);
    excluded.forEach((_, i) => {
      const scores = doublyRobustScores({ arm, outcome }, placebo, i + 1, estimand);
      const [low, high] = ratioEstimate(scores.effect, scores.population, level).interval;
      if (low > 0 || high < 0) excluded[i]++;
    });
  }
  const most = Math.max(...excluded);
  const allowed = binomialQuantile(1 - falseAlarms / excluded.length, draws, 1 - level);
  const passed = most <= allowed;
  const verdict = passed
    ? 'the intervals can be trusted.'
    : 'the interval of this effect is too narrow: there are too few rows, extreme weights, or extreme outcomes.';
  return {
    name: 'placebo',
    passed,
    value: most / draws,
    threshold: allowed / draws,
    sentence: `Of ${draws} placebo treatments, whose effect on the outcome is 0, ${percent(1 - level)} should have intervals that exclude 0, and chance allows up to ${percent(allowed / draws)}; ${percent(most / draws)} did, so ${verdict}`,
  };
}

/** Placebo arms are drawn from what the estimator divides by: clipped, and adding up to 1 again. */
function clipped(propensity: Nuisances['propensity']): Float64Array[] {
  const bounded = propensity.map((p) => p.map((value) => Math.max(clip, value)));
  const total = bounded[0].map((_, row) => bounded.reduce((sum, p) => sum + p[row], 0));
  return bounded.map((p) => p.map((value, row) => value / total[row]));
}

function drawArms(propensity: readonly Float64Array[], next: () => number): Int32Array {
  return Int32Array.from(propensity[0], (_, row) => {
    let u = next();
    let a = 0;
    while (a + 1 < propensity.length && u >= propensity[a][row]) u -= propensity[a++][row];
    return a;
  });
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

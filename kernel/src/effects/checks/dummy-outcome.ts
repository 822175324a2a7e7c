import type { Check } from '../../result.js';
import { normalQuantile, studentQuantile } from '../../statistics/normal.js';
import { createRandom, type Random } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { figure } from '../../words/phrases.js';
import type { Finding } from './check.js';
import { refit, withOutcome } from './refit.js';

/** How often a sound analysis fails this check. */
const falseAlarms = 0.05;

/**
 * Dummy outcome: the mean of the arms' regressions, whatever the row's arm (weighted alike: propensities in it would share their errors with
 * the estimator's), with the residuals of the arms' regressions at random signs (or,
 * of a yes or no, drawn with that mean). It depends on the covariates as the outcome does, so that the arms differ in it as they do in the
 * outcome, while the treatment has no effect on it. The regressions are fitted to it anew and it is estimated like the outcome.
 *
 * Null hypothesis: its effect is 0 in every contrast. The check fails where one lies further from 0 than 1 in 20 would by chance
 * (Bonferroni over contrasts). It judges whether the nuisances are good enough to take this much confounding away, not whether a
 * confounder is missing.
 */
export function dummyOutcomeCheck(finding: Pick<Finding, 'study' | 'used'>, task: Task): Check {
  const { study } = finding;
  const { outcome, treatment, seed } = study.parameters;
  const dummy = dummyOutcome(finding, createRandom(seed, 6));
  const { averages } = refit(
    withOutcome(finding, dummy, task.part(0, 0.9, 'Fitting a dummy outcome')),
    task.part(0.9, 1),
  );
  const probability = 1 - falseAlarms / 2 / averages.length;
  const judged = averages.map(({ estimate, stdError, freedom }, i) => ({
    arm: study.sample.arms[i + 1],
    estimate,
    distance: stdError > 0 ? Math.abs(estimate) / stdError : 0,
    allowed: freedom === undefined ? normalQuantile(probability) : studentQuantile(probability, freedom),
  }));
  const worst = judged.reduce((a, b) => (b.distance / b.allowed > a.distance / a.allowed ? b : a));
  const passed = worst.distance <= worst.allowed;
  const verdict = passed
    ? 'so nothing of the confounding was left in it.'
    : `so ${outcome} may carry confounding by the covariates that the estimator does not take away: it has too few rows, or too little overlap.`;
  return {
    name: 'dummy outcome',
    passed,
    value: worst.distance,
    threshold: worst.allowed,
    sentence: `A dummy outcome, as the covariates would have ${outcome} but for any effect of ${treatment}, must have an effect of 0: that of "${worst.arm}" is ${figure(worst.estimate)}, ${figure(worst.distance)} standard errors from 0 where chance allows for ${figure(worst.allowed)}, ${verdict}`,
  };
}

function dummyOutcome({ study, used }: Pick<Finding, 'study' | 'used'>, random: Random): Float64Array {
  const { arm, outcome, binary, clusters } = study.sample;
  const mean = (row: number): number =>
    used.outcome.reduce((sum, regression) => sum + regression[row], 0) / used.outcome.length;
  if (binary) return outcome.map((_, row) => (random.next() < mean(row) ? 1 : 0));
  // Rows of a cluster keep their dependence: they have one sign.
  const signs = Float64Array.from({ length: clusters?.count ?? arm.length }, () =>
    random.next() < 0.5 ? -1 : 1,
  );
  return outcome.map(
    (value, row) =>
      mean(row) + signs[clusters ? clusters.of[row] : row] * (value - used.outcome[arm[row]][row]),
  );
}

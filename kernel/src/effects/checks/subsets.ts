import type { Check } from '../../result.js';
import { normalQuantile } from '../../statistics/normal.js';
import type { Task } from '../../task.js';
import { counted, figure } from '../../words/phrases.js';
import { averageOf } from '../inference/contrast.js';
import type { Finding } from './check.js';
import { partsOfRows } from './part-of-rows.js';

/** How often a sound analysis fails this check. */
const falseAlarms = 0.05;

/**
 * Subsets: two random parts of the rows are estimated from scratch. An estimate is the mean of its influence function, so that of a part
 * holding a share `s` of the rows has the covariance `Var(estimate)` with that of all, and differs from it by an error of variance
 * `Var(part) - Var(estimate) = Var(estimate) (1 / s - 1)`; the larger of the two, as measured, is taken, since nuisances learned from few rows are
 * worse.
 *
 * Null hypothesis: all estimates are of the same effect. The check fails where one differs by more than 1 in 20 would by chance
 * (Bonferroni over parts and contrasts): the estimate then depends on how many rows the nuisances had.
 */
export function subsetsCheck({ study, estimated }: Pick<Finding, 'study' | 'estimated'>, task: Task): Check {
  const { sample, parameters } = study;
  const { level } = parameters;
  const found = partsOfRows(study, task);
  const whole = estimated.map((one) => averageOf(sample, one, level));
  const judged = found.flatMap((part) => {
    const size = part.study.sample.arm.length;
    return part.averages.map(({ estimate, stdError }, i) => {
      const variance = whole[i].stdError ** 2;
      const error = Math.sqrt(Math.max(stdError ** 2 - variance, variance * (sample.arm.length / size - 1)));
      const difference = estimate - whole[i].estimate;
      return {
        arm: sample.arms[i + 1],
        size,
        estimate,
        distance: error > 0 ? Math.abs(difference) / error : 0,
      };
    });
  });
  const threshold = normalQuantile(1 - falseAlarms / 2 / Math.max(1, judged.length));
  if (judged.length === 0) {
    const sentence = 'Subsets were not looked at: an arm has too few rows to be parted.';
    return { name: 'subsets', passed: true, value: 0, threshold, sentence };
  }
  const worst = judged.reduce((a, b) => (b.distance > a.distance ? b : a));
  const passed = worst.distance <= threshold;
  const verdict = passed
    ? 'so they agree.'
    : 'so the estimate depends on how many rows there are to learn from: doubt it, or find more rows.';
  return {
    name: 'subsets',
    passed,
    value: worst.distance,
    threshold,
    sentence: `Random parts of the rows must give the effect of all rows but for their joint error: the one furthest off gives ${figure(worst.estimate)} for "${worst.arm}" from ${counted(worst.size, 'row')}, ${figure(worst.distance)} standard errors away where chance allows for ${figure(threshold)}, ${verdict}`,
  };
}

import type { Estimate } from '../../result.js';
import { studentQuantile } from '../../statistics/normal.js';
import type { Sample } from '../sample/sample.js';

/**
 * Difference of the mean outcome between arm `contrast` and the baseline, with the standard error of Neyman (1923),
 * `sqrt(s1^2 / n1 + s0^2 / n0)`, which does not suppose equal variances, and Welch's interval. Under randomisation
 * it estimates ATE and ATT alike.
 */
export function differenceInMeans(
  sample: Pick<Sample, 'arm' | 'outcome'>,
  contrast: number,
  level: number,
): Estimate & { readonly baselineMean: number } {
  const treated = moments(sample, contrast);
  const untreated = moments(sample, 0);
  const estimate = treated.mean - untreated.mean;
  const parts = [treated.variance / treated.n, untreated.variance / untreated.n];
  const variance = parts[0] + parts[1];
  const stdError = Math.sqrt(variance);
  // Satterthwaite's degrees of freedom; without any spread there is nothing to be uncertain about.
  const freedom = variance ** 2 / (parts[0] ** 2 / (treated.n - 1) + parts[1] ** 2 / (untreated.n - 1));
  const margin = variance > 0 ? studentQuantile(0.5 + level / 2, freedom) * stdError : 0;
  return {
    estimate,
    stdError,
    interval: [estimate - margin, estimate + margin],
    baselineMean: untreated.mean,
  };
}

function moments(
  { arm, outcome }: Pick<Sample, 'arm' | 'outcome'>,
  own: number,
): {
  n: number;
  mean: number;
  variance: number;
} {
  let n = 0;
  let sum = 0;
  for (let row = 0; row < arm.length; row++) {
    if (arm[row] !== own) continue;
    n++;
    sum += outcome[row];
  }
  const mean = sum / n;
  let squares = 0;
  for (let row = 0; row < arm.length; row++) if (arm[row] === own) squares += (outcome[row] - mean) ** 2;
  return { n, mean, variance: squares / (n - 1) };
}

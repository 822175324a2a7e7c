import type { Sample } from '../sample/sample.js';
import { doublyRobustScores } from './doubly-robust.js';
import type { Average, Estimator } from './estimator.js';

/** Difference of the arms' mean outcomes, whatever the covariates; see {@link differenceInMeans}. */
export const meansOfArms: Estimator = {
  nuisances: (study) => study.constants(),
  estimate(study, contrast) {
    const { sample, parameters } = study;
    const scores = doublyRobustScores(sample, study.constants(), contrast, parameters.estimand);
    // Of weighted rows the scores know the error: with sizes for weights, Neyman's does not hold.
    return sample.weights ? { scores } : { scores, average: differenceInMeans(sample, contrast) };
  },
};

/**
 * Difference of the mean outcome between arm `contrast` and the baseline, with the standard error of Neyman (1923),
 * `sqrt(s1^2 / n1 + s0^2 / n0)`, which does not suppose equal variances, and the degrees of freedom of Welch's interval
 * (Satterthwaite 1946). Under randomisation it estimates ATE and ATT alike.
 */
export function differenceInMeans(
  sample: Pick<Sample, 'arm' | 'outcome'>,
  contrast: number,
): Required<Average> & { readonly baseline: NonNullable<Average['baseline']> } {
  const treated = moments(sample, contrast);
  const untreated = moments(sample, 0);
  const estimate = treated.mean - untreated.mean;
  const parts = [treated.variance / treated.n, untreated.variance / untreated.n];
  const variance = parts[0] + parts[1];
  const freedom = variance ** 2 / (parts[0] ** 2 / (treated.n - 1) + parts[1] ** 2 / (untreated.n - 1));
  const baseline = { mean: untreated.mean, stdError: Math.sqrt(parts[1]) };
  return { estimate, stdError: Math.sqrt(variance), freedom, baseline };
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

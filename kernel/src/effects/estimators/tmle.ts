import type { Estimand } from '../../plan.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import { clippingWarnings } from './clipping.js';
import { type Assignment, doublyRobustScores } from './doubly-robust.js';
import { estimandWeights } from './estimand-weights.js';
import type { Estimator } from './estimator.js';

/** Means are kept from the ends of the outcome's range by this share of it: log odds have none there. */
const edge = 1e-4;
/** Farthest that log odds are moved. */
const farthest = 20;

/**
 * Targeted maximum likelihood (van der Laan and Rubin 2006), cross-fitted (Zheng and van der Laan 2010): the log odds of each arm's
 * regression are moved by one number, fitted by logistic regression weighted with the weights of the estimand, until the weighted
 * residuals of the arm add up to 0. The estimate is then the plain average of the moved regressions, which stays
 * within the range of the outcome however large weights are. Outcomes that are not 0 or 1 are scaled to their range (Gruber and van der Laan
 * 2010). The clever covariate stands as a weight, which large values harm less (Stitelman, De Gruttola and van der Laan 2012).
 *
 * Supposes what AIPW does and is as robust: consistent where either the propensities or the regressions are. Errors are those of the
 * efficient influence function. Option `trim` leaves out rows without overlap.
 */
export const tmle: Estimator = {
  nuisances: (study, task) => study.nuisances(task),
  estimate(study, contrast, task) {
    const { sample, parameters } = study;
    const { estimand } = parameters;
    const nuisances = study.nuisances(task);
    const targeted = targetedNuisances(sample, nuisances, contrast, estimand);
    // The residuals add up to 0, so that the doubly robust estimate is the average of the regressions.
    const scores = doublyRobustScores(sample, targeted, contrast, estimand);
    return { scores, warnings: clippingWarnings(study, nuisances, contrast) };
  },
};

/** Nuisances with the regressions of the arm and of the baseline targeted at a contrast. */
export function targetedNuisances(
  { arm, outcome, weights: given }: Assignment,
  { propensity, outcome: means }: Nuisances,
  contrast: number,
  estimand: Estimand,
): Nuisances {
  const low = outcome.reduce((a, b) => Math.min(a, b));
  const width = outcome.reduce((a, b) => Math.max(a, b)) - low;
  if (width === 0) return { propensity, outcome: means };
  const share = (value: number): number => (value - low) / width;
  const targeted = means.map((mean, own) => {
    if (own !== 0 && own !== contrast) return mean;
    const weights = estimandWeights(arm, own, contrast, propensity, estimand);
    const bounded = mean.map((value) => Math.min(1 - edge, Math.max(edge, share(value))));
    const logOdds = bounded.map((q) => Math.log(q / (1 - q)));
    const shift = fluctuation(
      logOdds,
      outcome.map(share),
      given ? weights.map((w, row) => w * given[row]) : weights,
    );
    return logOdds.map((value) => low + width * logistic(value + shift));
  });
  return { propensity, outcome: targeted };
}

/** The number that makes `sum(w (y - logistic(logOdds + number)))` 0: Newton's steps within a bracket that shrinks. */
function fluctuation(logOdds: Float64Array, y: Float64Array, weights: Float64Array): number {
  let low = -farthest;
  let high = farthest;
  let shift = 0;
  for (let round = 0; round < 100 && high - low > 1e-12; round++) {
    let left = 0;
    let slope = 0;
    for (let row = 0; row < y.length; row++) {
      if (weights[row] === 0) continue;
      const q = logistic(logOdds[row] + shift);
      left += weights[row] * (y[row] - q);
      slope += weights[row] * q * (1 - q);
    }
    if (left === 0) return shift;
    if (left > 0) low = shift;
    else high = shift;
    const next = shift + left / slope;
    const inside = next > low && next < high;
    if (inside && Math.abs(next - shift) < 1e-12) return next;
    shift = inside ? next : (low + high) / 2;
  }
  return shift;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

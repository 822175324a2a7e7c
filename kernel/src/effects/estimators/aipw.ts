import { clippingWarnings } from './clipping.js';
import { doublyRobustScores } from './doubly-robust.js';
import type { Estimator } from './estimator.js';

/**
 * Augmented inverse propensity weighting with cross-fitted nuisances: `mean(h (mu1 - mu0) + w1 (y - mu1) - w0 (y - mu0)) / mean(h)`, see
 * {@link doublyRobustScores}. It is the interactive regression model of double machine learning (Chernozhukov et al. 2018,
 * section 5) but for weights scaled to the size of the population. Supposes that what is adjusted for holds every confounder and that
 * every row could have been in either arm; consistent where either the propensities or the regressions are. Option `trim` leaves out
 * rows without overlap.
 */
export const aipw: Estimator = {
  nuisances: (study, task) => study.nuisances(task),
  estimate(study, contrast, task) {
    const { sample, parameters } = study;
    const nuisances = study.nuisances(task);
    const { balancing } = study.covariates;
    const balance = balancing && ((own: number, excess: Float64Array) => balancing(own, excess, task));
    const scores = doublyRobustScores(sample, nuisances, contrast, parameters.estimand, balance);
    const balanced = balance && scores.weights;
    return { scores, balanced, warnings: clippingWarnings(study, nuisances, contrast) };
  },
};

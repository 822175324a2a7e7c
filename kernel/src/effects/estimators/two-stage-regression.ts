import { joinFeatures } from '../../data/features.js';
import { fitLeastSquares } from '../nuisances/linear-residuals.js';
import type { Estimator } from './estimator.js';
import { fitInstrumented, instrumentColumns, lateSentence, strengthWarnings } from './instrumented.js';
import { oncePerStudy } from './once.js';

const fitOf = oncePerStudy((study, task) => {
  const { sample, covariates } = study;
  const { arm, arms, dose, outcome } = sample;
  const { residual, fitted } = fitLeastSquares(joinFeatures(covariates.columns, covariates.scores), task);
  const treatments = dose
    ? [dose]
    : arms.slice(1).map((_, i) => Float64Array.from(arm, (own) => (own === i + 1 ? 1 : 0)));
  return fitInstrumented(study, {
    outcome: residual(outcome),
    treatments: treatments.map(residual),
    instruments: instrumentColumns(study).map(residual),
    fitted,
  });
});

/**
 * Two stage least squares (Theil 1953): outcome and treatments are regressed on what is adjusted for and the instruments, linearly, and
 * the effect is that of the part of the treatment that the instruments move, `theta = (D' P_Z D)^-1 D' P_Z y` on residuals of the
 * covariates. Errors are robust to unequal variances and to clusters. Several instruments and arms at once; of a dose, per unit.
 *
 * Supposes that given the covariates, entering linearly, each instrument moves the treatment (tested: Montiel Olea and Pflueger
 * 2013; where it hardly does, read the interval of Anderson and Rubin 1949), shares no cause with the outcome, touches it through the treatment
 * alone (surplus instruments test each other: Hansen 1982), and moves nobody's treatment the other way. The effect is then the one on those
 * whom the instrument moves (Imbens and Angrist 1994).
 */
export const twoStageRegression: Estimator = {
  nuisances: (study) => study.constants(),
  estimandSentence: lateSentence,
  estimate(study, contrast, task) {
    const { estimated, strength } = fitOf(study, task);
    return { ...estimated[contrast - 1], ...(contrast === 1 && { warnings: strengthWarnings(strength) }) };
  },
  findings: (study, task) => ({ instrument: fitOf(study, task).strength }),
};

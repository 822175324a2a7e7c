import { inputError } from '../../problem.js';
import type { Task } from '../../task.js';
import { conditionalMean } from '../nuisances/conditional-mean.js';
import { residualsOf } from '../nuisances/residuals.js';
import type { Study } from '../study.js';
import { doublyRobustScores } from './doubly-robust.js';
import type { Estimator } from './estimator.js';
import { fitInstrumented, instrumentColumns, lateSentence, strengthWarnings } from './instrumented.js';
import { oncePerStudy } from './once.js';
import type { Scores } from './scores.js';

/** Residuals of a study with its instruments, cross-fitted, and what two stage least squares makes of them. */
export const instrumentalFit = oncePerStudy((study, task) => {
  const { outcome, treatments } = residualsOf(study, task.part(0, 0.6));
  const columns = instrumentColumns(study);
  const instruments = columns.map((y, i) => {
    const part = task.part(0.6 + (0.4 * i) / columns.length, 1, 'Fitting the instruments');
    const mean = conditionalMean(study, { y, subject: 'treatment' }, part);
    return y.map((value, row) => value - mean[row]);
  });
  const residuals = { outcome, treatments, instruments, fitted: 0 };
  return { ...fitInstrumented(study, residuals), residuals };
});

/**
 * Scores of the effect on compliers, by a yes-or-no instrument of a yes-or-no treatment (Frolich 2007; Chernozhukov et al. 2018, section
 * 5.2): the doubly robust effect of the instrument on the outcome over that on the treatment. No part is linear, and each row
 * counts by the share of its like whom the instrument moves.
 */
export const complierScores = oncePerStudy((study, task): Scores => {
  const { outcome } = study.sample;
  const { instrument, treatment } = yesOrNo(study);
  const step = (i: number, message: string): Task => task.part(i / 5, (i + 1) / 5, message);
  const assigned = step(0, 'Fitting the instrument');
  const propensity = conditionalMean(study, { y: instrument, subject: 'treatment' }, assigned);
  const arm = Int32Array.from(instrument);
  const byInstrument = (y: Float64Array, subject: 'treatment' | 'outcome', from: number): Float64Array => {
    const means = [0, 1].map((own) => {
      const use = Uint8Array.from(arm, (z) => (z === own ? 1 : 0));
      return conditionalMean(
        study,
        { y, subject, use },
        step(from + own, `Fitting the ${subject} by the instrument`),
      );
    });
    const nuisances = { propensity: [propensity.map((p) => 1 - p), propensity], outcome: means };
    return doublyRobustScores({ arm, outcome: y }, nuisances, 1, 'ate').effect;
  };
  return {
    effect: byInstrument(outcome, 'outcome', 1),
    population: byInstrument(treatment, 'treatment', 3),
  };
});

/** Whether a study has one instrument and one treatment, each with two values. */
export function isYesOrNo(study: Study): boolean {
  const { arms, dose } = study.sample;
  const columns = instrumentColumns(study);
  return (
    !dose && arms.length === 2 && study.parameters.instruments.length === 1 && new Set(columns[0]).size === 2
  );
}

function yesOrNo(study: Study): { instrument: Float64Array; treatment: Float64Array } {
  if (!isYesOrNo(study)) {
    throw inputError(
      'CS6023',
      'The effect on compliers needs one instrument and one treatment with two values each; leave the option `late` out.',
      { column: study.parameters.instruments[0] },
    );
  }
  // Columns of a design are standardised: of two values one lies below 0.
  const [column] = instrumentColumns(study);
  return {
    instrument: column.map((value) => (value > 0 ? 1 : 0)),
    treatment: Float64Array.from(study.sample.arm),
  };
}

/**
 * Double machine learning with instruments (Chernozhukov et al. 2018, section 4.2): cross-fitted means given the covariates are taken from
 * outcome, treatments and instruments, and two stage least squares is run on the residuals; with one instrument
 * `theta = E[z (y - E[y|x])] / E[z (t - E[t|x])]`, z less its own mean. Several instruments and arms at once; of a dose, per unit.
 * With the option `late = 1`, for a yes-or-no instrument of a yes-or-no treatment, see {@link complierScores}.
 *
 * Supposes what {@link twoStageRegression} does, but covariates may enter in any way. Where effects differ, the rows with a more
 * open instrument, `Var(z|x)`, weigh more; with `late` all whom the instrument moves weigh the same.
 */
export const instrumentalDml: Estimator = {
  nuisances: (study) => study.constants(),
  estimandSentence: lateSentence,
  estimate(study, contrast, task) {
    const { estimated, strength } = instrumentalFit(study, task.part(0, 0.6));
    const late = study.parameters.estimator.options.late === 1;
    const own = late ? { scores: complierScores(study, task.part(0.6, 1)) } : estimated[contrast - 1];
    return { ...own, ...(contrast === 1 && { warnings: strengthWarnings(strength) }) };
  },
  findings: (study, task) => ({ instrument: instrumentalFit(study, task).strength }),
};

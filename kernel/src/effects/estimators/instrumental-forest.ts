import { featuresOf, joinFeatures, selectRows } from '../../data/features.js';
import { type InputError, inputError } from '../../problem.js';
import type { Task } from '../../task.js';
import { fitInstrumentalForest } from '../../trees/forests/family/instrumental-forest.js';
import { binFeatures } from '../../trees/matrix/binning.js';
import { forestOptions, heterogeneityOf } from '../conditional/conditional-effects.js';
import { forestModel } from '../conditional/effect-model.js';
import type { Variation } from '../conditional/heterogeneity.js';
import { fitTexts } from '../nuisances/text-scores.js';
import type { Study } from '../study.js';
import type { Estimator } from './estimator.js';
import { complierScores, instrumentalFit, isYesOrNo } from './instrumental-dml.js';
import { lateSentence, strengthWarnings } from './instrumented.js';
import type { Scores } from './scores.js';

/**
 * Instrumental forest (Athey, Tibshirani and Wager 2019, section 7): conditional effects on those whom one instrument moves, honest and
 * local, from cross-fitted residuals. The average weighs each row by how far the instrument moves its like: for a yes-or-no instrument
 * and treatment the doubly robust effect on compliers (Frolich 2007; Chernozhukov et al. 2018), else that of `instrumental dml`.
 *
 * Supposes what {@link instrumentalDml} does, for every kind of row; where the instrument moves nobody, the forest cannot tell.
 */
export const instrumentalForest: Estimator = {
  nuisances: (study) => study.constants(),
  estimandSentence: lateSentence,
  estimate(study, contrast, task) {
    // Several arms are refused before minutes go into fits that may refuse them for another reason.
    if (study.contrasts.length !== 1) throw tooMany(study);
    const { estimated, strength, residuals } = instrumentalFit(study, task.part(0, 0.6));
    if (residuals.instruments.length !== 1) throw tooMany(study);
    const own = isYesOrNo(study)
      ? { scores: complierScores(study, task.part(0.6, 1)) }
      : estimated[contrast - 1];
    return { ...own, warnings: strengthWarnings(strength) };
  },
  findings: (study, task) => ({ instrument: instrumentalFit(study, task).strength }),
  variation: growForest,
};

function tooMany({ parameters }: Study): InputError {
  return inputError(
    'CS6023',
    'An instrumental forest takes one instrument that is a number or has two values, and one treatment with two arms or an amount; use `instrumental dml` for more.',
    { column: parameters.instruments[0] },
  );
}

function growForest(study: Study, _scores: readonly Scores[], task: Task): Variation {
  const { request, sample, covariates } = study;
  const { table, texts, parameters } = request;
  const { modifiers, adjustment, estimator, estimand, level, seed } = parameters;
  const names = modifiers.length > 0 ? modifiers : [...adjustment, ...texts.map((text) => text.name)];
  if (names.length === 0) {
    throw inputError('CS6009', 'An instrumental forest needs effect modifiers: name some columns with `by`.');
  }
  const entering = texts.filter((text) => names.includes(text.name));
  const columns = names.filter((name) => !entering.some((text) => text.name === name));
  const plain = selectRows(featuresOf(table, columns), sample.rows);
  const features = joinFeatures(
    plain,
    covariates.scores.filter((score) => entering.some((text) => text.name === score.source)),
  );
  const { outcome, treatments, instruments } = instrumentalFit(study, task).residuals;
  const rows = Int32Array.from(sample.rows.keys());
  const grown = fitInstrumentalForest(
    binFeatures(features),
    outcome,
    treatments[0],
    instruments[0],
    rows,
    forestOptions(estimator, seed),
    task.part(0, 0.9, 'Growing the forest'),
  );
  const summary = heterogeneityOf(sample, grown.outOfBag, 1, estimand, level);
  const fittedTexts = fitTexts(entering, sample, seed, task.part(0.9, 1));
  return {
    heterogeneity: [summary],
    fitted: { columns, texts: fittedTexts, models: [forestModel(grown.forest)] },
  };
}

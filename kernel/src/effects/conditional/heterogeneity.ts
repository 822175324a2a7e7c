import type { GlobalAttribution, Heterogeneity, Selection } from '../../result.js';
import { createRandom, sampleSorted } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import type { Scores } from '../estimators/scores.js';
import { attributeModel, effectName } from '../explain-effect.js';
import type { FittedEffect } from '../fitted-effect.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import { fitTexts } from '../nuisances/text-scores.js';
import type { Study } from '../study.js';
import { conditionalEffects, heterogeneityOf } from './conditional-effects.js';
import { isEffectLearner } from './effect-learners.js';
import type { EffectModel } from './effect-model.js';
import { modifiersOf } from './modifiers.js';

/** Attributions are averaged over at most this many rows. */
const mostRowsExplained = 500;

/** How the effect differs between rows, and what later rows are scored with. */
export interface Variation {
  /** One per contrast, but for its groups, which scores tell and no model. */
  readonly heterogeneity: readonly Omit<Heterogeneity, 'groups'>[];
  readonly attribution?: GlobalAttribution;
  /** How learners were chosen, one per contrast, where several were tried. */
  readonly selection?: readonly Selection[];
  readonly fitted: Pick<FittedEffect, 'columns' | 'texts' | 'models'>;
}

/** An effect taken to be the same for everyone. */
export const sameForEveryone: Variation = {
  heterogeneity: [],
  fitted: { columns: [], texts: [], models: [] },
};

/**
 * Conditional effects, wherever effect modifiers are named or a learner of such was asked for: one model per contrast on the
 * modifiers, or without any on all that is adjusted for. Texts enter as their scores.
 */
export function studyVariation(
  study: Study,
  nuisances: Nuisances,
  _scores: readonly Scores[],
  task: Task,
): Variation {
  const { sample, parameters } = study;
  const { modifiers, estimator, estimand, level, seed, treatment } = parameters;
  if (modifiers.length === 0 && !isEffectLearner(estimator.kind)) return sameForEveryone;
  const count = sample.arms.length - 1;
  const contrasts = study.contrasts.map((contrast) => {
    const message = `Learning how the effect of ${treatment} = ${sample.arms[contrast]} differs`;
    const part = task.part((0.8 * (contrast - 1)) / count, (0.8 * contrast) / count, message);
    const found = conditionalEffects(study, nuisances, contrast, part);
    const summary = heterogeneityOf(sample, found, contrast, estimand, level);
    return { summary, found, arm: sample.arms[contrast] };
  });
  const models = contrasts.map(({ found }) => found.model);
  const selection = contrasts.flatMap(({ arm, found }) =>
    found.choosing ? [{ arm, ...found.choosing }] : [],
  );
  const { columns, texts } = modifiersOf(study);
  return {
    heterogeneity: contrasts.map(({ summary }) => summary),
    attribution: attributionOf(study, models[0], task.part(0.8, 0.95, 'Attributing the effect')),
    ...(selection.length > 0 && { selection }),
    fitted: { columns, models, texts: fitTexts(texts, sample, seed, task.part(0.95, 1)) },
  };
}

function attributionOf(study: Study, model: EffectModel, task: Task): GlobalAttribution {
  const { sample, parameters } = study;
  const { treatment, outcome, seed } = parameters;
  const all = Int32Array.from(sample.rows.keys());
  const some = sampleSorted(all, mostRowsExplained, createRandom(seed, 3));
  const of = effectName({ treatment, outcome, arms: sample.arms }, 0);
  return attributeModel(of, model, modifiersOf(study).features, some, task).global;
}

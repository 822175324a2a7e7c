import { featuresOf, joinFeatures, selectRows } from '../../data/features.js';
import type { Features } from '../../data/table.js';
import type { GlobalAttribution, Heterogeneity } from '../../result.js';
import { createRandom, sampleSorted } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import type { Scores } from '../estimators/scores.js';
import { attributeForest, effectName } from '../explain-effect.js';
import type { FittedEffect } from '../fitted-effect.js';
import { fitTexts } from '../nuisances/covariates.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { EffectRequest } from '../request.js';
import type { Sample } from '../sample/sample.js';
import type { Study } from '../study.js';
import { fitConditionalEffects, forestOptions, heterogeneityOf } from './conditional-effects.js';

/** Attributions are averaged over at most this many rows. */
const mostRowsExplained = 500;

/** How the effect differs between rows, and what later rows are scored with. */
export interface Variation {
  /** One per contrast, but for its groups, which scores tell and no forest. */
  readonly heterogeneity: readonly Omit<Heterogeneity, 'groups'>[];
  readonly attribution?: GlobalAttribution;
  readonly fitted: Pick<FittedEffect, 'columns' | 'texts' | 'forests'>;
}

/** An effect taken to be the same for everyone. */
const constant: Variation = { heterogeneity: [], fitted: { columns: [], texts: [], forests: [] } };

/**
 * Conditional effects, wherever effect modifiers are named or a causal forest was asked for: one honest forest per
 * contrast on the modifiers, or without any on all that is adjusted for. Texts enter as their scores.
 */
export function studyVariation(
  { request, sample, covariates }: Study,
  nuisances: Nuisances,
  scores: readonly Scores[],
  task: Task,
): Variation {
  const { table, texts, parameters } = request;
  const { modifiers, adjustment, estimator, estimand, level, seed } = parameters;
  if (modifiers.length === 0 && estimator.kind !== 'causal forest') return constant;
  const names = modifiers.length > 0 ? modifiers : [...adjustment, ...texts.map((text) => text.name)];
  const entering = texts.filter((text) => names.includes(text.name));
  const columns = names.filter((name) => !entering.some((text) => text.name === name));
  const plain = selectRows(featuresOf(table, columns), sample.rows);
  const scoresOfTexts = covariates.scores.filter((s) => entering.some((text) => text.name === s.source));
  const features = joinFeatures(plain, scoresOfTexts);

  const contrasts = sample.arms.slice(1).map((arm, i) => {
    const part = task.part(
      (0.8 * i) / scores.length,
      (0.8 * (i + 1)) / scores.length,
      `Growing the forest for ${parameters.treatment} = ${arm}`,
    );
    const found = fitConditionalEffects(
      sample,
      nuisances,
      features,
      i + 1,
      forestOptions(estimator, seed),
      part,
    );
    const summary = heterogeneityOf(sample, found, i + 1, estimand, level);
    return { summary, forest: found.forest };
  });
  const forests = contrasts.map(({ forest }) => forest);
  return {
    heterogeneity: contrasts.map(({ summary }) => summary),
    attribution: attributionOf(
      parameters,
      sample,
      forests[0],
      features,
      task.part(0.8, 0.95, 'Attributing the effect'),
    ),
    fitted: { columns, forests, texts: fitTexts(entering, sample, seed, task.part(0.95, 1)) },
  };
}

function attributionOf(
  { treatment, outcome, seed }: EffectRequest['parameters'],
  { arms, rows }: Sample,
  forest: FittedEffect['forests'][number],
  features: Features,
  task: Task,
): GlobalAttribution {
  const all = Int32Array.from(rows.keys());
  const some = sampleSorted(all, mostRowsExplained, createRandom(seed, 3));
  const of = effectName({ treatment, outcome, arms }, 0);
  return attributeForest(of, forest, features, some, task).global;
}

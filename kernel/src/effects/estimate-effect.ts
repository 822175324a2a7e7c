import { featuresOf, joinFeatures, selectRows } from '../data/features.js';
import type { Features } from '../data/table.js';
import type { Contrast, Estimate } from '../result.js';
import { stratifiedFolds } from '../statistics/folds.js';
import type { Task } from '../task.js';
import { percent } from '../words/phrases.js';
import { type Diagnosis, diagnose } from './checks/checks.js';
import { studyVariation, type Variation } from './conditional/heterogeneity.js';
import { differenceInMeans } from './estimators/difference-in-means.js';
import {
  clip,
  doublyRobustScores,
  ratioEstimate,
  type Scores,
  shareClipped,
} from './estimators/doubly-robust.js';
import { buildCovariates, type Covariates } from './nuisances/covariates.js';
import { constantNuisances, fitNuisances, type Nuisances } from './nuisances/nuisances.js';
import type { EffectEstimate, EffectRequest } from './request.js';
import { drawSample, type Sample } from './sample/sample.js';
import { effectSentence, estimandSentence } from './sentence.js';

/** A relative effect is not given where the baseline mean is within this many of its standard errors of 0. */
const nearZero = 2;

/**
 * Estimates an effect: cross-fitted nuisances, the estimate of every arm against the baseline with its interval, the checks
 * asked for, and how the effect differs between rows. The same request gives the same estimate, bit by bit.
 * Throws InputError (CS6001 to CS6009, and those of the features) with all that is wrong with the data.
 */
export function estimateEffect(request: EffectRequest, task: Task): EffectEstimate {
  const { table, texts, parameters } = request;
  const { estimand, estimator, adjustment, level, seed } = parameters;
  const sample = drawSample(table, parameters);
  const folds = stratifiedFolds(sample.arm, sample.arms.length, parameters.folds, seed);
  const covariates = buildCovariates(table, adjustment, texts, sample, folds, task.part(0, 0.4));
  const adjusts = adjustment.length + texts.length > 0;
  const fitted = adjusts
    ? fitNuisances(sample, covariates, folds, task.part(0.4, 0.7))
    : constantNuisances(sample);
  const byMeans = estimator.kind === 'difference in means';
  const used = byMeans ? constantNuisances(sample) : fitted;
  const scores = sample.arms.slice(1).map((_, i) => doublyRobustScores(sample, used, i + 1, estimand));
  const contrasts = scores.map((_, i) =>
    byMeans ? contrastOfMeans(sample, i + 1, level) : contrastOfScores(sample, scores[i], i + 1, level),
  );
  const balanced = balancedFeatures(request, sample, covariates);
  const diagnosis = diagnose(parameters, sample, fitted, used, balanced, task.part(0.7, 0.8));
  const variation = studyVariation(request, sample, covariates, used, scores, task.part(0.8, 1));
  const warnings = [...sample.warnings, ...clippingWarnings(sample, used, estimand)];
  return describe(request, sample, { contrasts, diagnosis, variation, warnings });
}

interface Findings {
  readonly contrasts: readonly Contrast[];
  readonly diagnosis: Diagnosis;
  readonly variation: Variation;
  readonly warnings: readonly string[];
}

/** The findings as a result, said in words, and what is kept for later rows. */
function describe(
  { name, texts, parameters }: EffectRequest,
  sample: Sample,
  findings: Findings,
): EffectEstimate {
  const { treatment, outcome, estimand, estimator, adjustment, reason, level } = parameters;
  const { contrasts, diagnosis, variation, warnings } = findings;
  const { arms, counts } = sample;
  return {
    kind: 'effect',
    name: name ?? `${treatment} on ${outcome}`,
    sentence: effectSentence(parameters, arms, contrasts, diagnosis.checks),
    warnings,
    estimand,
    estimandSentence: estimandSentence(parameters, arms, counts),
    treatment,
    outcome,
    arms,
    contrasts,
    level,
    n: sample.rows.length,
    adjustment: { columns: adjustment, texts: texts.map((text) => text.name), reason },
    estimator: estimator.kind,
    ...diagnosis,
    heterogeneity: variation.heterogeneity,
    unadjusted: contrasts.map((_, i) => unadjusted(sample, i + 1, level)),
    ...(variation.attribution && { attribution: variation.attribution }),
    fitted: {
      version: 1,
      treatment,
      outcome,
      arms,
      level,
      averages: contrasts.map(({ estimate, stdError }) => ({ estimate, stdError })),
      ...variation.fitted,
    },
  };
}

function contrastOfMeans(sample: Sample, contrast: number, level: number): Contrast {
  const { baselineMean, ...estimate } = differenceInMeans(sample, contrast, level);
  return {
    ...estimate,
    ...armOf(sample, contrast),
    baselineMean,
    relative: relative(estimate, baselineMean, estimate.stdError),
  };
}

function contrastOfScores(sample: Sample, scores: Scores, contrast: number, level: number): Contrast {
  const estimate = ratioEstimate(scores.effect, scores.population, level);
  const baseline = ratioEstimate(scores.baseline, scores.population, level);
  return {
    ...estimate,
    ...armOf(sample, contrast),
    baselineMean: baseline.estimate,
    relative: relative(estimate, baseline.estimate, baseline.stdError),
  };
}

function armOf({ arms, counts }: Sample, contrast: number): { arm: string; n: number } {
  return { arm: arms[contrast], n: counts[contrast] };
}

function relative({ estimate }: Estimate, baselineMean: number, stdError: number): number | null {
  return Math.abs(baselineMean) > nearZero * stdError && baselineMean !== 0 ? estimate / baselineMean : null;
}

function unadjusted(sample: Sample, contrast: number, level: number): Estimate {
  const { estimate, stdError, interval } = differenceInMeans(sample, contrast, level);
  return { estimate, stdError, interval };
}

/**
 * What the weights have to balance: columns, modifiers, and the scores of texts that the propensities saw. A text's scores of the
 * outcome are the regressions' to adjust for; the weights never see them.
 */
function balancedFeatures(
  { table, texts, parameters }: EffectRequest,
  sample: Sample,
  covariates: Covariates,
): Features {
  const known = new Set([...parameters.adjustment, ...texts.map((text) => text.name)]);
  const others = parameters.modifiers.filter((name) => !known.has(name));
  const modifiers = selectRows(featuresOf(table, others), sample.rows);
  return joinFeatures(covariates.columns, [...modifiers.list, ...covariates.treatmentScores]);
}

function clippingWarnings(sample: Sample, { propensity }: Nuisances, estimand: 'ate' | 'att'): string[] {
  return sample.arms.slice(1).flatMap((arm, i) => {
    const share = shareClipped(sample.arm, propensity, i + 1, estimand);
    if (share === 0) return [];
    const side = estimand === 'att' ? `above ${1 - clip}` : `of it or of "${sample.arms[0]}" below ${clip}`;
    return [
      `${percent(share)} of rows of the estimand for "${arm}" had a propensity ${side} and were counted as at that bound.`,
    ];
  });
}

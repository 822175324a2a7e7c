import { type InputError, inputError } from '../problem.js';
import type { Contrast, Estimate } from '../result.js';
import type { Task } from '../task.js';
import { type Diagnosis, diagnose } from './checks/checks.js';
import { studyVariation, type Variation } from './conditional/heterogeneity.js';
import { meansOfArms } from './estimators/difference-in-means.js';
import { estimators } from './estimators/estimators.js';
import { averageOf, contrastOf } from './inference/contrast.js';
import { withInterval } from './inference/interval.js';
import type { EffectEstimate, EffectRequest } from './request.js';
import { effectSentence, estimandSentence } from './sentence.js';
import { openStudy, type Study } from './study.js';
import { type StudyGroups, studyGroups } from './study-groups.js';

/**
 * Estimates an effect: cross-fitted nuisances, the estimate of every arm against the baseline with its interval, the checks
 * asked for, and how the effect differs between rows. The same request gives the same estimate, bit by bit.
 * Throws InputError (CS6001 to CS6009, and those of the features) with all that is wrong with the data.
 */
export function estimateEffect(request: EffectRequest, task: Task): EffectEstimate {
  const study = openStudy(request, task.part(0, 0.4));
  const estimator = estimators[study.parameters.estimator.kind];
  if (study.sample.weights && !estimator.weighted) throw withoutWeights(study);
  const used = estimator.nuisances(study, task.part(0.4, 0.65));
  const averaging = task.part(0.65, 0.7);
  const estimated = study.contrasts.map((contrast) => estimator.estimate(study, contrast, averaging));
  const contrasts = estimated.map((found, i) => contrastOf(study, found, i + 1));
  const diagnosis = diagnose({ study, used, estimated, contrasts }, task.part(0.7, 0.8));
  const scores = estimated.map((found) => found.scores);
  const variation = studyVariation(study, used, scores, task.part(0.8, 0.98));
  const groups = studyGroups(study, scores, variation, task.part(0.98, 1));
  const warnings = [
    ...study.sample.warnings,
    ...estimated.flatMap((found) => found.warnings ?? []),
    ...groups.warnings,
  ];
  const unadjusted = study.contrasts.map((contrast) => unadjustedEffect(study, contrast, averaging));
  return describe(study, { contrasts, diagnosis, variation, groups, unadjusted, warnings });
}

interface Findings {
  readonly contrasts: readonly Contrast[];
  readonly diagnosis: Diagnosis;
  readonly variation: Variation;
  readonly groups: StudyGroups;
  readonly unadjusted: readonly Estimate[];
  readonly warnings: readonly string[];
}

/** The findings as a result, said in words, and what is kept for later rows. */
function describe(study: Study, findings: Findings): EffectEstimate {
  const { request, sample } = study;
  const { name, texts, parameters } = request;
  const { treatment, outcome, estimand, estimator, adjustment, reason, level } = parameters;
  const { contrasts, diagnosis, variation, groups, unadjusted, warnings } = findings;
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
    heterogeneity: groups.heterogeneity,
    ...(groups.groups && { groups: groups.groups }),
    unadjusted,
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

/** Difference of the arms' means, whatever is adjusted for. */
function unadjustedEffect(study: Study, contrast: number, task: Task): Estimate {
  const { level } = study.parameters;
  const estimated = meansOfArms.estimate(study, contrast, task);
  const { estimate, stdError, freedom } = averageOf(study.sample, estimated, level);
  return withInterval(estimate, stdError, level, freedom);
}

function withoutWeights({ parameters }: Study): InputError {
  const { estimator, weights } = parameters;
  return inputError(
    'CS6034',
    `The estimator "${estimator.kind}" takes no sample weights; use \`aipw\`, or leave \`weights ${weights}\` out.`,
    { column: weights },
  );
}

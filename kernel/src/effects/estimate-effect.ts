import { inputError } from '../problem.js';
import type { Contrast, Estimate } from '../result.js';
import type { Task } from '../task.js';
import { listed } from '../words/phrases.js';
import { type Diagnosis, diagnose } from './checks/checks.js';
import { sameForEveryone, studyVariation, type Variation } from './conditional/heterogeneity.js';
import { demandsOf } from './estimators/demands.js';
import { meansOfArms } from './estimators/difference-in-means.js';
import type { Estimator } from './estimators/estimator.js';
import { estimators } from './estimators/estimators.js';
import { slopeOf } from './estimators/slope.js';
import { averageOf, contrastOf } from './inference/contrast.js';
import { withInterval } from './inference/interval.js';
import type { EffectEstimate, EffectRequest } from './request.js';
import { effectSentence, estimandSentence } from './sentence.js';
import { openStudy, type Study } from './study.js';
import { type StudyGroups, studyGroups } from './study-groups.js';
import { compareTextModes, findTextModes, suppositionOf } from './text-modes.js';
import { type Trimming, trimmedStudy, trimmingSentence, trimmingWarnings } from './trimmed-study.js';

/**
 * Estimates an effect: cross-fitted nuisances, the estimate of every arm against the baseline with its interval, the checks
 * asked for, and how the effect differs between rows. The same request gives the same estimate, bit by bit.
 * Throws InputError (CS6001 to CS6009, and those of the features) with all that is wrong with the data.
 */
export function estimateEffect(request: EffectRequest, task: Task): EffectEstimate {
  const opened = openStudy(request, task.part(0, 0.2));
  const estimator = estimators[request.parameters.estimator.kind];
  refuseWeights(opened);
  checkEstimand(opened);
  const { study, trimming } = trimmedStudy(opened, estimator, task.part(0.2, 0.4));
  const used = estimator.nuisances(study, task.part(0.4, 0.65));
  const averaging = task.part(0.65, 0.7);
  const estimated = study.contrasts.map((contrast) => estimator.estimate(study, contrast, averaging));
  const contrasts = estimated.map((found, i) => contrastOf(study, found, i + 1));
  const comparable = comparesArms(study);
  const modes =
    comparable && request.texts.length > 0
      ? findTextModes(request, study, estimated, task.part(0.7, 0.74))
      : undefined;
  const diagnosis = comparable
    ? diagnose({ study, used, estimated, contrasts, modes }, task.part(0.74, 0.8))
    : undiagnosed;
  const compared = modes && compareTextModes(request, modes, task.part(0.8, 0.81));
  const scores = estimated.map((found) => found.scores);
  const varying = task.part(0.81, 0.98);
  const variation =
    estimator.variation?.(study, scores, varying) ??
    (comparable ? studyVariation(study, used, scores, varying) : sameForEveryone);
  const groups = studyGroups(study, scores, variation, task.part(0.98, 1));
  const warnings = [
    ...study.sample.warnings,
    ...(study.covariates.adapting?.warnings ?? []),
    ...(trimming ? trimmingWarnings(trimming, study.sample.rows.length) : []),
    ...estimated.flatMap((found) => found.warnings ?? []),
    ...(comparable ? [] : leftOut(study, estimator)),
    ...(compared?.warnings ?? []),
    ...groups.warnings,
  ];
  const unadjusted = study.contrasts.flatMap((contrast) => unadjustedEffect(study, contrast, averaging));
  const more = {
    ...estimator.findings?.(study, averaging),
    ...(compared && { textModes: compared.textModes }),
  };
  return describe(study, estimator, {
    contrasts,
    diagnosis,
    variation,
    groups,
    unadjusted,
    trimming,
    added: estimated.map((found) => found.estimandNote ?? '').join(''),
    warnings,
    more,
  });
}

interface Findings {
  readonly contrasts: readonly Contrast[];
  readonly diagnosis: Diagnosis;
  readonly variation: Variation;
  readonly groups: StudyGroups;
  readonly unadjusted: readonly Estimate[];
  readonly trimming?: Trimming;
  /** Whom averages leave out, behind the sentence of the estimand. */
  readonly added: string;
  readonly warnings: readonly string[];
  readonly more: ReturnType<NonNullable<Estimator['findings']>> & Pick<EffectEstimate, 'textModes'>;
}

/** The findings as a result, said in words, and what is kept for later rows. */
function describe(
  study: Study,
  { estimandSentence: meaning }: Estimator,
  findings: Findings,
): EffectEstimate {
  const { request, sample } = study;
  const { name, texts, parameters } = request;
  const { treatment, outcome, estimand, estimator, adjustment, reason, level } = parameters;
  const { contrasts, diagnosis, variation, groups, unadjusted, trimming, added, warnings, more } = findings;
  const { arms, counts } = sample;
  const notes = [...(sample.notes ?? []), ...(study.covariates.adapting?.notes ?? [])];
  const trimmed = trimming ? trimmingSentence(trimming, treatment, arms) : '';
  return {
    kind: 'effect',
    name: name ?? `${treatment} on ${outcome}`,
    sentence: effectSentence(parameters, arms, contrasts, diagnosis.checks, sample.dose !== undefined),
    warnings,
    ...(notes.length > 0 && { notes }),
    estimand,
    estimandSentence: `${meaning?.(study) ?? estimandSentence(parameters, arms, counts)}${trimmed}${added}${suppositionOf(parameters)}`,
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
    ...(variation.selection && { selection: variation.selection }),
    ...more,
    fitted: {
      version: 2,
      treatment,
      outcome,
      arms,
      level,
      averages: contrasts.map(({ estimate, stdError }) => ({ estimate, stdError })),
      ...variation.fitted,
    },
  };
}

/** No tables and no checks: see {@link comparesArms}. */
const undiagnosed: Diagnosis = { checks: [], overlap: [], balance: [] };

/** Whether arms are compared as alike but for the treatment given what is adjusted for: what checks and causal forests rest on. */
function comparesArms({ sample, parameters }: Study): boolean {
  return !sample.dose && !demandsOf(parameters.estimator.kind).pastConfounding;
}

/** What was asked for and left out where arms are not compared. */
function leftOut({ parameters }: Study, { variation }: Estimator): string[] {
  const { checks, estimator, modifiers } = parameters;
  const why = `the estimator ${estimator.kind} does not compare arms that are alike`;
  return [
    ...(checks.length > 0 ? [`Left out, since ${why}: ${listed(checks)}.`] : []),
    ...(modifiers.length > 0 && !variation
      ? [`Left out, since ${why}: how the effect differs by ${listed(modifiers)}.`]
      : []),
  ];
}

function checkEstimand({ parameters }: Study): void {
  const { estimand, estimator } = parameters;
  const { estimands } = demandsOf(estimator.kind);
  if (!estimands || estimands.includes(estimand)) return;
  throw inputError(
    'CS6024',
    `The estimator ${estimator.kind} has no ${estimand.toUpperCase()}: it averages over whom its own method is about; leave \`estimand\` out, or use aipw.`,
  );
}

/** Difference of the arms' means, or slope of a dose, whatever is adjusted for; none where a curve is drawn. */
function unadjustedEffect(study: Study, contrast: number, task: Task): Estimate[] {
  const { level, estimator } = study.parameters;
  if (demandsOf(estimator.kind).dose === 'must') return [];
  const estimated = study.sample.dose
    ? slopeOf(study.sample, study.sample.dose)
    : meansOfArms.estimate(study, contrast, task);
  const { estimate, stdError, freedom } = averageOf(study.sample, estimated, level);
  return [withInterval(estimate, stdError, level, freedom)];
}

/** @throws InputError CS6034 where the data have weights, or a horizon makes some, and the estimator takes none */
export function refuseWeights({ parameters, sample }: Study): void {
  const { estimator, weights, horizon } = parameters;
  if (!sample.weights || !demandsOf(estimator.kind).unweighted) return;
  const remedy =
    weights === undefined
      ? 'which a horizon needs; use `aipw`.'
      : `use \`aipw\`, or leave \`weights ${weights}\` out.`;
  throw inputError(
    'CS6034',
    `The estimator "${estimator.kind}" takes no sample weights${weights === undefined ? ', ' : '; '}${remedy}`,
    { column: weights ?? horizon?.column },
  );
}

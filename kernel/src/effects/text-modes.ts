import type { TextMode } from '../plan.js';
import type { Estimate, TextModes } from '../result.js';
import type { Task } from '../task.js';
import { figure, listed, percent, signed } from '../words/phrases.js';
import { mostOutside, overlapOf } from './checks/overlap.js';
import { refit } from './checks/refit.js';
import { meansOfArms } from './estimators/difference-in-means.js';
import type { Average, Estimated } from './estimators/estimator.js';
import type { FoundModes, ModeFound } from './found-modes.js';
import { averageOf } from './inference/contrast.js';
import { withInterval } from './inference/interval.js';
import { pairedDifference } from './inference/paired-difference.js';
import { buildCovariates, onOutcomeScores } from './nuisances/covariates.js';
import type { Nuisances } from './nuisances/nuisances.js';
import { propensitiesOfTexts } from './nuisances/propensities-alone.js';
import type { EffectRequest } from './request.js';
import { Study, withoutTexts } from './study.js';

/** Every mode, the one that supposes least first. */
export const textModes = ['full', 'outcome only', 'without text'] as const satisfies readonly TextMode[];

/**
 * The effect of every arm by what of the texts is adjusted for, over the same rows and folds: all that they say (`full`), what they say of
 * the outcome alone (propensities on the texts' scores of the outcome: Gui and Veitch 2022, "Causal estimation for text data with (apparent)
 * overlap violations"), and nothing. The three suppose different things, so where they disagree by more than the error of their
 * difference, one of the suppositions is wrong.
 *
 * @param request as asked, with its texts
 * @param study of the headline, and what its estimator found
 */
export function findTextModes(
  request: EffectRequest,
  study: Study,
  estimated: readonly Estimated[],
  task: Task,
): FoundModes {
  const { level, textMode: headline = 'full' } = request.parameters;
  const full = fullStudy(request, study, task.part(0, 0.4));
  const found = textModes.map((mode, i): ModeFound => {
    if (mode === headline) {
      return { mode, estimated, averages: estimated.map((own) => averageOf(study.sample, own, level)) };
    }
    const part = task.part(0.4 + 0.2 * i, 0.6 + 0.2 * i, `Estimating: ${mode}`);
    return { mode, ...inMode(mode, full, request, part) };
  });
  return { full, found };
}

/** The modes as findings in words and numbers, and the doubts they raise. */
export function compareTextModes(
  request: EffectRequest,
  { full, found }: FoundModes,
  task: Task,
): { readonly textModes: readonly TextModes[]; readonly warnings: readonly string[] } {
  const { level, estimand, textMode: headline = 'full' } = request.parameters;
  const { sample } = full;
  const propensity = propensitiesOfTexts(full, task);
  const compared = full.contrasts.map((contrast, i): TextModes => {
    const modes = found.map(({ mode, averages }) => ({
      mode,
      ...estimateOf(averages[i], level),
      difference: mode === headline ? null : between(full, found, [mode, headline], i),
    }));
    const { shareOutside: readable } = overlapOf(sample, propensity, contrast, estimand);
    const sentence = sentenceOf(request, modes);
    return { arm: sample.arms[contrast], modes, headline, readable, sentence };
  });
  const warnings = compared.flatMap((one, i) => [
    ...disagreement(request, one, between(full, found, ['outcome only', 'full'], i)),
    ...readability(request, one),
  ]);
  return { textModes: compared, warnings };
}

/** The study that is adjusted for all that texts say, whatever the headline's is. */
function fullStudy(request: EffectRequest, study: Study, task: Task): Study {
  const { sample, folds, covariates } = study;
  switch (request.parameters.textMode ?? 'full') {
    case 'full':
      return study;
    case 'outcome only':
      return new Study(request, sample, folds, covariates.full ?? covariates, shared(study));
    case 'without text': {
      const { table, texts, parameters } = request;
      const whole = buildCovariates(table, parameters.adjustment, texts, sample, folds, task);
      return new Study(request, sample, folds, whole);
    }
  }
}

/** Regressions are the same adjusted for all of a text and for what it says of the outcome, where they are fitted on the same scores. */
function shared({ covariates, regressions }: Study): Partial<Nuisances> {
  const whole = covariates.full ?? covariates;
  return whole.outcomeAlone ? {} : { outcome: regressions };
}

function inMode(mode: TextMode, full: Study, request: EffectRequest, task: Task): Omit<ModeFound, 'mode'> {
  const { sample, folds } = full;
  switch (mode) {
    case 'full':
      return refit(full, task);
    case 'outcome only': {
      const covariates = onOutcomeScores(full.covariates);
      return refit(new Study(request, sample, folds, covariates, shared(full)), task);
    }
    case 'without text': {
      const plain = withoutTexts(request);
      const { table, parameters } = plain;
      const covariates = buildCovariates(table, parameters.adjustment, [], sample, folds, task);
      const study = new Study(plain, sample, folds, covariates);
      if (covariates.columns.list.length > 0) return refit(study, task);
      const estimated = study.contrasts.map((contrast) => meansOfArms.estimate(study, contrast, task));
      return { estimated, averages: estimated.map((own) => averageOf(sample, own, parameters.level)) };
    }
  }
}

function estimateOf({ estimate, stdError, freedom }: Average, level: number): Estimate {
  return withInterval(estimate, stdError, level, freedom);
}

/** The effect in one mode less that in another. */
function between(
  { sample, parameters }: Study,
  found: readonly ModeFound[],
  modes: readonly [TextMode, TextMode],
  contrast: number,
): Estimate {
  const [one, other] = modes.map((mode) => {
    const { estimated, averages } = found[textModes.indexOf(mode)];
    return { average: averages[contrast], scores: estimated[contrast].scores };
  });
  return pairedDifference(sample, one, other, parameters.level);
}

const clear = ({ interval: [low, high] }: Estimate): boolean => low > 0 || high < 0;

function sentenceOf({ parameters }: EffectRequest, modes: TextModes['modes']): string {
  const { texts, outcome } = parameters;
  const names = listed(texts.map(({ name }) => name));
  const said = ({ estimate, interval: [low, high] }: Estimate): string =>
    `${signed(estimate)} (${figure(low)} to ${figure(high)})`;
  const [full, outcomeOnly, without] = modes.map(said);
  const verdicts = modes.flatMap(({ mode, difference }) => {
    if (!difference) return [];
    const size = `${signed(difference.estimate)} (${figure(difference.interval[0])} to ${figure(difference.interval[1])})`;
    const verdict = clear(difference) ? 'more than their joint error' : 'within their joint error';
    return [`${mode} differs from the headline by ${size}, ${verdict}`];
  });
  return `Adjusted for all that ${names} says the effect is ${full}; for what it says of ${outcome} alone, ${outcomeOnly}; without it, ${without}: ${verdicts.join('; ')}.`;
}

/**
 * Whether two ways of adjusting disagree: their difference is clearly not 0, and above the standard error of either. The error of the difference
 * does not see what heads err by where rows are few, and less than either way's own error changes no answer.
 */
export function disagree(apart: Estimate, ways: readonly Pick<Estimate, 'stdError'>[]): boolean {
  return clear(apart) && ways.every(({ stdError }) => Math.abs(apart.estimate) > stdError);
}

/** Both ways of adjusting for a text are right where all confounding of the text is in its scores of the outcome and arms overlap. */
function disagreement({ parameters }: EffectRequest, { arm, modes }: TextModes, apart: Estimate): string[] {
  const [full, outcomeOnly] = modes;
  if (!disagree(apart, [full, outcomeOnly])) return [];
  const { texts, outcome, treatment } = parameters;
  const names = listed(texts.map(({ name }) => name));
  const side = apart.estimate > 0 ? 'above' : 'below';
  return [
    `The effect of "${arm}" adjusted for what ${names} says of ${outcome} alone is ${figure(Math.abs(apart.estimate))} ${side} the one adjusted for all it says, more than their joint error and than the error of either: either its scores of ${outcome} miss some of the confounding, or it tells ${treatment} so well that few rows can be compared.`,
  ];
}

function readability({ parameters }: EffectRequest, { arm, readable, headline }: TextModes): string[] {
  if (readable <= mostOutside || headline !== 'full') return [];
  const { texts, outcome, treatment } = parameters;
  const names = listed(texts.map(({ name }) => name));
  return [
    `${names} alone nearly tells ${treatment} = "${arm}" for ${percent(readable)} of rows, which can hardly be compared. \`headline outcome only\` adjusts for what it says of ${outcome} alone; the effect then supposes that nothing else in it confounds.`,
  ];
}

/** What a headline that is not adjusted for all of the texts supposes, behind the sentence of the estimand. */
export function suppositionOf({ texts, textMode = 'full', outcome }: EffectRequest['parameters']): string {
  const names = listed(texts.map(({ name }) => name));
  switch (textMode) {
    case 'full':
      return '';
    case 'outcome only':
      return ` Of ${names} only what it says of ${outcome} is adjusted for: the effect is right where nothing else in it confounds.`;
    case 'without text':
      return ` Texts are not adjusted for: the effect is right where nothing in them confounds.`;
  }
}
